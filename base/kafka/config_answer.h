#ifndef SLUICE_BASE_KAFKA_CONFIG_ANSWER_H_
#define SLUICE_BASE_KAFKA_CONFIG_ANSWER_H_

#include <librdkafka/rdkafka.h>

#include <string>

#include "absl/container/btree_map.h"
#include "absl/status/statusor.h"
#include "base/kafka/admin.h"
#include "base/kafka/client_handle.h"

// What brokers say of configurations. Only base/kafka includes this.
namespace sluice::kafka {

// The right to read the configuration of a topic, or of brokers.
Right RightToReadConfig(rd_kafka_ResourceType_t type, absl::string_view name);

// By resource name; topics that do not exist are absent. `event` is an answer to DescribeConfigs.
absl::StatusOr<absl::btree_map<std::string, TopicConfigs>> ConfigsIn(const ClientHandle& client,
                                                                     rd_kafka_event_t* event);

// Adds what a broker's configuration says of its cluster.
void AddBrokerConfig(const TopicConfigs& configs, ClusterDescription& cluster);

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_CONFIG_ANSWER_H_
