#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/print.h"
#include "google/protobuf/util/time_util.h"

namespace sluice::cli {

absl::Status SendTest(Session& session) {
  const Invocation& invocation = session.invocation;
  v1::SendTestRecordRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(), session.ConnectorName(invocation.arguments[0]));
  if (invocation.Has("partition")) {
    SLUICE_ASSIGN_OR_RETURN(const int partition, session.Number("partition", 0));
    request.set_partition(partition);
  }
  if (invocation.Has("key")) request.set_key(invocation.Get("key"));
  if (invocation.Has("value")) request.set_value(invocation.Get("value"));
  request.set_request_id(invocation.Get("request-id"));
  request.set_validate_only(invocation.Has("validate-only"));
  SLUICE_ASSIGN_OR_RETURN(const v1::SendTestRecordResponse sent,
                          session.client.SendTestRecord(request));
  PrintResult(session, sent, "",
              request.validate_only()
                  ? absl::StrCat("a record could be sent to topic ", sent.topic())
                  : absl::StrCat("sent to topic ", sent.topic(), ", partition ", sent.partition(),
                                 ", offset ", sent.offset(), ", at ",
                                 google::protobuf::util::TimeUtil::ToString(sent.timestamp())));
  return absl::OkStatus();
}

}  // namespace sluice::cli
