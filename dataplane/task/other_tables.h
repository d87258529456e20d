#ifndef SLUICE_DATAPLANE_TASK_OTHER_TABLES_H_
#define SLUICE_DATAPLANE_TASK_OTHER_TABLES_H_

#include <cstdint>

#include "base/kafka/admin.h"
#include "dataplane/task/task_definition.h"

// An intent belongs to the table of the revision that it names. When the connector writes into
// another one by now, what the intent began is brought to its end there first, by a membership that
// does nothing else.
namespace sluice::dataplane {

// The lowest revision that an open intent among `offsets` names and whose table is not that of the
// revision that runs; 0: there is none. Intents of others, of revisions that are not known here and
// entries that cannot be read are passed over: the membership that runs tells of them. Pure.
int64_t RevisionInAnotherTable(const TaskDefinition& definition,
                               const kafka::CommittedOffsets& offsets);

// How a task settles what stands in the table of `revision`, which `definition` holds: by that
// revision, but with the secret that the running one has for the same key. Pure.
TaskDefinition DefinitionToSettle(const TaskDefinition& definition, int64_t revision);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_OTHER_TABLES_H_
