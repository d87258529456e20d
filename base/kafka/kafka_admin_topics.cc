// KafkaAdmin: the cluster and its topics.
#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "base/kafka/admin_call.h"
#include "base/kafka/config_answer.h"
#include "base/kafka/error.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/new_topic.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

constexpr absl::Duration kVisibilityPause = absl::Milliseconds(20);

std::string OrEmpty(const char* text) { return text == nullptr ? "" : text; }

std::vector<const char*> Pointers(const std::vector<std::string>& names) {
  std::vector<const char*> pointers;
  for (const std::string& name : names) pointers.push_back(name.c_str());
  return pointers;
}

// At most a few names: error messages have a limit.
std::string Some(const std::vector<std::string>& names) {
  constexpr size_t kShown = 5;
  if (names.size() <= kShown) return absl::StrJoin(names, ", ");
  return absl::StrCat(absl::StrJoin(names.begin(), names.begin() + kShown, ", "), " and ",
                      names.size() - kShown, " more");
}

// `operation` is the right that it takes on each topic.
TopicAnswers AnswersOf(const ClientHandle& client, const rd_kafka_topic_result_t** results,
                       size_t count, absl::string_view doing, Operation operation) {
  TopicAnswers answers;
  for (size_t i = 0; i < count; ++i) {
    const std::string name = rd_kafka_topic_result_name(results[i]);
    answers[name] = client.StatusOf(
        rd_kafka_topic_result_error(results[i]), absl::StrCat(doing, " topic ", name),
        {OnTopic(operation, name)}, OrEmpty(rd_kafka_topic_result_error_string(results[i])));
  }
  return answers;
}

bool AsksForTieredStorage(const NewTopic& topic) {
  const auto asked = topic.configs.find("remote.storage.enable");
  return asked != topic.configs.end() && asked->second == "true";
}

// The refusal of a topic with tiered storage by brokers that have none; brokers before 3.6 do not
// even know the setting.
absl::Status WithoutTieredStorage(const absl::Status& refusal) {
  if (ReasonOf(refusal) != reason::kRefusedByBroker) return refusal;
  if (!absl::StrContains(refusal.message(), "disabled in the broker") &&
      !absl::StrContains(refusal.message(), "Unknown topic config name")) {
    return refusal;
  }
  return WithRemedy(WithReason(refusal, reason::kTieredStorageUnavailable),
                    "have an administrator switch tiered storage on "
                    "(remote.log.storage.system.enable=true on the brokers, from Kafka 3.6 on), "
                    "or make the topic without remote.storage.enable");
}

// Whose answer is OK.
std::vector<std::string> Accepted(const TopicAnswers& answers) {
  std::vector<std::string> names;
  for (const auto& [name, status] : answers) {
    if (status.ok()) names.push_back(name);
  }
  return names;
}

