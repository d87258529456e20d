#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_KAFKA_QUESTION_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_KAFKA_QUESTION_H_

#include <memory>
#include <string>

#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "base/kafka/connection_probe.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/preflight/check.h"
#include "controlplane/preflight/preflight.h"

namespace sluice::controlplane {

// What the checks of one instance ask with, and about. Shared by them: each may outlast the others.
struct KafkaQuestion {
  std::shared_ptr<kafka::Admin> admin;
  kafka::ConnectionProbe* probe;  // Outlives the checks. Says why nobody answers.
  Connector connector;
  Instance instance;
  AskAbout about;
  absl::Duration timeout;  // Of one call.
  absl::Duration probe_timeout;

  std::string servers() const { return absl::StrJoin(instance.bootstrap_servers, ","); }
};

using KafkaQuestionPtr = std::shared_ptr<const KafkaQuestion>;

// Where the findings of each stand in a report.
enum KafkaPlace {
  kPlaceOfInstance = 10,
  kPlaceOfSource,
  kPlaceOfTopics,
  kPlaceOfAnnouncements,
  kPlaceOfGroup,
  kPlaceOfRights
};

// A check of `subject` that says so when Kafka does not answer.
Check KafkaCheck(int place, absl::string_view field, absl::string_view subject,
                 const KafkaQuestionPtr& question, std::function<CheckResult()> run);

// What an error of Kafka's says about `subject`: that it could not be asked, or what is wrong.
CheckResult KafkaRefused(const absl::Status& status, absl::string_view field,
                         absl::string_view subject, const KafkaQuestionPtr& question);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_KAFKA_QUESTION_H_
