#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_LETTER_PORTION_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_LETTER_PORTION_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/deadletters/dead_letter.h"
#include "controlplane/deadletters/dead_letter_choice.h"
#include "controlplane/deadletters/error_topics.h"

namespace sluice::controlplane {

struct PortionLimits {
  size_t letters_max = 200;
  int64_t bytes_max = 4 << 20;   // The letter that reaches it is still in.
  int64_t offsets_max = 20'000;  // Looked at, others' records included.
  absl::Duration timeout = absl::Seconds(8);
};

// The next letters that `choice` means among those in `left`, whole, the oldest of each partition
// first; marks are not looked at. `left` then begins behind them; partitions that are through are
// gone from it. May be empty although there are more. UNAVAILABLE when time passed without getting
// anywhere.
absl::StatusOr<std::vector<DeadLetter>> ReadPortion(ErrorTopics& topics,
                                                    const DeadLetterChoice& choice,
                                                    const PortionLimits& limits, Clock& clock,
                                                    ErrorRanges& left);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_LETTER_PORTION_H_
