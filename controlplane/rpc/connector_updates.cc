#include "controlplane/rpc/connector_updates.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/lifecycle/allowed_actions.h"
#include "controlplane/lifecycle/change_table.h"
#include "controlplane/lifecycle/definition_change.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/model/etag.h"
#include "controlplane/rpc/definition_diff.h"
#include "controlplane/rpc/existing_connector.h"
#include "controlplane/rpc/finding_proto.h"
#include "controlplane/rpc/overtaken.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/rpc/translate_words.h"
#include "controlplane/rpc/update_mask.h"
#include "controlplane/rpc/world_check.h"
#include "controlplane/store/refusals.h"
#include "controlplane/validation/connector_rules.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kAuthorBytesMax = 128;
constexpr size_t kReasonBytesMax = 1024;
constexpr absl::Duration kTrialMin = absl::Seconds(10);
constexpr absl::Duration kTrialMax = absl::Hours(1);

using Differences = std::vector<v1::FieldDifference>;

// Puts back what no answer shows.
absl::Status KeepSecret(const Connector& stored, Connector& changed) {
  std::optional<AccessKey>& key = changed.spec.sink.access_key;
  const std::optional<AccessKey>& known = stored.spec.sink.access_key;
  changed.secrets_status = absl::OkStatus();
  if (!key.has_value() || !key->secret.empty()) return absl::OkStatus();
  if (!known.has_value() || known->id != key->id) return absl::OkStatus();
  if (!KeySignsForTheSame(stored.spec.sink, changed.spec.sink)) return absl::OkStatus();
  key->secret = known->secret;
  return key->secret.empty() ? stored.secrets_status : absl::OkStatus();
}

absl::StatusOr<Connector> ChangedConnector(const Connector& stored,
                                           const v1::UpdateConnectorRequest& request,
                                           Violations& violations) {
  v1::Connector wanted = ToProto(stored, Observation());
  const auto mask = ReadUpdateMask(request.update_mask(), request.connector(), violations);
  if (!violations.empty()) return stored;
  ReplaceFields(request.connector(), mask, wanted);
  const auto& paths = mask.paths();
  const bool names_kind =
      std::find(paths.begin(), paths.end(), "sink.endpoint_kind") != paths.end();
  if (wanted.sink().endpoint() != stored.spec.sink.endpoint && !names_kind) {
    wanted.mutable_sink()->clear_endpoint_kind();  // The other host name tells.
  }
  Connector read = ConnectorFromProto(wanted, stored.id, violations);
  Connector changed = stored;
  changed.spec = std::move(read.spec);
  changed.labels = std::move(read.labels);
  changed.annotations = std::move(read.annotations);
  SLUICE_RETURN_IF_ERROR(KeepSecret(stored, changed));
  return changed;
}

void CheckMayChange(const Differences& differences, const Connector& stored,
                    Violations& violations) {
  for (const v1::FieldDifference& difference : differences) {
    const ChangeRule* rule = ChangeRuleOf(difference.field());
    if (rule != nullptr && MayChange(*rule, stored)) continue;
    violations.Add(
        absl::StrCat("connector.", difference.field()), "FIELD_IMMUTABLE",
        rule == nullptr
            ? std::string("cannot change; leave it out")
            : absl::StrCat("cannot change of a connector that exists",
                           rule->effect == ChangeEffect::kUntilDeployed ? " and was deployed" : "",
                           ": ", rule->why, "; ", rule->remedy));
  }
}

bool Concerns(const Differences& differences) {
  return std::any_of(differences.begin(), differences.end(), [](const v1::FieldDifference& d) {
    const ChangeRule* rule = ChangeRuleOf(d.field());
    return rule != nullptr && ConcernsTasks(*rule);
  });
}

// What neither reads nor writes anything else need not be compared with the world.
bool AsksWorld(const Differences& differences) {
  return std::any_of(differences.begin(), differences.end(), [](const v1::FieldDifference& d) {
    return d.effect() != v1::IN_PLACE && d.effect() != v1::REBALANCE;
  });
}

