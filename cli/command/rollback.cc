#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/print.h"

namespace sluice::cli {

absl::Status Rollback(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  v1::RollbackConnectorRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.ConnectorName(arguments[0]));
  if (arguments.size() > 1) {
    SLUICE_ASSIGN_OR_RETURN(const int64_t revision, RevisionNumber(arguments[1]));
    request.set_revision(revision);
  }
  request.set_etag(session.invocation.Get("etag"));
  request.set_request_id(session.invocation.Get("request-id"));
  request.set_validate_only(session.invocation.Has("validate-only"));
  request.set_author(AuthorOf(session));
  request.set_reason(session.invocation.Get("reason"));
  SLUICE_ASSIGN_OR_RETURN(const v1::Connector back, session.client.RollbackConnector(request));
  PrintResult(session, back, "Connector",
              absl::StrCat("connector ", IdOf(back.name()),
                           request.validate_only()
                               ? " could be rolled back"
                               : absl::StrCat(" rolled back, now revision ", back.revision())));
  return absl::OkStatus();
}

}  // namespace sluice::cli
