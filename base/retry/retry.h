#ifndef SLUICE_BASE_RETRY_RETRY_H_
#define SLUICE_BASE_RETRY_RETRY_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/retry/backoff.h"
#include "base/time/clock.h"

namespace sluice {

struct RetryOptions {
  BackoffOptions backoff;
  absl::Duration deadline = absl::Seconds(30);  // No try begins later than this after the first.
  int attempts_max = 10;
};

// UNAVAILABLE and RESOURCE_EXHAUSTED: the same call may succeed later.
inline bool IsRetryable(const absl::Status& status) {
  return absl::IsUnavailable(status) || absl::IsResourceExhausted(status);
}

namespace retry_internal {
inline const absl::Status& StatusOf(const absl::Status& status) { return status; }
template <typename T>
const absl::Status& StatusOf(const absl::StatusOr<T>& value) {
  return value.status();
}
}  // namespace retry_internal

// Calls `attempt`, which returns an absl::Status or an absl::StatusOr, until it succeeds, fails
// with an error that is not retryable, or the bounds are reached. Returns the last answer.
template <typename Attempt>
auto Retry(const RetryOptions& options, Clock& clock, Attempt attempt) {
  Backoff backoff(options.backoff);
  const absl::Duration give_up = clock.Monotonic() + options.deadline;
  while (true) {
    auto answer = attempt();
    const absl::Status& status = retry_internal::StatusOf(answer);
    if (status.ok() || !IsRetryable(status)) return answer;
    const absl::Duration pause = backoff.Next();
    if (backoff.tries() >= options.attempts_max || clock.Monotonic() + pause > give_up) {
      return answer;
    }
    clock.SleepFor(pause);
  }
}

}  // namespace sluice

#endif  // SLUICE_BASE_RETRY_RETRY_H_
