#include "controlplane/offsets/moved_entries.h"

#include <utility>

namespace sluice::controlplane {

kafka::CommittedOffsets EntriesAfter(const std::vector<PartitionMove>& moves,
                                     const kafka::CommittedOffsets& before,
                                     const Connector& connector) {
  kafka::CommittedOffsets entries;
  for (const PartitionMove& move : moves) {
    const kafka::TopicPartition partition = {connector.spec.source.topic, move.partition};
    formats::Intent entry = {.connector_uid = connector.uid,
                             .connector_revision = connector.task_revision,
                             .next_offset = move.to_offset};
    if (const auto found = before.find(partition); found != before.end()) {
      if (const auto old = formats::ParseIntent(found->second.metadata); old.ok()) {
        entry.task_index = old->task_index;
        entry.assignment_revision = old->assignment_revision;
      }
    }
    entries[partition] = {move.to_offset, formats::EncodeIntent(entry)};
  }
  return entries;
}

kafka::CommittedOffsets Missing(const kafka::CommittedOffsets& wanted,
                                const kafka::CommittedOffsets& standing) {
  kafka::CommittedOffsets missing;
  for (const auto& [partition, entry] : wanted) {
    const auto found = standing.find(partition);
    if (found == standing.end() || !(found->second == entry)) missing[partition] = entry;
  }
  return missing;
}

std::vector<OpenEntry> OpenEntries(const std::vector<PartitionMove>& moves,
                                   const kafka::CommittedOffsets& standing,
                                   const Connector& connector) {
  std::vector<OpenEntry> open;
  for (const PartitionMove& move : moves) {
    const auto found = standing.find({connector.spec.source.topic, move.partition});
    if (found == standing.end()) continue;
    auto entry = formats::ParseIntent(found->second.metadata);
    if (entry.ok() && entry->open()) open.push_back({move.partition, *std::move(entry)});
  }
  return open;
}

}  // namespace sluice::controlplane
