#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/print.h"
#include "cli/grammar/parser.h"
#include "cli/output/findings_text.h"
#include "google/protobuf/field_mask.pb.h"

namespace sluice::cli {

namespace {

// What flags name. `example`: one of them.
absl::StatusOr<google::protobuf::FieldMask> MaskOf(const Session& session,
                                                   const std::string& example) {
  google::protobuf::FieldMask mask;
  for (const std::string& field : FieldsGiven(session.invocation)) mask.add_paths(field);
  if (!mask.paths().empty()) return mask;
  return WithRemedy(WithReason(absl::InvalidArgumentError("nothing is to be changed"), kUsage),
                    absl::StrCat("give what shall change, as ", example));
}

absl::Status UpdateInstance(Session& session) {
  v1::UpdateInstanceRequest request;
  v1::Instance& instance = *request.mutable_instance();
  SLUICE_RETURN_IF_ERROR(FillFromFlags(session, instance));
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_update_mask(),
                          MaskOf(session, "--connector-feature enabled"));
  SLUICE_ASSIGN_OR_RETURN(*instance.mutable_name(),
                          session.InstanceName(session.invocation.arguments[0]));
  instance.set_etag(session.invocation.Get("etag"));
  request.set_request_id(session.invocation.Get("request-id"));
  request.set_validate_only(session.invocation.Has("validate-only"));
  request.set_skip_connection_check(session.invocation.Has("skip-connection-check"));
  SLUICE_ASSIGN_OR_RETURN(const v1::Instance updated, session.client.UpdateInstance(request));
  PrintResult(session, updated, "Instance",
              absl::StrCat(
                  "instance ", IdOf(updated.name()),
                  request.validate_only() ? " can be changed so; nothing was stored" : " updated"));
  return absl::OkStatus();
}

absl::Status UpdateConnector(Session& session) {
  v1::UpdateConnectorRequest request;
  v1::Connector& connector = *request.mutable_connector();
  SLUICE_RETURN_IF_ERROR(FillFromFlags(session, connector));
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_update_mask(), MaskOf(session, "--table orders"));
  SLUICE_ASSIGN_OR_RETURN(*connector.mutable_name(),
                          session.ConnectorName(session.invocation.arguments[0]));
  connector.set_etag(session.invocation.Get("etag"));
  request.set_request_id(session.invocation.Get("request-id"));
  request.set_validate_only(session.invocation.Has("validate-only"));
  request.set_author(AuthorOf(session));
  request.set_reason(session.invocation.Get("reason"));
  if (session.invocation.Has("rollback-after")) {
    SLUICE_RETURN_IF_ERROR(
        FillDuration(session.invocation, "rollback-after", *request.mutable_rollback_after()));
  }
  SLUICE_ASSIGN_OR_RETURN(const v1::Connector updated, session.client.UpdateConnector(request));
  PrintResult(
      session, updated, "Connector",
      absl::StrCat("connector ", IdOf(updated.name()),
                   request.validate_only() ? " can be changed so; nothing was stored"
                                           : absl::StrCat(" is at revision ", updated.revision())));
  if (session.format == Format::kTable) session.err << WarningsText(updated.warnings());
  return absl::OkStatus();
}

}  // namespace

absl::Status Update(Session& session) {
  return session.invocation.command->noun == Noun::kConnector ? UpdateConnector(session)
                                                              : UpdateInstance(session);
}

}  // namespace sluice::cli
