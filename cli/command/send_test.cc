#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/print.h"
#include "google/protobuf/util/time_util.h"

namespace sluice::cli {
namespace {

using google::protobuf::util::TimeUtil;

// What the API waits at most.
constexpr absl::Duration kRowWaitMax = absl::Seconds(25);

// The call's own limit must not pass before the server has answered that it waited in vain.
absl::Duration WaitOf(const Session& session) {
  if (!session.invocation.Has("wait") || session.invocation.Has("validate-only")) {
    return absl::ZeroDuration();
  }
  return std::min(kRowWaitMax, session.call_limit * 5 / 6);
}

std::string SentText(const v1::SendTestRecordResponse& sent) {
  return absl::StrCat("sent to topic ", sent.topic(), ", partition ", sent.partition(), ", offset ",
                      sent.offset(), ", at ", TimeUtil::ToString(sent.timestamp()));
}

std::string ArrivedText(const v1::SendTestRecordResponse& sent) {
  return sent.table_partition().empty()
             ? "\nit was dealt with: its row is in the table, or it is in an error topic"
             : absl::StrCat("\nits row is in partition ", sent.table_partition());
}

absl::Status NotYet(const std::string& name, absl::Duration waited) {
  return WithRemedy(
      WithReason(absl::DeadlineExceededError(absl::StrCat(
                     "the record was sent, but it was not in the table after ",
                     absl::FormatDuration(waited), "; it still comes when the connector runs")),
                 "WAIT_TIMEOUT"),
      absl::StrCat("sluicectl describe connector ", name, " says what the connector does"));
}

}  // namespace

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
  const absl::Duration wait = WaitOf(session);
  if (wait > absl::ZeroDuration()) {
    *request.mutable_wait() = TimeUtil::MillisecondsToDuration(absl::ToInt64Milliseconds(wait));
  }
  SLUICE_ASSIGN_OR_RETURN(const v1::SendTestRecordResponse sent,
                          session.client.SendTestRecord(request));
  PrintResult(session, sent, "",
              request.validate_only()
                  ? absl::StrCat("a record could be sent to topic ", sent.topic())
                  : absl::StrCat(SentText(sent), sent.arrived() ? ArrivedText(sent) : ""));
  if (wait == absl::ZeroDuration() || sent.arrived()) return absl::OkStatus();
  return NotYet(request.name(), wait);
}

}  // namespace sluice::cli
