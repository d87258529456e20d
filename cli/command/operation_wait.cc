#include "cli/command/operation_wait.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/output/table.h"
#include "google/protobuf/util/time_util.h"
#include "sluice/v1/operation.pb.h"

namespace sluice::cli {
namespace {

using google::protobuf::util::TimeUtil;

// So that progress is told while the server waits.
constexpr absl::Duration kLook = absl::Seconds(1);

std::string ProgressOf(const google::longrunning::Operation& operation) {
  v1::OperationMetadata metadata;
  if (!operation.metadata().UnpackTo(&metadata)) return "";
  std::string text = metadata.step();
  if (metadata.total_count() > 0) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", metadata.done_count(), " of ",
                    metadata.total_count());
  }
  if (!metadata.waiting_for().empty()) absl::StrAppend(&text, "; waits: ", metadata.waiting_for());
  return text;
}

}  // namespace

absl::StatusOr<google::longrunning::Operation> WaitForOperation(
    Session& session, google::longrunning::Operation operation) {
  const absl::Duration give_up = session.clock.Monotonic() + session.wait_limit;
  std::string told;
  while (!operation.done()) {
    const std::string progress = ProgressOf(operation);
    if (!progress.empty() && progress != told) {
      session.err << operation.name() << ": " << Printable(progress) << std::endl;
      told = progress;
    }
    const absl::Duration left = give_up - session.clock.Monotonic();
    if (left <= absl::ZeroDuration()) {
      return WithRemedy(
          WithReason(absl::DeadlineExceededError(absl::StrCat(
                         operation.name(), " goes on after ",
                         absl::FormatDuration(session.wait_limit), told.empty() ? "" : ": ", told)),
                     "WAIT_TIMEOUT"),
          "wait longer with --timeout");
    }
    google::longrunning::WaitOperationRequest request;
    request.set_name(operation.name());
    const absl::Duration nap = std::min(left, kLook);
    *request.mutable_timeout() = TimeUtil::MillisecondsToDuration(absl::ToInt64Milliseconds(nap));
    SLUICE_ASSIGN_OR_RETURN(operation, session.client.WaitOperation(request));
  }
  if (!operation.has_error()) return operation;
  return client::StatusOfAnswer(static_cast<absl::StatusCode>(operation.error().code()),
                                operation.error().message(), operation.error().SerializeAsString());
}

}  // namespace sluice::cli
