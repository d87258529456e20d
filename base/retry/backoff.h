#ifndef SLUICE_BASE_RETRY_BACKOFF_H_
#define SLUICE_BASE_RETRY_BACKOFF_H_

#include <cstdint>
#include <random>

#include "absl/time/time.h"

namespace sluice {

struct BackoffOptions {
  absl::Duration initial = absl::Milliseconds(100);
  absl::Duration max = absl::Seconds(30);
  double multiplier = 2.0;
  double jitter =
      0.2;  // Share of each pause that is random, so that many clients do not come at once.
};

// How long to wait before each further try. One thread.
class Backoff {
 public:
  explicit Backoff(const BackoffOptions& options, uint64_t seed = std::random_device()());

  // The next pause; grows up to the maximum.
  absl::Duration Next();

  // After a success: begin small again.
  void Reset();

  // How many pauses were taken since the last Reset.
  int tries() const { return tries_; }

 private:
  BackoffOptions options_;
  std::mt19937_64 random_;
  absl::Duration pause_;
  int tries_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_BASE_RETRY_BACKOFF_H_
