#ifndef SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_H_
#define SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/offsets/offset_plan.h"

namespace sluice::controlplane {

// How far a change has come.
enum class ChangePhase {
  kClearing,    // Tasks leave, entries are settled: nothing is moved yet.
  kCommitting,  // The commit may be on its way: it cannot be taken back.
  kTelling,     // The offsets have moved.
};

// What is stored of an offset change that is under way.
struct OffsetChange {
  ChangePhase phase = ChangePhase::kClearing;
  absl::Time waiting_since = absl::InfinitePast();   // InfinitePast: it has not begun.
  absl::Time settling_since = absl::InfinitePast();  // When tasks were last let back in to settle.
  std::vector<PartitionMove> moves;

  friend bool operator==(const OffsetChange&, const OffsetChange&) = default;
};

// The moves alone, as the request of an operation holds them, and its response, which is an
// ApplyOffsetChangeResponse in JSON.
std::string MovesToJson(const std::vector<PartitionMove>& moves);
std::string ChangeToJson(const OffsetChange& change);

// INTERNAL for what is none of the two: it was not written by us.
absl::StatusOr<OffsetChange> ChangeFromJson(absl::string_view json);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OFFSETS_OFFSET_CHANGE_H_
