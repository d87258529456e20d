#ifndef SLUICE_CONTROLPLANE_OFFSETS_OFFSET_PLAN_H_
#define SLUICE_CONTROLPLANE_OFFSETS_OFFSET_PLAN_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/task.h"
#include "controlplane/preflight/finding.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {

// Where to move offsets to.
struct OffsetTarget {
  enum class Kind { kEarliest, kLatest, kTime, kExplicit, kShift };

  Kind kind = Kind::kEarliest;
  absl::Time time = absl::UnixEpoch();  // kTime
  OffsetByPartition offsets = {};       // kExplicit
  int64_t shift = 0;                    // kShift
  std::set<int32_t> partitions = {};    // Only these; empty: all. Not with kExplicit.

  friend bool operator==(const OffsetTarget&, const OffsetTarget&) = default;
};

// What the brokers know of one source partition.
struct PartitionPosition {
  int64_t begin = 0;  // The oldest offset they have.
  int64_t end = 0;    // The last stable offset.
  std::optional<int64_t> committed = std::nullopt;
  int64_t at_time = 0;  // With kTime: the first record that is as late; the end where none is.
};

using PositionByPartition = std::map<int32_t, PartitionPosition>;

// How the offset of one source partition moves.
struct PartitionMove {
  int32_t partition = 0;
  int64_t from_offset = -1;  // -1: none is committed.
  int64_t to_offset = 0;
  int64_t read_again = 0;
  int64_t left_out = 0;

  friend bool operator==(const PartitionMove&, const PartitionMove&) = default;
};

// What a move would do.
struct OffsetPlan {
  OffsetTarget target;
  absl::Time create_time;
  std::vector<PartitionMove> moves;  // Ordered by partition; those that stay are left out.
  std::string etag;

  int64_t read_again() const;
  int64_t left_out() const;
};

// For how long a plan holds.
inline constexpr absl::Duration kPlanLife = absl::Minutes(10);

// The move of one partition between two offsets.
PartitionMove MoveOf(int32_t partition, const PartitionPosition& position, int64_t to_offset);

// What `target` makes of the partitions. A partition that is not there, or an offset that the
// brokers do not have, is a violation of `field`. Pure.
std::vector<PartitionMove> PlanMoves(const OffsetTarget& target,
                                     const PositionByPartition& positions, absl::string_view field,
                                     Violations& violations);

// Whether reading again repeats rows.
bool RepeatsRows(const Connector& connector);

// ROWS_REPEATED, RECORDS_LEFT_OUT, LEDGER_LOST: what a person should know before. Pure.
Findings WarningsOf(const std::vector<PartitionMove>& moves, const PositionByPartition& positions,
                    const Connector& connector);

// AMBIGUOUS_COMMIT, of tasks that cannot tell whether rows of theirs are in the table: after a move
// nobody will. Pure.
Findings DoubtsOf(absl::Span<const Task> tasks);

// Binds the moves, and when they were planned, to the connector as it is. Opaque to clients.
std::string PlanEtag(const Connector& connector, const OffsetPlan& plan);

// FAILED_PRECONDITION, PLAN_STALE, unless `plan` is of the connector as it is, unchanged, and young
// enough. Pure.
absl::Status CheckPlan(const OffsetPlan& plan, const Connector& connector, absl::Time now);

// PLAN_STALE, unless the brokers have the offsets that are moved to. Pure.
absl::Status CheckReach(const std::vector<PartitionMove>& moves,
                        const PositionByPartition& positions);

// `status` of asking the brokers, as whoever holds a plan is told it: when the source topic is gone
// or another one, PLAN_STALE.
absl::Status StaleIfSourceChanged(const absl::Status& status);

// FAILED_PRECONDITION, VERB_NOT_ALLOWED, before the first Deploy and while it is being deleted.
absl::Status CheckMovable(const Connector& connector);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OFFSETS_OFFSET_PLAN_H_
