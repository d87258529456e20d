#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/print.h"
#include "cli/grammar/parser.h"

namespace sluice::cli {

absl::Status Update(Session& session) {
  v1::UpdateInstanceRequest request;
  v1::Instance& instance = *request.mutable_instance();
  SLUICE_RETURN_IF_ERROR(FillFromFlags(session, instance));
  const std::vector<std::string> fields = FieldsGiven(session.invocation);
  if (fields.empty()) {
    return WithRemedy(WithReason(absl::InvalidArgumentError("nothing is to be changed"), kUsage),
                      "give what shall change, as --connector-feature enabled");
  }
  for (const std::string& field : fields) request.mutable_update_mask()->add_paths(field);
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

}  // namespace sluice::cli
