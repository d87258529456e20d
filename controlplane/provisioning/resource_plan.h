#ifndef SLUICE_CONTROLPLANE_PROVISIONING_RESOURCE_PLAN_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_RESOURCE_PLAN_H_

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/kafka/admin.h"
#include "controlplane/model/connector_spec.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// Something about a connector's topics or groups that is not as it should be.
struct PlanNote {
  std::string field;    // As the API names it: `connector.resources.offset_topic`.
  std::string reason;   // TOPIC_UNFIT, NOT_RECOMMENDED, …: one of ErrorReason.
  std::string subject;  // `topics/connect-offset-a`, `groups/connect-cluster-a`.
  std::string
      message;  // "task offset topic connect-offset-a: cleanup.policy is delete, expected …".
  std::string remedy;  // The exact command where there is one.

  friend bool operator==(const PlanNote&, const PlanNote&) = default;
};

// What has to be done so that a connector has its topics.
struct ResourcePlan {
  // Only topics that are missing: nothing existing is altered (R7).
  std::vector<kafka::NewTopic> create;
  std::vector<PlanNote> problems;  // With any of these, nothing is done.
  std::vector<PlanNote> warnings;  // Not as recommended; it works all the same.
};

using TopicDescriptions = absl::btree_map<std::string, kafka::TopicDescription>;

// Compares what R5 to R11 want with what is there. Pure.
//
// `existing` holds those of the connector's topics that exist on `instance`. AUTOMATIC creates what
// is missing; MANUAL finds fault with it. A new topic has as many replicas as the connector says,
// else the brokers' default, else three, where there are so many brokers. New error topics keep a
// letter for 30 days after it was written. Everything else (min.insync.replicas) is the brokers'
// default; how long an existing error topic keeps its records is its owner's affair.
ResourcePlan PlanResources(const ConnectorResources& resources, const Instance& instance,
                           const TopicDescriptions& existing,
                           const kafka::ClusterDescription& cluster);

// The topics of a connector, each once, in the order of R5.
std::vector<std::string> TopicsOf(const ConnectorResources& resources);

// FAILED_PRECONDITION with the reason and the remedy of the first problem, naming them all; OK when
// there is none.
absl::Status StatusOf(const std::vector<PlanNote>& problems);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_RESOURCE_PLAN_H_
