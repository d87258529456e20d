#include "controlplane/rpc/connector_revisions.h"

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "controlplane/rpc/definition_diff.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/rpc/translate_words.h"

namespace sluice::controlplane {
namespace {

Connector AsConnector(const Connector& connector, const ConnectorRevision& revision) {
  Connector past;
  past.id = connector.id;
  past.spec = revision.spec;
  past.labels = revision.labels;
  past.annotations = revision.annotations;
  return past;
}

v1::ConnectorRevision ToProto(const Connector& connector, const ConnectorRevision& revision) {
  v1::ConnectorRevision proto;
  proto.set_name(RevisionName(connector.id, revision.number));
  proto.set_number(revision.number);
  v1::Connector complete = controlplane::ToProto(AsConnector(connector, revision), Observation());
  // What users set, and nothing else.
  v1::Connector& definition = *proto.mutable_definition();
  definition.set_description(complete.description());
  definition.set_task_type(complete.task_type());
  definition.mutable_labels()->swap(*complete.mutable_labels());
  definition.mutable_annotations()->swap(*complete.mutable_annotations());
  definition.mutable_source()->Swap(complete.mutable_source());
  definition.mutable_resources()->Swap(complete.mutable_resources());
  definition.mutable_sink()->Swap(complete.mutable_sink());
  definition.set_vpc_id(complete.vpc_id());
  definition.set_vswitch_id(complete.vswitch_id());
  definition.set_internet_access(complete.internet_access());
  definition.mutable_scaling()->Swap(complete.mutable_scaling());
  definition.mutable_error_policy()->Swap(complete.mutable_error_policy());
  definition.mutable_completeness()->Swap(complete.mutable_completeness());
  proto.set_author(revision.author);
  proto.set_reason(revision.reason);
  SetTime(revision.create_time, [&] { return proto.mutable_create_time(); });
  SetTime(revision.healthy_time, [&] { return proto.mutable_healthy_time(); });
  return proto;
}

}  // namespace

absl::Status ConnectorRevisions::List(const v1::ListConnectorRevisionsRequest& request,
                                      v1::ListConnectorRevisionsResponse* response) {
  Violations violations;
  const ConnectorId id = ReadConnectorName("parent", request.parent(), violations);
  const int page_size = PageSizeOf(request.page_size(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const std::string list = absl::StrCat("revisions of ", request.parent());
  SLUICE_ASSIGN_OR_RETURN(const std::string token, ReadPageToken(list, request.page_token()));
  int64_t before = std::numeric_limits<int64_t>::max();
  if (!token.empty() && !absl::SimpleAtoi(token, &before)) {
    return absl::InternalError("a page token of ours does not hold a revision");
  }
  const absl::StatusOr<Connector> connector = connectors_.GetConnector(id);
  if (!connector.ok()) return About(connector.status(), kConnectorType, request.parent());
  SLUICE_ASSIGN_OR_RETURN(std::vector<ConnectorRevision> page,
                          connectors_.ListRevisions(connector->uid, before, page_size + 1));
  if (static_cast<int>(page.size()) > page_size) {
    page.resize(page_size);
    response->set_next_page_token(MakePageToken(list, absl::StrCat(page.back().number)));
  }
  for (const ConnectorRevision& revision : page) {
    *response->add_revisions() = ToProto(*connector, revision);
  }
  return absl::OkStatus();
}

absl::Status ConnectorRevisions::Get(const v1::GetConnectorRevisionRequest& request,
                                     v1::ConnectorRevision* response) {
  Violations violations;
  const ParsedRevisionName name = ReadRevisionName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::StatusOr<Connector> connector = connectors_.GetConnector(name.connector);
  if (!connector.ok()) {
    return About(connector.status(), kConnectorType, ConnectorName(name.connector));
  }
  const auto revision = connectors_.GetRevision(connector->uid, name.number);
  if (!revision.ok()) return About(revision.status(), kRevisionType, request.name());
  *response = ToProto(*connector, *revision);
  return absl::OkStatus();
}

absl::Status ConnectorRevisions::Diff(const v1::DiffConnectorRevisionsRequest& request,
                                      v1::DiffConnectorRevisionsResponse* response) {
  Violations violations;
  const ConnectorId id = ReadConnectorName("name", request.name(), violations);
  for (const auto& [field, number] :
       {std::pair("from", request.from()), std::pair("to", request.to())}) {
    if (number < 0) violations.Add(field, "FIELD_OUT_OF_RANGE", "is negative; set it to 0 or more");
  }
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::StatusOr<Connector> connector = connectors_.GetConnector(id);
  if (!connector.ok()) return About(connector.status(), kConnectorType, request.name());
  const int64_t to = request.to() == 0 ? connector->spec_revision : request.to();
  const int64_t from = request.from() == 0 ? to - 1 : request.from();
  const auto definition = [&](int64_t number) -> absl::StatusOr<v1::Connector> {
    const auto revision = connectors_.GetRevision(connector->uid, number);
    if (!revision.ok()) {
      return About(revision.status(), kRevisionType, RevisionName(id, number));
    }
    return DefinitionWithSecrets(AsConnector(*connector, *revision));
  };
  SLUICE_ASSIGN_OR_RETURN(const v1::Connector before, definition(from));
  SLUICE_ASSIGN_OR_RETURN(const v1::Connector after, definition(to));
  response->set_from(from);
  response->set_to(to);
  for (v1::FieldDifference& difference : DifferencesOf(before, after)) {
    response->add_differences()->Swap(&difference);
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
