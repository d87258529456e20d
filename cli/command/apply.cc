#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/initial_state.h"
#include "cli/command/print.h"
#include "cli/command/resource_file.h"
#include "cli/output/differences_text.h"

namespace sluice::cli {
namespace {

// What applying one document comes to.
struct Applied {
  std::string kind;  // `instance`, `connector`.
  std::string id;
  bool created = false;
  std::vector<Difference> differences;
};

struct How {
  bool dry_run = false;
  std::string request_id;
  v1::Connector::Desired::State initial_state;  // Of what is created.
};

template <typename Resource>
absl::StatusOr<std::optional<Resource>> OrNone(const absl::StatusOr<Resource>& found) {
  if (absl::IsNotFound(found.status())) return std::nullopt;
  if (!found.ok()) return found.status();
  return std::optional<Resource>(*found);
}

// What is not there begins in the state that was asked for, which an update cannot say.
absl::StatusOr<v1::Connector> CreateAs(Session& session, const v1::Connector& wanted,
                                       const How& how) {
  v1::CreateConnectorRequest request;
  request.set_parent(ParentNameOf(wanted.name()));
  request.set_connector_id(IdOf(wanted.name()));
  request.set_validate_only(how.dry_run);
  request.set_request_id(how.request_id);
  request.set_author(AuthorOf(session));
  request.set_initial_state(how.initial_state);
  *request.mutable_connector() = wanted;
  return session.client.CreateConnector(request);
}

absl::StatusOr<Applied> ApplyConnector(Session& session, v1::Connector wanted, const How& how) {
  SLUICE_ASSIGN_OR_RETURN(*wanted.mutable_name(), session.ConnectorName(wanted.name()));
  v1::GetConnectorRequest get;
  get.set_name(wanted.name());
  SLUICE_ASSIGN_OR_RETURN(const auto before, OrNone(session.client.GetConnector(get)));
  if (!before.has_value() && how.initial_state != v1::Connector::Desired::STATE_UNSPECIFIED) {
    const absl::StatusOr<v1::Connector> made = CreateAs(session, wanted, how);
    // Somebody may have been quicker: then it is there, and is changed.
    if (made.ok()) {
      return Applied{"connector", IdOf(made->name()), true,
                     DifferencesBetween(v1::Connector(), *made)};
    }
    if (!absl::IsAlreadyExists(made.status())) return made.status();
  }
  v1::UpdateConnectorRequest request;
  request.set_allow_missing(true);
  request.mutable_update_mask()->add_paths("*");
  request.set_validate_only(how.dry_run);
  request.set_request_id(how.request_id);
  request.set_author(AuthorOf(session));
  request.set_reason(session.invocation.Get("reason"));
  *request.mutable_connector() = std::move(wanted);
  SLUICE_ASSIGN_OR_RETURN(const v1::Connector after, session.client.UpdateConnector(request));
  return Applied{"connector", IdOf(after.name()), !before.has_value(),
                 DifferencesBetween(before.value_or(v1::Connector()), after)};
}

absl::StatusOr<Applied> ApplyInstance(Session& session, v1::Instance wanted, const How& how) {
  SLUICE_ASSIGN_OR_RETURN(*wanted.mutable_name(), session.InstanceName(wanted.name()));
  const std::string name = wanted.name();
  v1::GetInstanceRequest get;
  get.set_name(name);
  SLUICE_ASSIGN_OR_RETURN(const auto before, OrNone(session.client.GetInstance(get)));
  v1::Instance after;
  if (before.has_value()) {
    v1::UpdateInstanceRequest request;
    request.mutable_update_mask()->add_paths("*");
    request.set_validate_only(how.dry_run);
    request.set_request_id(how.request_id);
    *request.mutable_instance() = std::move(wanted);
    SLUICE_ASSIGN_OR_RETURN(after, session.client.UpdateInstance(request));
  } else {
    v1::CreateInstanceRequest request;
    request.set_instance_id(IdOf(name));
    request.set_validate_only(how.dry_run);
    request.set_request_id(how.request_id);
    *request.mutable_instance() = std::move(wanted);
    SLUICE_ASSIGN_OR_RETURN(after, session.client.CreateInstance(request));
  }
  return Applied{"instance", IdOf(name), !before.has_value(),
                 DifferencesBetween(before.value_or(v1::Instance()), after)};
}

absl::StatusOr<Applied> ApplyOne(Session& session, const Manifest& manifest, const How& how) {
  if (const auto* instance = dynamic_cast<const v1::Instance*>(manifest.resource.get())) {
    return ApplyInstance(session, *instance, how);
  }
  return ApplyConnector(session, dynamic_cast<const v1::Connector&>(*manifest.resource), how);
}

nlohmann::ordered_json JsonOf(const Applied& applied, const std::string& outcome) {
  nlohmann::ordered_json json = {{"kind", applied.kind}, {"id", applied.id}, {"outcome", outcome}};
  json["differences"] = nlohmann::ordered_json::array();
  for (const Difference& difference : applied.differences) {
    json["differences"].push_back(
        {{"field", difference.field}, {"from", difference.from}, {"to", difference.to}});
  }
  return json;
}

std::string OutcomeOf(const Applied& applied) {
  if (applied.created) return "created";
  return applied.differences.empty() ? "unchanged" : "changed";
}

void Print(Session& session, const std::vector<Applied>& all, bool only_differences) {
  if (session.format != Format::kTable) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const Applied& applied : all) list.push_back(JsonOf(applied, OutcomeOf(applied)));
    session.out << (session.format == Format::kJson
                        ? nlohmann::ordered_json{{"applied", list}}.dump(2) + "\n"
                        : YamlText(nlohmann::ordered_json{{"applied", list}}));
    return;
  }
  for (const Applied& applied : all) {
    if (only_differences && !applied.created && applied.differences.empty()) continue;
    session.out << applied.kind << " " << applied.id << " " << OutcomeOf(applied) << "\n";
    if (!applied.created) session.out << DifferencesText(applied.differences);
  }
}

