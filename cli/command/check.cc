#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "cli/command/commands.h"
#include "cli/command/print.h"

namespace sluice::cli {
namespace {

std::string SentenceOf(const v1::Instance& instance) {
  const v1::InstanceObservation& observed = instance.observed();
  std::string sentence =
      absl::StrCat("instance ", IdOf(instance.name()), " answers: ", observed.brokers(),
                   observed.brokers() == 1 ? " broker" : " brokers");
  if (!observed.broker_version().empty()) {
    absl::StrAppend(&sentence, ", version ", observed.broker_version());
  }
  if (observed.tiered_storage()) absl::StrAppend(&sentence, ", tiered storage");
  if (!observed.message().empty()) absl::StrAppend(&sentence, "\nwarning: ", observed.message());
  if (!observed.remedy().empty()) absl::StrAppend(&sentence, "\nremedy: ", observed.remedy());
  return sentence;
}

}  // namespace

absl::Status Check(Session& session) {
  v1::CheckInstanceRequest request;
  SLUICE_ASSIGN_OR_RETURN(*request.mutable_name(),
                          session.InstanceName(session.invocation.arguments[0]));
  SLUICE_ASSIGN_OR_RETURN(const v1::Instance instance, session.client.CheckInstance(request));
  const v1::InstanceObservation& observed = instance.observed();
  if (observed.reachable() || session.format != Format::kTable) {
    PrintResult(session, instance, "Instance", SentenceOf(instance));
  }
  if (observed.reachable()) return absl::OkStatus();
  // An answer of the API, but a pipeline that checks wants to stop here.
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(observed.message()), observed.reason()),
      observed.remedy());
}

}  // namespace sluice::cli
