#include "controlplane/preflight/kafka_question.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"

namespace sluice::controlplane {
namespace {

Finding Silence(absl::string_view field, absl::string_view subject, absl::string_view message,
                const KafkaQuestionPtr& question) {
  return {Severity::kError,
          std::string(field),
          std::string(kReasonNotAnswered),
          std::string(subject),
          std::string(message),
          absl::StrCat("check that the brokers of instance ", question->instance.id,
                       " run and that the control plane reaches them at ", question->servers(),
                       ", then validate again")};
}

}  // namespace

Check KafkaCheck(int place, absl::string_view field, absl::string_view subject,
                 const KafkaQuestionPtr& question, std::function<CheckResult()> run) {
  const std::string message =
      absl::StrCat("the brokers of instance ", question->instance.id, " did not answer in time");
  return {place, Silence(field, subject, message, question),
          WithReason(absl::UnavailableError(message), kafka::reason::kUnreachable), std::move(run)};
}

CheckResult KafkaRefused(const absl::Status& status, absl::string_view field,
                         absl::string_view subject, const KafkaQuestionPtr& question) {
  if (absl::IsUnavailable(status) || absl::IsDeadlineExceeded(status)) {
    const std::string reason = ReasonOf(status);
    return {{Silence(field, subject, status.message(), question)},
            WithReason(absl::UnavailableError(status.message()),
                       reason.empty() ? kafka::reason::kUnreachable : absl::string_view(reason)),
            {}};
  }
  const std::string reason = ReasonOf(status);
  return {{{Severity::kError, std::string(field), reason.empty() ? "KAFKA_REFUSED" : reason,
            std::string(subject), std::string(status.message()), RemedyOf(status)}},
          absl::OkStatus(),
          {}};
}

}  // namespace sluice::controlplane