bool ChangesResources(const Differences& differences) {
  return std::any_of(differences.begin(), differences.end(), [](const v1::FieldDifference& d) {
    return absl::StartsWith(d.field(), "resources.");
  });
}

}  // namespace

absl::Status ConnectorUpdates::Answer(const Connector& connector, v1::Connector* response) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Task> tasks, tasks_.ListTasks(connector.uid));
  *response = ToProto(connector, Observe(connector, tasks, clock_.Now(), observe_));
  return absl::OkStatus();
}

absl::StatusOr<Differences> ConnectorUpdates::Judge(const Call& call, const Connector& before,
                                                    Connector& changed, const Instance& instance,
                                                    Violations& violations) {
  FillDefaults(changed, &instance);
  CheckConnector(changed, &instance, violations);
  Differences differences =
      DifferencesOf(DefinitionWithSecrets(before), DefinitionWithSecrets(changed));
  CheckMayChange(differences, before, violations);
  if (call.rollback_after.has_value()) {
    if (*call.rollback_after < kTrialMin || *call.rollback_after > kTrialMax) {
      violations.Add(
          "rollback_after", "FIELD_OUT_OF_RANGE",
          absl::StrCat("is ", absl::FormatDuration(*call.rollback_after), "; set it to 10s to 1h"));
    } else if (before.desired_state != DesiredState::kRunning) {
      violations.Add(
          "rollback_after", "FIELD_CONFLICT",
          absl::StrCat("is given although the connector is ", NameOf(before.desired_state),
                       " and nothing runs that could prove itself; leave it out"));
    }
  }
  if (!violations.empty()) return InvalidRequest(violations);
  return differences;
}

absl::Status ConnectorUpdates::ChangeOnce(const Call& call, MakeChanged make, const Request& stored,
                                          v1::Connector* response) {
  SLUICE_ASSIGN_OR_RETURN(const Connector before, connectors_.GetConnector(call.id));
  if (!call.etag.empty() && call.etag != EtagOf(before.uid, before.generation)) {
    return EtagMismatch();
  }
  SLUICE_RETURN_IF_ERROR(CheckVerb(call.verb, before, clock_.Now()));
  SLUICE_ASSIGN_OR_RETURN(const Instance instance, instances_.GetInstance(call.id.instance));
  Violations violations;
  SLUICE_ASSIGN_OR_RETURN(Connector changed, make(before, violations));
  if (!violations.empty()) return InvalidRequest(violations);
  SLUICE_ASSIGN_OR_RETURN(const Differences differences,
                          Judge(call, before, changed, instance, violations));
  Findings warnings;
  if (AsksWorld(differences)) {
    SLUICE_ASSIGN_OR_RETURN(warnings, CheckWorld(preflight_, changed, instance));
  }
  const absl::Time now = StorableNow(clock_);
  const bool changes = !differences.empty();
  if (changes) CountDefinition(changed, Concerns(differences), call.rollback_after, now);
  SLUICE_RETURN_IF_ERROR(Answer(changes ? changed : before, response));
  AddToProto(warnings, *response->mutable_warnings());
  if (call.validate_only) return absl::OkStatus();
  Request answered = stored;
  answered.answer = response->SerializeAsString();
  if (!changes) {
    return stored.id.empty() ? absl::OkStatus() : guard_.log().StoreAnswer(answered, now);
  }
  DefinitionChange change{changed, before.generation, call.note, ChangesResources(differences)};
  change.verb = std::string(NameOf(call.verb));
  // Before the first Deploy the pin will say.
  if (before.start_pin.has_value() && WritesElsewhere(before.spec.sink, changed.spec.sink)) {
    SLUICE_ASSIGN_OR_RETURN(change.asked_until, witness_bounds_.Ask(before, instance));
  }
  return connectors_.UpdateConnector(change, answered);
}