TopicDescription DescriptionOf(const rd_kafka_TopicDescription_t* topic) {
  TopicDescription description;
  description.name = rd_kafka_TopicDescription_name(topic);
  if (const rd_kafka_Uuid_t* id = rd_kafka_TopicDescription_topic_id(topic)) {
    description.topic_id = OrEmpty(rd_kafka_Uuid_base64str(id));
  }
  description.internal = rd_kafka_TopicDescription_is_internal(topic) != 0;
  size_t count = 0;
  const rd_kafka_TopicPartitionInfo_t** partitions =
      rd_kafka_TopicDescription_partitions(topic, &count);
  description.partitions = static_cast<int>(count);
  if (count > 0) {
    size_t replicas = 0;
    rd_kafka_TopicPartitionInfo_replicas(partitions[0], &replicas);
    description.replication_factor = static_cast<int>(replicas);
  }
  return description;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Admin>> KafkaAdmin::Create(const ConnectionSettings& settings) {
  // A consumer with a group that it never joins: without one, librdkafka 2.8 crashes when a broker
  // answers a question about any group's offsets with "not the coordinator"
  // (rd_kafka_handle_OffsetFetch looks at a group that is not there).
  SLUICE_ASSIGN_OR_RETURN(
      auto client, ClientHandle::Create(RD_KAFKA_CONSUMER, settings,
                                        {{"group.id", "sluice-admin"}, {"debug", "feature"}}));
  return std::unique_ptr<Admin>(new KafkaAdmin(std::move(client)));
}

absl::StatusOr<ClientHandle*> KafkaAdmin::ClientForChanges() {
  MutexLock lock(mu_);
  if (client_for_changes_ == nullptr) {
    SLUICE_ASSIGN_OR_RETURN(client_for_changes_,
                            ClientHandle::Create(RD_KAFKA_PRODUCER, client_->settings(), {}));
  }
  return client_for_changes_.get();
}

absl::StatusOr<ClusterDescription> KafkaAdmin::DescribeCluster(absl::Duration timeout) {
  AdminCall call(*client_, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER, timeout, "describing the cluster");
  rd_kafka_DescribeCluster(client_->get(), call.options(), call.queue());
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  const rd_kafka_DescribeCluster_result_t* result = rd_kafka_event_DescribeCluster_result(event);
  ClusterDescription cluster;
  cluster.cluster_id = OrEmpty(rd_kafka_DescribeCluster_result_cluster_id(result));
  size_t count = 0;
  const rd_kafka_Node_t** nodes = rd_kafka_DescribeCluster_result_nodes(result, &count);
  cluster.brokers = static_cast<int>(count);
  if (count == 0) return cluster;
  cluster.broker_version = client_->BrokerRelease();

  const std::string broker = absl::StrCat(rd_kafka_Node_id(nodes[0]));
  const absl::StatusOr<TopicConfigs> config = BrokerConfig(broker, timeout);
  // Who may not read the brokers' configuration still gets the rest.
  if (absl::IsPermissionDenied(config.status())) return cluster;
  SLUICE_RETURN_IF_ERROR(config.status());
  AddBrokerConfig(*config, cluster);
  return cluster;
}

absl::StatusOr<TopicConfigs> KafkaAdmin::BrokerConfig(const std::string& broker,
                                                      absl::Duration timeout) {
  {
    MutexLock lock(mu_);
    if (const TopicConfigs* known = broker_configs_.Find(broker, absl::Now())) return *known;
  }
  SLUICE_ASSIGN_OR_RETURN(auto configs,
                          DescribeConfigs(RD_KAFKA_RESOURCE_BROKER, {broker}, timeout));
  MutexLock lock(mu_);
  broker_configs_.Remember(broker, configs[broker], absl::Now());
  return configs[broker];
}

absl::StatusOr<std::vector<std::string>> KafkaAdmin::ListTopics(absl::Duration timeout) {
  const struct rd_kafka_metadata* metadata = nullptr;
  const rd_kafka_resp_err_t error =
      rd_kafka_metadata(client_->get(), /*all_topics=*/1, nullptr, &metadata,
                        static_cast<int>(absl::ToInt64Milliseconds(timeout)));
  if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return client_->StatusOf(error, "listing topics", {OnCluster(Operation::kDescribe)});
  }
  client_->Heard();
  std::vector<std::string> names;
  for (int i = 0; i < metadata->topic_cnt; ++i) {
    const rd_kafka_metadata_topic& topic = metadata->topics[i];
    const bool brokers_own = absl::string_view(topic.topic).substr(0, 2) == "__";
    if (topic.err == RD_KAFKA_RESP_ERR_NO_ERROR && !brokers_own) names.push_back(topic.topic);
  }
  rd_kafka_metadata_destroy(metadata);
  std::sort(names.begin(), names.end());
  return names;
}

absl::StatusOr<absl::btree_map<std::string, TopicDescription>> KafkaAdmin::FindTopics(
    const std::vector<std::string>& names, absl::Duration timeout) {
  absl::btree_map<std::string, TopicDescription> topics;
  if (names.empty()) return topics;
  std::vector<const char*> pointers = Pointers(names);
  const std::unique_ptr<rd_kafka_TopicCollection_t, void (*)(rd_kafka_TopicCollection_t*)>
      collection(rd_kafka_TopicCollection_of_topic_names(pointers.data(), pointers.size()),
                 &rd_kafka_TopicCollection_destroy);
  AdminCall call(*client_, RD_KAFKA_ADMIN_OP_DESCRIBETOPICS, timeout,
                 absl::StrCat("describing topic ", Some(names)),
                 {OnTopic(Operation::kDescribe, names[0])});
  rd_kafka_DescribeTopics(client_->get(), collection.get(), call.options(), call.queue());
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());

  size_t count = 0;
  const rd_kafka_TopicDescription_t** found =
      rd_kafka_DescribeTopics_result_topics(rd_kafka_event_DescribeTopics_result(event), &count);
  for (size_t i = 0; i < count; ++i) {
    const std::string name = rd_kafka_TopicDescription_name(found[i]);
    const rd_kafka_error_t* error = rd_kafka_TopicDescription_error(found[i]);
    if (error != nullptr && rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      if (rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) continue;
      return client_->StatusOf(rd_kafka_error_code(error), absl::StrCat("describing topic ", name),
                               {OnTopic(Operation::kDescribe, name)},
                               OrEmpty(rd_kafka_error_string(error)));
    }
    topics[name] = DescriptionOf(found[i]);
  }
  return topics;
}

