#include "controlplane/preflight/broker_rights.h"

#include "controlplane/provisioning/resource_plan.h"

namespace sluice::controlplane {

using kafka::OnGroup;
using kafka::OnTopic;
using kafka::Operation;
using kafka::Right;

std::vector<Right> NeededRights(const ConnectorSpec& spec) {
  const ConnectorResources& resources = spec.resources;
  std::vector<Right> rights = {OnTopic(Operation::kRead, spec.source.topic),
                               OnTopic(Operation::kDescribeConfigs, spec.source.topic)};
  for (const std::string& topic : TopicsOf(resources)) {
    if (resources.creation == ResourceCreation::kAutomatic) {
      rights.push_back(OnTopic(Operation::kCreate, topic));
    }
    rights.push_back(OnTopic(Operation::kDescribeConfigs, topic));
    rights.push_back(OnTopic(Operation::kWrite, topic));
  }
  // After a death the positions are read again, and the reader of the configuration shows itself.
  rights.push_back(OnTopic(Operation::kRead, resources.offset_topic));
  rights.push_back(OnTopic(Operation::kRead, resources.config_topic));
  rights.push_back(OnGroup(Operation::kRead, resources.task_group));
  rights.push_back(OnGroup(Operation::kRead, resources.connector_group));
  return rights;
}

std::vector<Right> OptionalRights(const ConnectorSpec& spec) {
  return {OnTopic(Operation::kWrite, spec.source.topic),
          OnGroup(Operation::kDelete, spec.resources.task_group),
          OnGroup(Operation::kDelete, spec.resources.connector_group)};
}

}  // namespace sluice::controlplane
