#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_REPLAY_JSON_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_REPLAY_JSON_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "controlplane/deadletters/dead_letter_choice.h"
#include "controlplane/deadletters/error_topics.h"

namespace sluice::controlplane {

// How far one source partition has been looked through, and where it ends for that.
struct SourceSearch {
  int64_t next = 0;
  int64_t end = 0;

  friend bool operator==(const SourceSearch&, const SourceSearch&) = default;
};

// How far a replay is.
struct ReplayCheckpoint {
  // Letters that were there when it began and have not been looked at. What becomes a dead letter
  // afterwards, as a replayed record may again, is not its affair.
  ErrorRanges left;
  int64_t replayed_count = 0;
  int64_t passed_over_count = 0;
  // While it looks what became of an interrupted portion, by source partition. The ends are those
  // that were found first: records that others write meanwhile do not prolong it.
  std::map<int32_t, SourceSearch> searched;

  friend bool operator==(const ReplayCheckpoint&, const ReplayCheckpoint&) = default;
};

struct ReplayResult {
  int64_t replayed_count = 0;
  int64_t passed_over_count = 0;

  friend bool operator==(const ReplayResult&, const ReplayResult&) = default;
};

// What an operation keeps of a replay, as JSON; its result as a ReplayDeadLettersResponse.
// INTERNAL: it is none of ours.
std::string ToJson(const DeadLetterChoice& choice);
std::string ToJson(const ReplayCheckpoint& checkpoint);
std::string ToJson(const ReplayResult& result);
absl::StatusOr<DeadLetterChoice> ChoiceFromJson(absl::string_view text);
absl::StatusOr<ReplayCheckpoint> CheckpointFromJson(absl::string_view text);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_REPLAY_JSON_H_
