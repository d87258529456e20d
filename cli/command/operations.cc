#include "cli/command/operations.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/list.h"
#include "cli/command/print.h"
#include "cli/output/offset_text.h"
#include "cli/output/table.h"

namespace sluice::cli {

namespace lro = google::longrunning;

namespace {

// How long the server is asked to wait at once; what passes by quicker is not worth a line.
constexpr absl::Duration kLook = absl::Seconds(1);

std::string OperationName(const std::string& argument) {
  return argument.find('/') == argument.npos ? absl::StrCat("operations/", argument) : argument;
}

absl::Status ErrorOf(const lro::Operation& operation) {
  return client::StatusOfAnswer(static_cast<absl::StatusCode>(operation.error().code()),
                                operation.error().message(), operation.error().SerializeAsString());
}

absl::Status StillRunning(const Session& session, const lro::Operation& operation) {
  return WithRemedy(
      WithReason(absl::DeadlineExceededError(absl::StrCat(operation.name(), " has not ended after ",
                                                          absl::FormatDuration(session.wait_limit),
                                                          ": ", ProgressText(operation))),
                 "WAIT_TIMEOUT"),
      absl::StrCat("it goes on by itself; sluicectl wait operation ", IdOf(operation.name())));
}

}  // namespace

absl::StatusOr<lro::Operation> AwaitOperation(Session& session, const std::string& name) {
  const absl::Duration give_up = session.clock.Monotonic() + session.wait_limit;
  lro::WaitOperationRequest request;
  request.set_name(name);
  std::string last;
  for (;;) {
    const absl::Duration left = give_up - session.clock.Monotonic();
    const absl::Duration look = std::clamp(left, absl::Milliseconds(1), kLook);
    request.mutable_timeout()->set_seconds(absl::ToInt64Seconds(look));
    request.mutable_timeout()->set_nanos(
        static_cast<int32_t>(absl::ToInt64Nanoseconds(look % absl::Seconds(1))));
    SLUICE_ASSIGN_OR_RETURN(lro::Operation operation, session.client.WaitOperation(request));
    if (operation.done()) {
      if (operation.has_error()) return ErrorOf(operation);
      return operation;
    }
    if (std::string progress = ProgressText(operation); progress != last) {
      session.err << "waiting: " << Printable(progress) << std::endl;
      last = std::move(progress);
    }
    if (session.clock.Monotonic() >= give_up) return StillRunning(session, operation);
  }
}

absl::Status GetOperations(Session& session) {
  const std::vector<std::string>& arguments = session.invocation.arguments;
  if (!arguments.empty()) {
    lro::GetOperationRequest request;
    request.set_name(OperationName(arguments[0]));
    SLUICE_ASSIGN_OR_RETURN(const lro::Operation operation, session.client.GetOperation(request));
    if (session.format == Format::kTable) {
      session.out << TableOf({operation}, session.clock.Now()).Text();
    } else {
      PrintResult(session, operation, "", "");
    }
    return absl::OkStatus();
  }
  std::string filter;
  if (session.invocation.Has("connector")) {
    SLUICE_ASSIGN_OR_RETURN(const std::string connector,
                            session.ConnectorName(session.invocation.Get("connector")));
    filter = absl::StrCat("target = \"", connector, "\"");
  }
  if (session.invocation.Has("running")) {
    absl::StrAppend(&filter, filter.empty() ? "" : " AND ", "done = false");
  }
  SLUICE_ASSIGN_OR_RETURN(const std::vector<lro::Operation> operations,
                          ListOperations(session.client, filter));
  PrintList(session, operations, "", "operations", "no operations");
  return absl::OkStatus();
}

absl::Status WaitFor(Session& session) {
  const std::string name = OperationName(session.invocation.arguments[0]);
  SLUICE_ASSIGN_OR_RETURN(const lro::Operation operation, AwaitOperation(session, name));
  PrintResult(session, operation, "", absl::StrCat(name, " is done"));
  return absl::OkStatus();
}

absl::Status Cancel(Session& session) {
  lro::CancelOperationRequest request;
  request.set_name(OperationName(session.invocation.arguments[0]));
  SLUICE_RETURN_IF_ERROR(session.client.CancelOperation(request));
  session.out << request.name() << " was asked to end early\n";
  return absl::OkStatus();
}

}  // namespace sluice::cli