absl::StatusOr<absl::btree_map<std::string, TopicDescription>> KafkaAdmin::DescribeTopics(
    const std::vector<std::string>& names, absl::Duration timeout) {
  SLUICE_ASSIGN_OR_RETURN(auto topics, FindTopics(names, timeout));
  if (topics.empty()) return topics;
  std::vector<std::string> existing;
  for (const auto& [name, topic] : topics) existing.push_back(name);
  SLUICE_ASSIGN_OR_RETURN(auto configs,
                          DescribeConfigs(RD_KAFKA_RESOURCE_TOPIC, existing, timeout));
  for (const std::string& name : existing) {
    // Deleted between the two questions: not there.
    if (!configs.contains(name)) topics.erase(name);
  }
  for (auto& [name, topic] : topics) topic.configs = std::move(configs[name]);
  return topics;
}

absl::StatusOr<absl::btree_map<std::string, TopicConfigs>> KafkaAdmin::DescribeConfigs(
    rd_kafka_ResourceType_t type, const std::vector<std::string>& names, absl::Duration timeout) {
  std::vector<rd_kafka_ConfigResource_t*> resources;
  for (const std::string& name : names) {
    resources.push_back(rd_kafka_ConfigResource_new(type, name.c_str()));
  }
  AdminCall call(*client_, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeout,
                 absl::StrCat("reading the configuration of ", Some(names)),
                 {RightToReadConfig(type, names[0])});
  rd_kafka_DescribeConfigs(client_->get(), resources.data(), resources.size(), call.options(),
                           call.queue());
  rd_kafka_ConfigResource_destroy_array(resources.data(), resources.size());
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());

  return ConfigsIn(*client_, event);
}

absl::StatusOr<TopicAnswers> KafkaAdmin::CreateTopics(const std::vector<NewTopic>& topics,
                                                      absl::Duration timeout) {
  if (topics.empty()) return TopicAnswers();
  const absl::Time deadline = absl::Now() + timeout;
  std::vector<NewTopicPtr> owned;
  std::vector<rd_kafka_NewTopic_t*> pointers;
  for (const NewTopic& topic : topics) {
    SLUICE_ASSIGN_OR_RETURN(NewTopicPtr made, NewTopicOf(topic));
    pointers.push_back(made.get());
    owned.push_back(std::move(made));
  }
  SLUICE_ASSIGN_OR_RETURN(ClientHandle * client, ClientForChanges());
  AdminCall call(*client, RD_KAFKA_ADMIN_OP_CREATETOPICS, timeout,
                 absl::StrCat("creating ", topics.size(), " topics, first ", topics[0].name),
                 {OnTopic(Operation::kCreate, topics[0].name)});
  call.WaitUntilDone();
  rd_kafka_CreateTopics(client->get(), pointers.data(), pointers.size(), call.options(),
                        call.queue());
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
  TopicAnswers answers = AnswersOf(*client, results, count, "creating", Operation::kCreate);
  for (const NewTopic& topic : topics) {
    absl::Status& answer = answers[topic.name];
    if (AsksForTieredStorage(topic)) answer = WithoutTieredStorage(answer);
  }
  SLUICE_RETURN_IF_ERROR(AwaitTopics(Accepted(answers), /*exist=*/true, deadline));
  return answers;
}

absl::Status KafkaAdmin::AwaitTopics(const std::vector<std::string>& names, bool exist,
                                     absl::Time deadline) {
  while (true) {
    const absl::Duration left = deadline - absl::Now();
    if (names.empty() || left <= kVisibilityPause) return absl::OkStatus();
    SLUICE_ASSIGN_OR_RETURN(const auto found, FindTopics(names, left));
    if (found.size() == (exist ? names.size() : 0)) return absl::OkStatus();
    absl::SleepFor(kVisibilityPause);
  }
}

absl::StatusOr<TopicAnswers> KafkaAdmin::DeleteTopics(const std::vector<std::string>& names,
                                                      absl::Duration timeout) {
  if (names.empty()) return TopicAnswers();
  const absl::Time deadline = absl::Now() + timeout;
  std::vector<rd_kafka_DeleteTopic_t*> topics;
  for (const std::string& name : names) topics.push_back(rd_kafka_DeleteTopic_new(name.c_str()));
  SLUICE_ASSIGN_OR_RETURN(ClientHandle * client, ClientForChanges());
  AdminCall call(*client, RD_KAFKA_ADMIN_OP_DELETETOPICS, timeout,
                 absl::StrCat("deleting topic ", Some(names)),
                 {OnTopic(Operation::kDelete, names[0])});
  call.WaitUntilDone();
  rd_kafka_DeleteTopics(client->get(), topics.data(), topics.size(), call.options(), call.queue());
  rd_kafka_DeleteTopic_destroy_array(topics.data(), topics.size());
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_DeleteTopics_result_topics(rd_kafka_event_DeleteTopics_result(event), &count);
  TopicAnswers answers = AnswersOf(*client, results, count, "deleting", Operation::kDelete);
  SLUICE_RETURN_IF_ERROR(AwaitTopics(Accepted(answers), /*exist=*/false, deadline));
  return answers;
}

}  // namespace sluice::kafka
