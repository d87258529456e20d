#ifndef SLUICE_CONTROLPLANE_MODEL_RESOURCE_NAME_H_
#define SLUICE_CONTROLPLANE_MODEL_RESOURCE_NAME_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "controlplane/model/ids.h"

namespace sluice::controlplane {

// Resource names as the API spells them. The parsers answer nothing for a name of another form;
// they do not judge the ids in it: validation/ does.

std::string InstanceName(absl::string_view instance);
std::string ConnectorName(const ConnectorId& id);
std::string TaskName(const ConnectorId& id, int32_t index);
std::string WorkerName(absl::string_view worker);

std::optional<std::string> ParseInstanceName(absl::string_view name);
std::optional<ConnectorId> ParseConnectorName(absl::string_view name);
std::optional<std::string> ParseWorkerName(absl::string_view name);

std::string OperationName(absl::string_view operation);
std::optional<std::string> ParseOperationName(absl::string_view name);

std::string ApiTokenName(absl::string_view token);
std::optional<std::string> ParseApiTokenName(absl::string_view name);

std::string RevisionName(const ConnectorId& id, int64_t number);

// `instances/{instance}/connectors/{connector}/revisions/{number}`.
struct ParsedRevisionName {
  ConnectorId connector;
  int64_t number = 0;
};
std::optional<ParsedRevisionName> ParseRevisionName(absl::string_view name);

// `instances/{instance}/connectors/{connector}/tasks/{index}`.
struct ParsedTaskName {
  ConnectorId connector;
  int32_t index = 0;
};
std::optional<ParsedTaskName> ParseTaskName(absl::string_view name);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_RESOURCE_NAME_H_
