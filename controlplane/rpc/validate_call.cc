#include "controlplane/rpc/validate_call.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/rpc/existing_connector.h"
#include "controlplane/rpc/feature_disabled.h"
#include "controlplane/rpc/finding_proto.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/validation/connector_rules.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kDefinitionBytesMax = 1 << 20;

// Violations that leave no value to ask with. Others are of a value that is well formed.
constexpr absl::string_view kOfForm[] = {"FIELD_REQUIRED", "FIELD_FORM", "FIELD_TOO_LONG",
                                         "NAME_INVALID", "FIELD_OUT_OF_RANGE"};
// How rows are made; everything else of the sink says where they go.
constexpr absl::string_view kOfRows[] = {
    "connector.sink.mode",        "connector.sink.format",    "connector.sink.partition",
    "connector.sink.late_policy", "connector.sink.time_zone", "connector.sink.delivery",
    "connector.sink.upsert",
};

template <size_t N>
bool StartsWithOne(absl::string_view text, const absl::string_view (&beginnings)[N]) {
  return std::any_of(
      std::begin(beginnings), std::end(beginnings),
      [&](absl::string_view beginning) { return absl::StartsWith(text, beginning); });
}

Finding FindingOf(const Violation& violation) {
  return {Severity::kError,
          violation.field,
          violation.reason,
          "",
          absl::StrCat(violation.field, " ", ProblemIn(violation)),
          std::string(AdviceIn(violation))};
}

// What is the server's own, and not of a definition.
void ClearObserved(v1::Connector& connector) {
  connector.clear_uid();
  connector.clear_etag();
  connector.clear_create_time();
  connector.clear_update_time();
  connector.clear_generation();
  connector.clear_observed_generation();
  connector.clear_reconciling();
  connector.clear_desired_state();
  connector.clear_state();
  connector.clear_conditions();
  connector.clear_status();
  connector.clear_revision();
  connector.clear_task_revision();
}

}  // namespace

AskAbout AskAboutDespite(const Violations& violations) {
  AskAbout about;
  for (const Violation& violation : violations.kept()) {
    const absl::string_view field = violation.field;
    if (StartsWithOne(field, kOfRows)) {
      about.columns = false;
      continue;
    }
    if (!StartsWithOne(violation.reason, kOfForm)) continue;
    if (absl::StartsWith(field, "connector.source.topic")) about.source = false;
    if (absl::StartsWith(field, "connector.resources")) about.resources = false;
    // Topics and groups are named after it.
    if (field == "connector_id") about.resources = false;
    if (absl::StartsWith(field, "connector.sink")) about.table = false;
  }
  // Some were not kept: who knows of which fields.
  if (violations.count() > static_cast<int>(violations.kept().size())) {
    return {.source = false, .resources = false, .table = false, .columns = false};
  }
  return about;
}

absl::Status ValidateCall::Validate(const v1::ValidateConnectorRequest& request,
                                    v1::ValidateConnectorResponse* response) {
  Violations of_request, violations;
  const std::string instance_id = ReadInstanceName("parent", request.parent(), of_request);
  if (!of_request.empty()) return InvalidRequest(of_request);
  const absl::StatusOr<Instance> instance = instances_.GetInstance(instance_id);
  if (!instance.ok()) return About(instance.status(), kInstanceType, request.parent());

  Connector connector =
      ConnectorFromProto(request.connector(), {instance_id, request.connector_id()}, violations);
  SLUICE_RETURN_IF_ERROR(FillFromExisting(connectors_, connector));
  FillDefaults(connector, &*instance);
  CheckConnector(connector, &*instance, violations);
  Findings findings;
  for (const Violation& violation : violations.kept()) findings.push_back(FindingOf(violation));
  if (!instance->connector_feature_enabled) {
    const absl::Status disabled = FeatureDisabled(*instance);
    findings.push_back({Severity::kError, "parent", ReasonOf(disabled), request.parent(),
                        std::string(disabled.message()), RemedyOf(disabled)});
  }
  const PreflightReport report =
      preflight_.Check(connector, *instance, AskAboutDespite(violations));
  findings.insert(findings.end(), report.findings.begin(), report.findings.end());
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
  response->set_deployable(
      std::none_of(findings.begin(), findings.end(),
                   [](const Finding& finding) { return finding.severity == Severity::kError; }));
  AddToProto(findings, *response->mutable_findings());
  v1::Connector complete = ToProto(connector, Observation());
  ClearObserved(complete);
  // Names a megabyte long fill in others as long.
  if (complete.ByteSizeLong() <= kDefinitionBytesMax)
    response->mutable_connector()->Swap(&complete);
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
