#include "base/kafka/config_answer.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

std::string OrEmpty(const char* text) { return text == nullptr ? "" : text; }

std::string ValueOf(const TopicConfigs& configs, const std::string& key) {
  const auto found = configs.find(key);
  return found == configs.end() ? "" : found->second;
}

}  // namespace

Right RightToReadConfig(rd_kafka_ResourceType_t type, absl::string_view name) {
  return type == RD_KAFKA_RESOURCE_TOPIC ? OnTopic(Operation::kDescribeConfigs, name)
                                         : OnCluster(Operation::kDescribeConfigs);
}

absl::StatusOr<absl::btree_map<std::string, TopicConfigs>> ConfigsIn(const ClientHandle& client,
                                                                     rd_kafka_event_t* event) {
  absl::btree_map<std::string, TopicConfigs> configs;
  size_t count = 0;
  const rd_kafka_ConfigResource_t** found = rd_kafka_DescribeConfigs_result_resources(
      rd_kafka_event_DescribeConfigs_result(event), &count);
  for (size_t i = 0; i < count; ++i) {
    const std::string name = rd_kafka_ConfigResource_name(found[i]);
    const rd_kafka_resp_err_t error = rd_kafka_ConfigResource_error(found[i]);
    if (error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) continue;
    SLUICE_RETURN_IF_ERROR(
        client.StatusOf(error, absl::StrCat("reading the configuration of ", name),
                        {RightToReadConfig(rd_kafka_ConfigResource_type(found[i]), name)},
                        OrEmpty(rd_kafka_ConfigResource_error_string(found[i]))));
    size_t entries = 0;
    const rd_kafka_ConfigEntry_t** entry = rd_kafka_ConfigResource_configs(found[i], &entries);
    TopicConfigs& values = configs[name];
    for (size_t j = 0; j < entries; ++j) {
      values[rd_kafka_ConfigEntry_name(entry[j])] = OrEmpty(rd_kafka_ConfigEntry_value(entry[j]));
    }
  }
  return configs;
}

void AddBrokerConfig(const TopicConfigs& configs, ClusterDescription& cluster) {
  if (!absl::SimpleAtoi(ValueOf(configs, "default.replication.factor"),
                        &cluster.default_replication_factor)) {
    cluster.default_replication_factor = 0;
  }
  cluster.tiered_storage = ValueOf(configs, "remote.log.storage.system.enable") == "true";
  const std::string version = ValueOf(configs, "inter.broker.protocol.version");
  if (!version.empty()) cluster.broker_version = version;
}

}  // namespace sluice::kafka