// All documents, in their order; those before one that is refused have been applied.
absl::StatusOr<std::vector<Applied>> ApplyAll(Session& session, bool dry_run) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Manifest> manifests, ReadResourceFile(session));
  SLUICE_ASSIGN_OR_RETURN(const auto initial_state, InitialStateOf(session));
  std::vector<Applied> all;
  for (size_t i = 0; i < manifests.size(); ++i) {
    const How how{dry_run, dry_run ? "" : RequestIdOf(session, i, manifests.size()), initial_state};
    absl::StatusOr<Applied> applied = ApplyOne(session, manifests[i], how);
    if (!applied.ok()) {
      Print(session, all, /*only_differences=*/false);
      return applied.status();
    }
    all.push_back(*std::move(applied));
  }
  return all;
}

absl::Status DiffRevisions(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  v1::DiffConnectorRevisionsRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.ConnectorName(arguments[0]));
  if (arguments.size() > 1) {
    SLUICE_ASSIGN_OR_RETURN(const int64_t from, RevisionNumber(arguments[1]));
    request.set_from(from);
  }
  if (arguments.size() > 2) {
    SLUICE_ASSIGN_OR_RETURN(const int64_t to, RevisionNumber(arguments[2]));
    request.set_to(to);
  }
  SLUICE_ASSIGN_OR_RETURN(const v1::DiffConnectorRevisionsResponse response,
                          session.client.DiffConnectorRevisions(request));
  session.answer_is_no = !response.differences().empty();
  if (session.format != Format::kTable) {
    PrintResult(session, response, "", "");
    return absl::OkStatus();
  }
  std::vector<Difference> differences;
  for (const v1::FieldDifference& difference : response.differences()) {
    differences.push_back({difference.field(), difference.from(), difference.to()});
  }
  session.out << "revision " << response.from() << " to revision " << response.to()
              << (differences.empty() ? ": the same" : "") << "\n"
              << DifferencesText(differences);
  return absl::OkStatus();
}

}  // namespace

absl::Status Apply(Session& session) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Applied> all,
                          ApplyAll(session, session.invocation.Has("dry-run")));
  Print(session, all, /*only_differences=*/false);
  if (session.invocation.Has("dry-run")) session.err << "nothing was stored\n";
  return absl::OkStatus();
}

absl::Status Diff(Session& session) {
  if (session.invocation.command->noun == Noun::kConnector) return DiffRevisions(session);
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Applied> all, ApplyAll(session, /*dry_run=*/true));
  for (const Applied& applied : all) {
    session.answer_is_no = session.answer_is_no || applied.created || !applied.differences.empty();
  }
  Print(session, all, /*only_differences=*/true);
  return absl::OkStatus();
}

}  // namespace sluice::cli
