#ifndef SLUICE_CONTROLPLANE_MODEL_COMPLETENESS_H_
#define SLUICE_CONTROLPLANE_MODEL_COMPLETENESS_H_

#include <cstdint>
#include <map>
#include <string>

#include "absl/time/time.h"

namespace sluice::controlplane {

// How far a connector's table has come, by the records' own time. Written by the reconciler alone.
struct CompletenessState {
  // Every source partition has passed it; InfinitePast: not known yet.
  absl::Time watermark = absl::InfinitePast();
  // Table partitions that end by then are complete, but for those that late rows have reopened;
  // InfinitePast: not known yet.
  absl::Time complete_until = absl::InfinitePast();
  absl::Time judged_time = absl::InfinitePast();
  // When rows were last committed into a table partition, by its value, as told at `judged_time`.
  std::map<std::string, absl::Time> last_commits = {};

  friend bool operator==(const CompletenessState&, const CompletenessState&) = default;
};

// What became of one table partition.
struct Completion {
  enum class State {
    kComplete,  // Every source partition has passed its end, and the grace is over.
    kReopened,  // Rows came after that.
  };

  std::string table_partition;  // The value of the partition column: 11-17-2020 15.
  absl::Time begin;
  absl::Time end;
  State state = State::kComplete;
  int64_t version = 1;                                 // How often it has become complete.
  absl::Time time;                                     // When it became what it is.
  absl::Time late_commit_time = absl::InfinitePast();  // Of kReopened: when late rows came last.
  bool announced = false;                              // Nobody has to be told any more.

  friend bool operator==(const Completion&, const Completion&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_COMPLETENESS_H_
