#include "controlplane/rpc/request_names.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

void AddForm(absl::string_view field, absl::string_view name, absl::string_view form,
             Violations& violations) {
  violations.Add(field, name.empty() ? "FIELD_REQUIRED" : "FIELD_FORM",
                 absl::StrCat("is ", Echo(name), "; write it as ", form));
}

// Workers name themselves and may be freer than R12.
bool IsWorkerId(absl::string_view id) {
  return !id.empty() && id.size() <= 255 && std::all_of(id.begin(), id.end(), absl::ascii_isgraph);
}

}  // namespace

std::string ReadInstanceName(absl::string_view field, absl::string_view name,
                             Violations& violations) {
  const auto id = ParseInstanceName(name);
  if (id.has_value() && IsId(*id)) return *id;
  AddForm(field, name, "instances/{instance}", violations);
  return "";
}

ConnectorId ReadConnectorName(absl::string_view field, absl::string_view name,
                              Violations& violations) {
  const auto id = ParseConnectorName(name);
  if (id.has_value() && IsId(id->instance) && IsId(id->connector)) return *id;
  AddForm(field, name, "instances/{instance}/connectors/{connector}", violations);
  return {};
}

ParsedTaskName ReadTaskName(absl::string_view field, absl::string_view name,
                            Violations& violations) {
  const auto task = ParseTaskName(name);
  if (task.has_value() && IsId(task->connector.instance) && IsId(task->connector.connector)) {
    return *task;
  }
  AddForm(field, name, "instances/{instance}/connectors/{connector}/tasks/{index}", violations);
  return {};
}

ParsedRevisionName ReadRevisionName(absl::string_view field, absl::string_view name,
                                    Violations& violations) {
  const auto revision = ParseRevisionName(name);
  if (revision.has_value() && IsId(revision->connector.instance) &&
      IsId(revision->connector.connector)) {
    return *revision;
  }
  AddForm(field, name, "instances/{instance}/connectors/{connector}/revisions/{revision}",
          violations);
  return {};
}

std::string ReadWorkerName(absl::string_view field, absl::string_view name,
                           Violations& violations) {
  const auto id = ParseWorkerName(name);
  if (id.has_value() && IsWorkerId(*id)) return *id;
  AddForm(field, name, "workers/{worker}", violations);
  return "";
}

std::string ReadOperationName(absl::string_view field, absl::string_view name,
                              Violations& violations) {
  const auto id = ParseOperationName(name);
  if (id.has_value() && IsId(*id)) return *id;
  AddForm(field, name, "operations/{operation}", violations);
  return "";
}

std::string ReadApiTokenName(absl::string_view field, absl::string_view name,
                             Violations& violations) {
  const auto id = ParseApiTokenName(name);
  if (id.has_value() && IsId(*id)) return *id;
  AddForm(field, name, "apiTokens/{api_token}", violations);
  return "";
}

absl::Time StorableNow(Clock& clock) {
  return absl::FromUnixMicros(absl::ToUnixMicros(clock.Now()));
}

}  // namespace sluice::controlplane
