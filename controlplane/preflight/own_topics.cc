#include "controlplane/preflight/own_topics.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

constexpr char kField[] = "connector.resources";

Finding FindingOf(const PlanNote& note, Severity severity) {
  return {severity, note.field, note.reason, note.subject, note.message, note.remedy};
}

std::string SubjectOf(const std::string& topic) { return absl::StrCat("topics/", topic); }

}  // namespace

Findings JudgeOwnTopics(const ResourcePlan& plan, const ConnectorResources& resources,
                        const TopicDescriptions& existing) {
  Findings findings;
  for (const PlanNote& problem : plan.problems) {
    findings.push_back(FindingOf(problem, Severity::kError));
  }
  for (const PlanNote& warning : plan.warnings) {
    findings.push_back(FindingOf(warning, Severity::kWarning));
  }
  for (const kafka::NewTopic& topic : plan.create) {
    findings.push_back(
        Checked(kField, SubjectOf(topic.name),
                absl::StrCat("topic ", topic.name, " is not there yet: Create makes it, with ",
                             topic.partitions, " partition(s) and ", topic.replication_factor,
                             " replica(s)")));
  }
  for (const std::string& topic : TopicsOf(resources)) {
    const std::string subject = SubjectOf(topic);
    const bool unfit =
        std::any_of(plan.problems.begin(), plan.problems.end(),
                    [&](const PlanNote& problem) { return problem.subject == subject; });
    if (!existing.contains(topic) || unfit) continue;
    findings.push_back(Checked(kField, subject, absl::StrCat("topic ", topic, " exists and fits")));
  }
  return findings;
}

}  // namespace sluice::controlplane
