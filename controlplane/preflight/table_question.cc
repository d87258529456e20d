#include "controlplane/preflight/table_question.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "controlplane/preflight/conversion_of.h"
#include "controlplane/preflight/missing_grant.h"
#include "controlplane/preflight/table_fit.h"
#include "maxcompute/auth/role_credentials.h"
#include "maxcompute/request/service_error.h"

namespace sluice::controlplane {
namespace {

constexpr char kEndpointField[] = "connector.sink.endpoint";
constexpr char kRoleField[] = "connector.sink.role_name";
// What a role trusts that may be assumed by this service.
constexpr char kTrustPolicy[] =
    R"({"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":["alikafka.aliyuncs.com"]}}],"Version":"1"})";

// What is wrong with the definition, the table or the role, by its reason.
struct Meaning {
  absl::string_view reason;
  absl::string_view field;
};
constexpr Meaning kMeanings[] = {
    {maxcompute::kReasonProjectNotFound, "connector.sink.project"},
    {maxcompute::kReasonTableNotFound, "connector.sink.table"},
    {maxcompute::kReasonPermissionMissing, kRoleField},
    {maxcompute::kReasonServiceKeyInvalid, ""},
    {maxcompute::kReasonCredentialsRejected, kRoleField},
    {maxcompute::kReasonSqlFailed, "connector.sink.table"},
};

Finding Silence(const MaxComputeSink& sink, bool optional, absl::string_view message) {
  return {optional ? Severity::kWarning : Severity::kError,
          kEndpointField,
          std::string(kReasonNotAnswered),
          SubjectOf(sink),
          std::string(message),
          absl::StrCat("check that sink.endpoint ", sink.endpoint,
                       sink.tunnel_endpoint.empty()
                           ? std::string()
                           : absl::StrCat(" and sink.tunnel_endpoint ", sink.tunnel_endpoint),
                       " are right and can be reached from the control plane, then validate "
                       "again")};
}

std::string RemedyOf(const absl::Status& status, const TableQuestion& question) {
  if (ReasonOf(status) != maxcompute::kReasonTableNotFound) return sluice::RemedyOf(status);
  const auto definition = ConversionOf(question.sink);
  return definition.ok() ? CreateTableStatement(question.table(), *definition)
                         : sluice::RemedyOf(status);
}

}  // namespace

Check TableCheck(int place, const TableQuestionPtr& question, bool optional,
                 std::function<CheckResult()> run) {
  const std::string message =
      absl::StrCat("MaxCompute at ", question->sink.endpoint, " did not answer in time");
  return {place, Silence(question->sink, optional, message),
          optional ? absl::OkStatus()
                   : WithReason(absl::UnavailableError(message),
                                maxcompute::kReasonMaxComputeUnreachable),
          std::move(run)};
}

CheckResult MaxComputeRefused(const absl::Status& refusal, const TableQuestion& question,
                              bool optional) {
  const absl::Status status = WithGrantStatement(refusal, question.sink);
  const std::string reason = ReasonOf(status);
  const Severity severity = optional ? Severity::kWarning : Severity::kError;
  const std::string subject = SubjectOf(question.sink);
  // A finding says what to do beside its message, not in it.
  const std::string message(
      absl::StripSuffix(status.message(), absl::StrCat(": ", sluice::RemedyOf(status))));
  if (reason == maxcompute::kReasonRoleNotFound || reason == maxcompute::kReasonRoleNotTrusted) {
    // For the user both are the same: the role that was named cannot be assumed.
    return {{{severity, kRoleField, "ROLE_NOT_TRUSTED", subject,
              absl::StrCat(message, "; ", sluice::RemedyOf(status)), kTrustPolicy}},
            absl::OkStatus(),
            {}};
  }
  const Meaning* meaning =
      std::find_if(std::begin(kMeanings), std::end(kMeanings),
                   [&](const Meaning& candidate) { return candidate.reason == reason; });
  if (meaning != std::end(kMeanings)) {
    return {{{severity, std::string(meaning->field), reason, subject, message,
              RemedyOf(status, question)}},
            absl::OkStatus(),
            {}};
  }
  const bool silent = absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status) ||
                      absl::IsResourceExhausted(status);
  if (!silent) {
    // A service of another kind, most likely: what it says is no answer to what was asked.
    log::Warn("preflight got an answer that says nothing", {{"about", subject}, {"error", status}});
  }
  const absl::string_view known = silent && !reason.empty()
                                      ? absl::string_view(reason)
                                      : maxcompute::kReasonMaxComputeUnreachable;
  return {{Silence(question.sink, optional, message)},
          optional ? absl::OkStatus() : WithReason(absl::UnavailableError(message), known),
          {}};
}

}  // namespace sluice::controlplane
