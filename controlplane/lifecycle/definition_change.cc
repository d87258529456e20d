#include "controlplane/lifecycle/definition_change.h"

namespace sluice::controlplane {

Connector WithDefinitionOf(const Connector& connector, const ConnectorRevision& revision) {
  Connector back = connector;
  back.spec = revision.spec;
  back.labels = revision.labels;
  back.annotations = revision.annotations;
  back.secrets_status = revision.secrets_status;
  const std::optional<AccessKey>& present = connector.spec.sink.access_key;
  std::optional<AccessKey>& old = back.spec.sink.access_key;
  if (present.has_value() && old.has_value() && present->id == old->id) {
    old = present;
    back.secrets_status = connector.secrets_status;
  }
  return back;
}

void CountDefinition(Connector& connector, bool concerns_tasks,
                     std::optional<absl::Duration> rollback_after, absl::Time now) {
  const int64_t back_to =
      connector.trial.has_value() ? connector.trial->back_to : connector.spec_revision;
  ++connector.generation;
  ++connector.spec_revision;
  if (concerns_tasks) connector.task_revision = connector.spec_revision;
  connector.update_time = now;
  connector.trial.reset();
  if (concerns_tasks && rollback_after.has_value()) {
    connector.trial = Trial{connector.spec_revision, back_to, now + *rollback_after};
  }
}

}  // namespace sluice::controlplane
