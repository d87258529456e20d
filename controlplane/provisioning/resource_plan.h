#ifndef SLUICE_CONTROLPLANE_PROVISIONING_RESOURCE_PLAN_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_RESOURCE_PLAN_H_

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/kafka/admin.h"
#include "controlplane/model/connector_spec.h"

namespace sluice::controlplane {

// What a topic is for (R5).
enum class TopicRole { kTaskOffset, kTaskConfiguration, kTaskStatus, kDeadLetters, kAbnormalData };

// As people call it: "task offset topic".
absl::string_view NameOf(TopicRole role);

// Something about a topic that is not as R5 wants it.
struct Misfit {
  TopicRole role = TopicRole::kTaskOffset;
  std::string topic;
  std::string
      property;  // "partitions", "cleanup.policy", …; "existence" when the topic is missing.
  std::string expected;
  std::string found;

  friend bool operator==(const Misfit&, const Misfit&) = default;
};

// "task offset topic connect-offset-a: cleanup.policy is delete, expected compact".
std::string Describe(const Misfit& misfit);

// What has to be done so that a connector has its topics.
struct ResourcePlan {
  std::vector<kafka::NewTopic>
      create;                    // Only topics that are missing: nothing existing is altered (R7).
  std::vector<Misfit> misfits;   // With any of these, nothing is done.
  std::vector<Misfit> warnings;  // Not as recommended; it works all the same.
};

using TopicDescriptions = absl::btree_map<std::string, kafka::TopicDescription>;

// Pure. `existing` holds those of the connector's topics that exist. AUTOMATIC creates what is
// missing; MANUAL finds fault with it.
ResourcePlan PlanResources(const ConnectorResources& resources, const TopicDescriptions& existing,
                           const kafka::ClusterDescription& cluster);

// The topics of a connector, each once, in the order of their roles.
std::vector<std::string> TopicsOf(const ConnectorResources& resources);

// FAILED_PRECONDITION, TOPIC_UNFIT naming every misfit, with what to do; OK when there is none.
absl::Status StatusOf(const std::vector<Misfit>& misfits);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_RESOURCE_PLAN_H_
