#ifndef SLUICE_BASE_KAFKA_GROUP_COORDINATOR_H_
#define SLUICE_BASE_KAFKA_GROUP_COORDINATOR_H_

#include <librdkafka/rdkafka.h>

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/kafka/admin_call.h"
#include "base/kafka/client_handle.h"
#include "base/kafka/reasons.h"
#include "base/retry/backoff.h"
#include "base/status/reason.h"

namespace sluice::kafka {

// Between questions to a coordinator that is not ready: for some moments after its broker began to
// serve the group, or after the first group of a new cluster was asked for.
inline constexpr BackoffOptions kCoordinatorPauses = {.initial = absl::Milliseconds(50),
                                                      .max = absl::Seconds(1)};

// Asks again while the answer is KAFKA_BUSY and `deadline` leaves time for it: the last answer. For
// what only reads. Blocks.
template <typename Answer>
absl::StatusOr<Answer> AskUntilReady(absl::Time deadline,
                                     absl::FunctionRef<absl::StatusOr<Answer>()> ask) {
  Backoff backoff(kCoordinatorPauses);
  while (true) {
    absl::StatusOr<Answer> answer = ask();
    const absl::Duration pause = backoff.Next();
    if (ReasonOf(answer.status()) != reason::kBusy || absl::Now() + pause >= deadline) {
      return answer;
    }
    absl::SleepFor(pause);
  }
}

// Sends the request of `call`, which describes this one group, and waits. What comes, an error of
// the group too, lives as long as `call`.
absl::StatusOr<const rd_kafka_ConsumerGroupDescription_t*> AwaitGroup(ClientHandle& client,
                                                                      AdminCall& call,
                                                                      const std::string& group);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_GROUP_COORDINATOR_H_
