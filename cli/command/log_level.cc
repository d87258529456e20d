#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/flag_fields.h"
#include "cli/command/print.h"

namespace sluice::cli {
namespace {

std::string SentenceOf(const std::string& connector,
                       const v1::SetConnectorLogLevelResponse& response) {
  if (response.level().empty()) {
    return absl::StrCat("connector ", connector, " is logged as each process does by itself");
  }
  return absl::StrCat(
      "connector ", connector, " is logged from ", response.level(), " on until ",
      absl::FormatTime(absl::RFC3339_sec, absl::FromUnixSeconds(response.expire_time().seconds()),
                       absl::UTCTimeZone()));
}

}  // namespace

absl::Status SetLogLevel(Session& session) {
  const Invocation& invocation = session.invocation;
  v1::SetConnectorLogLevelRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.ConnectorName(invocation.arguments[0]));
  if (invocation.arguments.size() > 1) request.set_level(invocation.arguments[1]);
  if (invocation.Has("for")) {
    SLUICE_RETURN_IF_ERROR(FillDuration(invocation, "for", *request.mutable_duration()));
  }
  SLUICE_ASSIGN_OR_RETURN(const v1::SetConnectorLogLevelResponse response,
                          session.client.SetConnectorLogLevel(request));
  PrintResult(session, response, "", SentenceOf(IdOf(request.name()), response));
  return absl::OkStatus();
}

}  // namespace sluice::cli
