#ifndef SLUICE_CONTROLPLANE_OFFSETS_MOVED_ENTRIES_H_
#define SLUICE_CONTROLPLANE_OFFSETS_MOVED_ENTRIES_H_

#include <string>
#include <vector>

#include "base/kafka/admin.h"
#include "controlplane/model/connector.h"
#include "controlplane/offsets/offset_plan.h"
#include "formats/intent.h"

namespace sluice::controlplane {

// The entries of the ledger that a move leaves, and what can be told of those that stand. All pure.

// For each partition that moves: its new offset, nothing open, nothing remembered of the table. The
// task and the assignment of the entry before stay in it.
kafka::CommittedOffsets EntriesAfter(const std::vector<PartitionMove>& moves,
                                     const kafka::CommittedOffsets& before,
                                     const Connector& connector);

// Those of `wanted` that do not stand in the group yet.
kafka::CommittedOffsets Missing(const kafka::CommittedOffsets& wanted,
                                const kafka::CommittedOffsets& standing);

// An entry that names upload sessions.
struct OpenEntry {
  int32_t partition = 0;
  formats::Intent intent;
};

// The open entries of the partitions that move, ordered as these. The others are not overwritten:
// whoever reads on settles them.
std::vector<OpenEntry> OpenEntries(const std::vector<PartitionMove>& moves,
                                   const kafka::CommittedOffsets& standing,
                                   const Connector& connector);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_OFFSETS_MOVED_ENTRIES_H_
