#include "controlplane/preflight/topic_check.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/kafka/admin.h"
#include "base/status/status_macros.h"
#include "controlplane/provisioning/resource_plan.h"

namespace sluice::controlplane {

absl::Status CheckTopics(const Connector& connector, const Instance& instance,
                         ClusterConnections& clusters, absl::Duration timeout,
                         std::vector<Finding>& findings) {
  const std::string& source = connector.spec.source.topic;
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<kafka::Admin> admin, clusters.AdminOf(instance));
  SLUICE_ASSIGN_OR_RETURN(kafka::ClusterDescription cluster, admin->DescribeCluster(timeout));
  std::vector<std::string> names = TopicsOf(connector.spec.resources);
  names.push_back(source);
  SLUICE_ASSIGN_OR_RETURN(TopicDescriptions topics, admin->DescribeTopics(names, timeout));
  if (!topics.contains(source)) {
    findings.push_back(
        {"SOURCE_TOPIC_NOT_FOUND", absl::StrCat("topics/", source),
         absl::StrCat("source topic ", source, " does not exist on instance ", instance.id),
         "create the topic, or set source.topic to an existing one"});
  }
  const ResourcePlan plan =
      PlanResources(connector.spec.resources, instance.kafka_version, topics, cluster);
  for (const PlanNote& problem : plan.problems) {
    findings.push_back({problem.reason, problem.subject, problem.message, problem.remedy});
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
