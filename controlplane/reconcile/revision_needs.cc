#include "controlplane/reconcile/revision_needs.h"

#include <algorithm>
#include <set>

namespace sluice::controlplane {
namespace {

bool HasItsPartitions(ReportedState state) {
  return state == ReportedState::kRunning || state == ReportedState::kPaused ||
         state == ReportedState::kDegraded;
}

// Every partition that was there at the first Deploy is some task's.
bool EveryPartitionWasEntered(const Connector& connector, absl::Span<const Task> tasks) {
  std::set<int32_t> entered;
  for (const Task& task : tasks) {
    for (const SourcePartitionReport& partition : task.report->partitions) {
      entered.insert(partition.partition);
    }
  }
  const OffsetByPartition& pinned = connector.start_pin->offsets;
  return std::all_of(pinned.begin(), pinned.end(),
                     [&](const auto& entry) { return entered.contains(entry.first); });
}

}  // namespace

bool AllRunTheRevision(const Connector& connector, absl::Span<const Task> tasks) {
  return static_cast<int>(tasks.size()) == connector.spec.tasks &&
         std::all_of(tasks.begin(), tasks.end(), [&](const Task& task) {
           return !task.worker_uid.empty() && !task.leaving && task.report.has_value() &&
                  task.report->connector_revision == connector.task_revision &&
                  HasItsPartitions(task.report->state);
         });
}

std::optional<int64_t> OldestNeeded(const Connector& connector, absl::Span<const Task> tasks) {
  int64_t named = connector.task_revision;
  for (const Task& task : tasks) {
    if (!task.report.has_value()) continue;
    for (const SourcePartitionReport& partition : task.report->partitions) {
      if (partition.intent_revision > 0) named = std::min(named, partition.intent_revision);
    }
  }
  if (named < connector.oldest_revision) return named;
  if (!connector.start_pin.has_value() || !AllRunTheRevision(connector, tasks) ||
      !EveryPartitionWasEntered(connector, tasks)) {
    return std::nullopt;
  }
  return named;
}

}  // namespace sluice::controlplane
