#include "controlplane/model/resource_name.h"

#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace sluice::controlplane {
namespace {

// The ids of `name` when it alternates between the words of `collections` and ids.
std::optional<std::vector<absl::string_view>> Ids(
    absl::string_view name, std::initializer_list<absl::string_view> collections) {
  // Names of the right form are short: a megabyte is not worth splitting.
  if (name.size() > 1024) return std::nullopt;
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 2 * collections.size()) return std::nullopt;
  std::vector<absl::string_view> ids;
  size_t at = 0;
  for (absl::string_view collection : collections) {
    if (parts[at] != collection || parts[at + 1].empty()) return std::nullopt;
    ids.push_back(parts[at + 1]);
    at += 2;
  }
  return ids;
}

}  // namespace

std::string InstanceName(absl::string_view instance) {
  return absl::StrCat("instances/", instance);
}

std::string ConnectorName(const ConnectorId& id) {
  return absl::StrCat("instances/", id.instance, "/connectors/", id.connector);
}

std::string TaskName(const ConnectorId& id, int32_t index) {
  return absl::StrCat(ConnectorName(id), "/tasks/", index);
}

std::string RevisionName(const ConnectorId& id, int64_t number) {
  return absl::StrCat(ConnectorName(id), "/revisions/", number);
}

std::string WorkerName(absl::string_view worker) { return absl::StrCat("workers/", worker); }

std::string OperationName(absl::string_view operation) {
  return absl::StrCat("operations/", operation);
}

std::optional<std::string> ParseOperationName(absl::string_view name) {
  const auto ids = Ids(name, {"operations"});
  if (!ids.has_value()) return std::nullopt;
  return std::string((*ids)[0]);
}

std::string ApiTokenName(absl::string_view token) { return absl::StrCat("apiTokens/", token); }

std::optional<std::string> ParseApiTokenName(absl::string_view name) {
  const auto ids = Ids(name, {"apiTokens"});
  if (!ids.has_value()) return std::nullopt;
  return std::string((*ids)[0]);
}

std::optional<std::string> ParseInstanceName(absl::string_view name) {
  const auto ids = Ids(name, {"instances"});
  if (!ids) return std::nullopt;
  return std::string((*ids)[0]);
}

std::optional<ConnectorId> ParseConnectorName(absl::string_view name) {
  const auto ids = Ids(name, {"instances", "connectors"});
  if (!ids) return std::nullopt;
  return ConnectorId{std::string((*ids)[0]), std::string((*ids)[1])};
}

std::optional<std::string> ParseWorkerName(absl::string_view name) {
  const auto ids = Ids(name, {"workers"});
  if (!ids) return std::nullopt;
  return std::string((*ids)[0]);
}

std::optional<ParsedTaskName> ParseTaskName(absl::string_view name) {
  const auto ids = Ids(name, {"instances", "connectors", "tasks"});
  int32_t index = 0;
  // Spelled back, so that `+1` and `01` are no second names of task 1.
  if (!ids || !absl::SimpleAtoi((*ids)[2], &index) || absl::StrCat(index) != (*ids)[2]) {
    return std::nullopt;
  }
  return ParsedTaskName{{std::string((*ids)[0]), std::string((*ids)[1])}, index};
}

std::optional<ParsedRevisionName> ParseRevisionName(absl::string_view name) {
  const auto ids = Ids(name, {"instances", "connectors", "revisions"});
  int64_t number = 0;
  if (!ids || !absl::SimpleAtoi((*ids)[2], &number) || absl::StrCat(number) != (*ids)[2]) {
    return std::nullopt;
  }
  return ParsedRevisionName{{std::string((*ids)[0]), std::string((*ids)[1])}, number};
}

}  // namespace sluice::controlplane
