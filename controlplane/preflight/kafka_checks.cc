#include "controlplane/preflight/kafka_checks.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "controlplane/kafka/connection_settings_of.h"
#include "controlplane/preflight/broker_rights.h"
#include "controlplane/preflight/freshness.h"
#include "controlplane/preflight/own_topics.h"
#include "controlplane/provisioning/broker_version.h"
#include "controlplane/provisioning/resource_plan.h"
#include "controlplane/provisioning/task_group.h"

namespace sluice::controlplane {
namespace {

constexpr char kInstanceField[] = "parent";
constexpr char kSourceField[] = "connector.source.topic";
constexpr char kTopicsField[] = "connector.resources";
constexpr char kAnnouncementsField[] = "connector.completeness.announcement_topic";
constexpr char kGroupField[] = "connector.resources.task_group";

void JudgeVersion(const Instance& instance, absl::string_view found, absl::string_view subject,
                  Findings& findings) {
  const std::string& declared = instance.kafka_version;
  if (const absl::Status old = CheckBrokerVersion(declared, found); !old.ok()) {
    findings.push_back({Severity::kError, kInstanceField, ReasonOf(old), std::string(subject),
                        std::string(old.message()), RemedyOf(old)});
  }
  if (!VersionsDiffer(declared, found)) return;
  const absl::string_view release = found.substr(0, found.find('-'));
  findings.push_back({Severity::kWarning, kInstanceField, "VERSION_DIFFERS", std::string(subject),
                      absl::StrCat("instance ", instance.id, " is declared as version ", declared,
                                   ", and its brokers are ", found),
                      absl::StrCat("declare kafka_version ", release, " on the instance")});
}

void JudgeSharing(const ConnectorSpec& spec, int partitions, absl::string_view subject,
                  Findings& findings) {
  if (spec.tasks <= partitions) return;
  findings.push_back(NotRecommended(
      "connector.scaling.tasks", subject,
      absl::StrCat(spec.tasks, " tasks share ", partitions,
                   " source partition(s): ", spec.tasks - partitions, " will have nothing to do"),
      absl::StrCat("set scaling.tasks to ", partitions, " or fewer")));
}

CheckResult AskSource(const KafkaQuestionPtr& question) {
  const ConnectorSpec& spec = question->connector.spec;
  const std::string& topic = spec.source.topic;
  const std::string subject = absl::StrCat("topics/", topic);
  const auto topics = question->admin->DescribeTopics({topic}, question->timeout);
  if (!topics.ok()) return KafkaRefused(topics.status(), kSourceField, subject, question);
  if (!topics->contains(topic)) {
    return {{{Severity::kError, kSourceField, "SOURCE_TOPIC_NOT_FOUND", subject,
              absl::StrCat("source topic ", topic, " does not exist on instance ",
                           question->instance.id,
                           "; create it, or set source.topic to an existing one"),
              absl::StrCat("kafka-topics.sh --bootstrap-server ", question->servers(),
                           " --create --topic ", topic)}},
            absl::OkStatus(),
            {}};
  }
  const int partitions = topics->at(topic).partitions;
  CheckResult result;
  result.findings.push_back(
      Checked(kSourceField, subject,
              absl::StrCat("source topic ", topic, " exists, with ", partitions, " partition(s)")));
  JudgeSharing(spec, partitions, subject, result.findings);
  if (question->about.table) result.findings.push_back(JudgeFreshness(partitions, spec.sink));
  return result;
}

CheckResult AskTopics(const KafkaQuestionPtr& question, const kafka::ClusterDescription& cluster) {
  const ConnectorResources& resources = question->connector.spec.resources;
  const auto existing = question->admin->DescribeTopics(TopicsOf(resources), question->timeout);
  if (!existing.ok()) {
    return KafkaRefused(existing.status(), kTopicsField,
                        absl::StrCat("topics of ", question->connector.id.connector), question);
  }
  return {JudgeOwnTopics(PlanResources(resources, question->instance, *existing, cluster),
                         resources, *existing),
          absl::OkStatus(),
          {}};
}

// Rows are written without it, too.
CheckResult AskAnnouncements(const KafkaQuestionPtr& question) {
  const std::string& topic = question->connector.spec.completeness.announcement_topic;
  const std::string subject = absl::StrCat("topics/", topic);
  const auto topics = question->admin->DescribeTopics({topic}, question->timeout);
  if (!topics.ok()) {
    CheckResult refused = KafkaRefused(topics.status(), kAnnouncementsField, subject, question);
    if (refused.unanswered.ok()) refused.findings[0].severity = Severity::kWarning;
    return refused;
  }
  if (topics->contains(topic)) {
    return {{Checked(kAnnouncementsField, subject, absl::StrCat("topic ", topic, " exists"))},
            absl::OkStatus(),
            {}};
  }
  return {{NotRecommended(
              kAnnouncementsField, subject,
              absl::StrCat("topic ", topic, " does not exist on instance ", question->instance.id,
                           ": what is complete is told when it does"),
              absl::StrCat("kafka-topics.sh --bootstrap-server ", question->servers(),
                           " --create --topic ", topic))},
          absl::OkStatus(),
          {}};
}

CheckResult AskGroup(const KafkaQuestionPtr& question) {
  const Connector& connector = question->connector;
  const std::string& name = connector.spec.resources.task_group;
  const std::string subject = absl::StrCat("groups/", name);
  const auto group =
      ReadTaskGroup(*question->admin, connector, question->instance, question->timeout);
  if (!group.ok()) return KafkaRefused(group.status(), kGroupField, subject, question);
  absl::Status used = group->foreign;
  // The members of a connector that exists are its own tasks.
  if (used.ok() && group->has_members && connector.uid.empty()) used = GroupNotEmpty(name);
  if (!used.ok()) return KafkaRefused(used, kGroupField, subject, question);
  return {{Checked(kGroupField, subject,
                   group->ours()
                       ? absl::StrCat("group ", name, " holds this connector's offsets")
                       : absl::StrCat("group ", name, " is free; the first Deploy makes it"))},
          absl::OkStatus(),
          {}};
}

CheckResult AskRights(const KafkaQuestionPtr& question) {
  const ConnectorSpec& spec = question->connector.spec;
  const std::string subject = absl::StrCat("instances/", question->instance.id);
  std::vector<kafka::Right> rights = NeededRights(spec);
  const size_t needed = rights.size();
  for (kafka::Right& right : OptionalRights(spec)) rights.push_back(std::move(right));
  const auto missing = question->admin->FindMissingRights(rights, question->timeout);
  if (!missing.ok()) return KafkaRefused(missing.status(), kInstanceField, subject, question);
  CheckResult result;
  for (const kafka::MissingRight& right : *missing) {
    const bool optional =
        std::find(rights.begin(), rights.begin() + needed, right.right) == rights.begin() + needed;
    result.findings.push_back(
        {optional ? Severity::kWarning : Severity::kError, kInstanceField,
         std::string(kafka::reason::kAuthorizationFailed), subject,
         absl::StrCat(right.ToString(), optional ? ", which test records and Delete need" : ""),
         right.GrantCommand(question->servers())});
  }
  if (result.findings.empty()) {
    result.findings.push_back(Checked(
        kInstanceField, subject, "Sluice's user has every right that it needs on the brokers"));
  }
  return result;
}

std::vector<Check> Followers(const KafkaQuestionPtr& question,
                             const kafka::ClusterDescription& cluster) {
  const ConnectorSpec& spec = question->connector.spec;
  std::vector<Check> next;
  if (question->about.source) {
    next.push_back(KafkaCheck(kPlaceOfSource, kSourceField,
                              absl::StrCat("topics/", spec.source.topic), question,
                              [question] { return AskSource(question); }));
  }
  if (!question->about.resources) return next;
  next.push_back(KafkaCheck(kPlaceOfTopics, kTopicsField,
                            absl::StrCat("topics of ", question->connector.id.connector), question,
                            [question, cluster] { return AskTopics(question, cluster); }));
  if (const std::string& topic = spec.completeness.announcement_topic; !topic.empty()) {
    next.push_back(KafkaCheck(kPlaceOfAnnouncements, kAnnouncementsField,
                              absl::StrCat("topics/", topic), question,
                              [question] { return AskAnnouncements(question); }));
  }
  next.push_back(KafkaCheck(kPlaceOfGroup, kGroupField,
                            absl::StrCat("groups/", spec.resources.task_group), question,
                            [question] { return AskGroup(question); }));
  if (question->about.source) {
    next.push_back(KafkaCheck(kPlaceOfRights, kInstanceField,
                              absl::StrCat("instances/", question->instance.id), question,
                              [question] { return AskRights(question); }));
  }
  return next;
}

// Why the brokers do not answer, as far as it can be told. What says that they are away is still no
// clear answer to anything: it may pass by itself.
CheckResult Explain(const absl::Status& silence, absl::string_view subject,
                    const KafkaQuestionPtr& question) {
  CheckResult result = KafkaRefused(silence, kInstanceField, subject, question);
  if (result.unanswered.ok()) return result;
  const absl::Status why =
      question->probe->Probe(ConnectionSettingsOf(question->instance), question->probe_timeout)
          .status();
  const std::string reason = ReasonOf(why);
  if (why.ok() || reason.empty() || reason == kafka::reason::kUnreachable) return result;
  Finding& finding = result.findings[0];
  finding.reason = reason;
  finding.message = std::string(why.message());
  if (!RemedyOf(why).empty()) finding.remedy = RemedyOf(why);
  if (StandsInTheWayOfCreate(finding)) result.unanswered = absl::OkStatus();
  return result;
}

CheckResult AskInstance(const KafkaQuestionPtr& question) {
  const std::string subject = absl::StrCat("instances/", question->instance.id);
  const auto cluster = question->admin->DescribeCluster(question->timeout);
  if (!cluster.ok()) return Explain(cluster.status(), subject, question);
  CheckResult result;
  result.findings.push_back(Checked(
      kInstanceField, subject,
      absl::StrCat("instance ", question->instance.id, " answers: ", cluster->brokers, " broker(s)",
                   cluster->broker_version.empty() ? "" : ", version ", cluster->broker_version)));
  JudgeVersion(question->instance, cluster->broker_version, subject, result.findings);
  result.next = Followers(question, *cluster);
  return result;
}

}  // namespace

Check CheckOfInstance(const KafkaQuestionPtr& question) {
  return KafkaCheck(kPlaceOfInstance, kInstanceField,
                    absl::StrCat("instances/", question->instance.id), question,
                    [question] { return AskInstance(question); });
}

}  // namespace sluice::controlplane
