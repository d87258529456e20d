#ifndef SLUICE_CONTROLPLANE_MODEL_CONNECTOR_REVISION_H_
#define SLUICE_CONTROLPLANE_MODEL_CONNECTOR_REVISION_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// One definition that a connector had: all that its user had set then. Only `healthy_time` is noted
// later, once.
struct ConnectorRevision {
  int64_t number = 1;
  ConnectorSpec spec;
  Labels labels;
  Labels annotations;
  std::string author;  // As the caller said.
  std::string reason;
  absl::Time create_time;
  absl::Time healthy_time = absl::InfinitePast();  // When all tasks first ran it, healthy.
  absl::Status secrets_status;  // Not OK: why its secret cannot be read; it is empty here.

  friend bool operator==(const ConnectorRevision&, const ConnectorRevision&) = default;
};

// What stands behind a write of a definition.
struct ChangeNote {
  std::string author;
  std::string reason;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_CONNECTOR_REVISION_H_
