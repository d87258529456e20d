#include "dataplane/worker/same_task.h"

namespace sluice::dataplane {

bool MayGoOn(const TaskDefinition& running, TaskDefinition wanted) {
  wanted.paused = running.paused;
  for (const auto& [number, revision] : running.revisions) {
    if (number != running.connector_revision) wanted.revisions.emplace(number, revision);
  }
  return wanted == running;
}

}  // namespace sluice::dataplane