absl::Status ConnectorUpdates::Change(const Call& call, MakeChanged make, const Request& stored,
                                      v1::Connector* response) {
  return UnlessOvertaken(call.etag, clock_,
                         [&] { return ChangeOnce(call, make, stored, response); });
}

absl::Status ConnectorUpdates::CreateMissing(const v1::UpdateConnectorRequest& request,
                                             const ConnectorId& id, v1::Connector* response) {
  v1::CreateConnectorRequest create;
  create.set_parent(InstanceName(id.instance));
  create.set_connector_id(id.connector);
  *create.mutable_connector() = request.connector();
  create.set_request_id(request.request_id());
  create.set_validate_only(request.validate_only());
  create.set_author(request.author());
  return definitions_.Create(create, response);
}

// A repeat finds what its first time created.
absl::StatusOr<bool> ConnectorUpdates::IsRepeatOfCreate(const v1::UpdateConnectorRequest& request) {
  if (!request.allow_missing() || request.request_id().empty() || request.validate_only()) {
    return false;
  }
  SLUICE_ASSIGN_OR_RETURN(
      const auto answer,
      guard_.log().FindAnswer("CreateConnector", request.request_id(), clock_.Now()));
  return answer.has_value();
}

absl::Status ConnectorUpdates::Update(const v1::UpdateConnectorRequest& request,
                                      v1::Connector* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  CheckText("author", request.author(), kAuthorBytesMax, violations);
  CheckText("reason", request.reason(), kReasonBytesMax, violations);
  const std::string& name = request.connector().name();
  Call call{Verb::kUpdate,
            ReadConnectorName("connector.name", name, violations),
            request.connector().etag(),
            request.validate_only(),
            {request.author(), request.reason()},
            std::nullopt};
  if (request.has_rollback_after()) {
    call.rollback_after = FromDuration(request.rollback_after(), "rollback_after", violations);
  }
  if (!violations.empty()) return InvalidRequest(violations);
  SLUICE_ASSIGN_OR_RETURN(const bool created_before, IsRepeatOfCreate(request));
  if (created_before) return CreateMissing(request, call.id, response);

  const auto make = [&](const Connector& stored, Violations& wrong) {
    return ChangedConnector(stored, request, wrong);
  };
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  const absl::Status status =
      guard_.Run("UpdateConnector", request_id, request, response,
                 [&](const Request& stored) { return Change(call, make, stored, response); });
  if (request.allow_missing() && ReasonOf(status) == "CONNECTOR_NOT_FOUND") {
    return CreateMissing(request, call.id, response);
  }
  return About(status, kConnectorType, name);
}

absl::Status ConnectorUpdates::Rollback(const v1::RollbackConnectorRequest& request,
                                        v1::Connector* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  CheckText("author", request.author(), kAuthorBytesMax, violations);
  CheckText("reason", request.reason(), kReasonBytesMax, violations);
  if (request.revision() < 0) {
    violations.Add("revision", "FIELD_OUT_OF_RANGE", "is negative; set it to 1 or more, or to 0");
  }
  Call call{Verb::kRollback,
            ReadConnectorName("name", request.name(), violations),
            request.etag(),
            request.validate_only(),
            {request.author(), request.reason()},
            std::nullopt};
  if (!violations.empty()) return InvalidRequest(violations);
  const auto make = [&](const Connector& stored, Violations&) -> absl::StatusOr<Connector> {
    const int64_t number = request.revision() == 0 ? stored.spec_revision - 1 : request.revision();
    SLUICE_ASSIGN_OR_RETURN(const ConnectorRevision revision,
                            connectors_.GetRevision(stored.uid, number));
    Connector back = WithDefinitionOf(stored, revision);
    SLUICE_RETURN_IF_ERROR(back.secrets_status);
    return back;
  };
  const std::string request_id = request.validate_only() ? "" : request.request_id();
  return About(
      guard_.Run("RollbackConnector", request_id, request, response,
                 [&](const Request& stored) { return Change(call, make, stored, response); }),
      kConnectorType, request.name());
}

}  // namespace sluice::controlplane
