#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_CODEC_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_CODEC_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "controlplane/model/api_token.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/model/task.h"

// Model values as the JSON of jsonb columns. Reading is lenient in one direction: a key that is
// missing gives the model's default, so that rows written before a field existed can be read. What
// cannot be read at all throws std::exception: such a row was not written by us.
namespace sluice::controlplane::postgres {

std::string LabelsToJson(const Labels& labels);
Labels LabelsFromJson(absl::string_view json);

std::string WordsToJson(const std::vector<std::string>& words);
std::vector<std::string> WordsFromJson(absl::string_view json);

// What is not a column of its own.
std::string DefinitionToJson(const Instance& instance);
void DefinitionFromJson(absl::string_view json, Instance& instance);
std::string ObservationToJson(const InstanceObservation& observed);

std::string SpecToJson(const ConnectorSpec& spec);
ConnectorSpec SpecFromJson(absl::string_view json);

std::string ProvisioningToJson(const Provisioning& provisioning);
Provisioning ProvisioningFromJson(absl::string_view json);

std::string StartPinToJson(const StartPin& pin);
StartPin StartPinFromJson(absl::string_view json);

std::string TrialToJson(const Trial& trial);
Trial TrialFromJson(absl::string_view json);

std::string HoldToJson(const OperationHold& hold);
OperationHold HoldFromJson(absl::string_view json);

std::string RoleBindingsToJson(const std::vector<RoleBinding>& bindings);
std::vector<RoleBinding> RoleBindingsFromJson(absl::string_view json);

// An error with its reason and remedy.
std::string ErrorToJson(const absl::Status& error);
absl::Status ErrorFromJson(absl::string_view json);

std::string DeletionToJson(const Deletion& deletion);
Deletion DeletionFromJson(absl::string_view json);

std::string TaskReportToJson(const TaskReport& report);
TaskReport TaskReportFromJson(absl::string_view json);

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_CODEC_H_
