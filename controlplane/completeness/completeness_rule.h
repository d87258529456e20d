#ifndef SLUICE_CONTROLPLANE_COMPLETENESS_COMPLETENESS_RULE_H_
#define SLUICE_CONTROLPLANE_COMPLETENESS_COMPLETENESS_RULE_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "controlplane/model/completeness.h"
#include "controlplane/model/task.h"
#include "conversion/table_partition.h"

namespace sluice::controlplane {

// What a judgement rests on, seen at about one time.
struct CompletenessFacts {
  absl::Time now;
  // Where every partition of the source topic ended, asked at `ends_time`, before the reports were
  // read: records of open transactions count, as they will be read later.
  absl::Time ends_time;
  std::map<int32_t, int64_t> ends;
  std::map<int32_t, int64_t> later_ends;       // The same, asked after the reports were read.
  std::vector<SourcePartitionReport> sources;  // What the tasks said last.
  std::vector<TablePartitionReport> table_partitions;
};

struct CompletenessRule {
  conversion::TablePartition& table_partition;
  absl::Duration grace;
  bool reads_everything = false;  // The connector began with the first record of its source.
  bool announces = false;         // Somebody wants to be told.
};

struct CompletenessVerdict {
  CompletenessState state;
  std::vector<Completion> changes;  // New, or to be written over those of the same table partition.
  bool more = false;  // Judge again at once: a long time has passed, and one verdict is bounded.
};

// Which table partitions are complete. Pure.
//
// A source partition's watermark is the latest record time of which its task has committed rows;
// one that lies more than the grace in the future proves nothing. With nothing unread, its
// committed offset being between the ends that were asked before and after, it is the time at which
// its end was asked: an idle partition holds up nobody. A partition of which nobody has told
// anything holds up all. The connector's watermark is the least of them, and never moves back.
//
// A table partition is complete when the watermark has passed its end by `grace`, whether or not it
// has rows. Rows that are committed into it later reopen it; it is complete again when none have
// come for `grace`. What has begun by the first judgement is not judged, or, when the connector
// reads everything, what the watermark has reached by then.
//
// `known`: what is stored of the table partitions in `facts` and of those that are reopened.
CompletenessVerdict JudgeCompleteness(const CompletenessState& before,
                                      const std::vector<Completion>& known,
                                      const CompletenessFacts& facts, const CompletenessRule& rule);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_COMPLETENESS_COMPLETENESS_RULE_H_
