#include "dataplane/task/other_tables.h"

#include "formats/intent.h"

namespace sluice::dataplane {

int64_t RevisionInAnotherTable(const TaskDefinition& definition,
                               const kafka::CommittedOffsets& offsets) {
  const RevisionDefinition& running = *definition.revision(definition.connector_revision);
  int64_t lowest = 0;
  for (const auto& [partition, committed] : offsets) {
    if (committed.metadata.empty()) continue;
    const absl::StatusOr<formats::Intent> entry = formats::ParseIntent(committed.metadata);
    if (!entry.ok() || !entry->open() || entry->connector_uid != definition.connector_uid) continue;
    const RevisionDefinition* named = definition.revision(entry->connector_revision);
    if (named == nullptr || named->same_table(running)) continue;
    if (lowest == 0 || entry->connector_revision < lowest) lowest = entry->connector_revision;
  }
  return lowest;
}

TaskDefinition DefinitionToSettle(const TaskDefinition& definition, int64_t revision) {
  const RevisionDefinition& running = *definition.revision(definition.connector_revision);
  TaskDefinition settling = definition;
  settling.connector_revision = revision;
  RevisionDefinition& named = settling.revisions.at(revision);
  if (named.access_key_id == running.access_key_id) {
    named.access_key_secret = running.access_key_secret;
  }
  return settling;
}

}  // namespace sluice::dataplane
