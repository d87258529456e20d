#ifndef SLUICE_CONTROLPLANE_PROVISIONING_TESTING_CONNECTOR_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_TESTING_CONNECTOR_H_

#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// The connector `a` of the tests: from topic `orders`, with the names of R5.
inline Connector TestingConnector() {
  Connector connector;
  connector.id = {"i", "a"};
  connector.uid = "uid-a";
  connector.spec.source.topic = "orders";
  ConnectorResources& resources = connector.spec.resources;
  resources.offset_topic = "connect-offset-a";
  resources.config_topic = "connect-config-a";
  resources.status_topic = "connect-status-a";
  resources.dead_letter_topic = "connect-error-a";
  resources.abnormal_data_topic = "connect-error-a";
  resources.task_group = "connect-task-a";
  resources.connector_group = "connect-cluster-a";
  return connector;
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_TESTING_CONNECTOR_H_
