// KafkaAdmin: which rights the user lacks.
//
// Brokers say themselves what may be done with a resource, if one may see it. Where they do not
// say, a call that changes nothing is tried: creating a topic for validation only, or reading a
// configuration. Seen on Kafka 3.9 and 4.1.
#include <algorithm>
#include <map>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/admin_call.h"
#include "base/kafka/group_coordinator.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/new_topic.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

// What is known of one topic, group or cluster.
struct Sight {
  bool seen = false;      // It is there and may be described.
  bool denied = false;    // It may not be described, so nothing that includes describing either.
  std::set<int> allowed;  // rd_kafka_AclOperation_t, when seen.
};

Sight Seen(const rd_kafka_AclOperation_t* operations, size_t count) {
  Sight sight{.seen = true};
  for (size_t i = 0; i < count; ++i) sight.allowed.insert(operations[i]);
  return sight;
}

int NumberOf(Operation operation) {
  switch (operation) {
    case Operation::kRead:
      return RD_KAFKA_ACL_OPERATION_READ;
    case Operation::kWrite:
      return RD_KAFKA_ACL_OPERATION_WRITE;
    case Operation::kCreate:
      return RD_KAFKA_ACL_OPERATION_CREATE;
    case Operation::kDelete:
      return RD_KAFKA_ACL_OPERATION_DELETE;
    case Operation::kAlter:
      return RD_KAFKA_ACL_OPERATION_ALTER;
    case Operation::kDescribe:
      return RD_KAFKA_ACL_OPERATION_DESCRIBE;
    case Operation::kDescribeConfigs:
      return RD_KAFKA_ACL_OPERATION_DESCRIBE_CONFIGS;
    case Operation::kAlterConfigs:
      return RD_KAFKA_ACL_OPERATION_ALTER_CONFIGS;
    case Operation::kIdempotentWrite:
      return RD_KAFKA_ACL_OPERATION_IDEMPOTENT_WRITE;
  }
  return RD_KAFKA_ACL_OPERATION_UNKNOWN;
}

bool IncludesDescribe(Operation operation) {
  return operation == Operation::kDescribe || operation == Operation::kRead ||
         operation == Operation::kWrite || operation == Operation::kDelete ||
         operation == Operation::kAlter;
}

bool IsDenied(const Sight& sight, Operation operation) {
  if (sight.seen) return sight.allowed.count(NumberOf(operation)) == 0;
  return sight.denied && IncludesDescribe(operation);
}

std::vector<const char*> Names(const std::vector<Right>& rights) {
  std::set<std::string> seen;
  std::vector<const char*> names;
  for (const Right& right : rights) {
    if (seen.insert(right.resource_name).second) names.push_back(right.resource_name.c_str());
  }
  return names;
}

std::vector<Right> Those(const std::vector<Right>& rights, ResourceType type) {
  std::vector<Right> those;
  for (const Right& right : rights) {
    if (right.resource_type == type) those.push_back(right);
  }
  return those;
}

absl::Duration Left(absl::Time deadline) { return deadline - absl::Now(); }

// A name that nobody has, to ask whether any topic may be created.
std::string UnusedTopicName() {
  std::random_device random;
  return absl::StrCat("rights-check-", absl::Hex(random()), absl::Hex(random()));
}

absl::StatusOr<std::map<std::string, Sight>> LookAtTopics(ClientHandle& client,
                                                          const std::vector<Right>& needed,
                                                          absl::Time deadline) {
  std::vector<const char*> names = Names(needed);
  const std::unique_ptr<rd_kafka_TopicCollection_t, void (*)(rd_kafka_TopicCollection_t*)>
      collection(rd_kafka_TopicCollection_of_topic_names(names.data(), names.size()),
                 &rd_kafka_TopicCollection_destroy);
  AdminCall call(client, RD_KAFKA_ADMIN_OP_DESCRIBETOPICS, Left(deadline),
                 "asking for the rights on topics");
  call.AskForRights();
  rd_kafka_DescribeTopics(client.get(), collection.get(), call.options(), call.queue());
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  size_t count = 0;
  const rd_kafka_TopicDescription_t** found =
      rd_kafka_DescribeTopics_result_topics(rd_kafka_event_DescribeTopics_result(event), &count);
  std::map<std::string, Sight> sights;
  for (size_t i = 0; i < count; ++i) {
    Sight& sight = sights[rd_kafka_TopicDescription_name(found[i])];
    const rd_kafka_error_t* error = rd_kafka_TopicDescription_error(found[i]);
    switch (error == nullptr ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_error_code(error)) {
      case RD_KAFKA_RESP_ERR_NO_ERROR: {
        size_t operations = 0;
        const auto* allowed =
            rd_kafka_TopicDescription_authorized_operations(found[i], &operations);
        sight = Seen(allowed, operations);
        break;
      }
      case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
        sight.denied = true;
        break;
      case RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART:
        break;
      default:
        return call.StatusOf(rd_kafka_error_code(error), rd_kafka_error_string(error));
    }
  }
  return sights;
}

absl::StatusOr<Sight> LookAtGroup(ClientHandle& client, const std::string& group,
                                  absl::Time deadline) {
  AdminCall call(client, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, Left(deadline),
                 absl::StrCat("asking for the rights on group ", group));
  call.AskForRights();
  SLUICE_ASSIGN_OR_RETURN(const rd_kafka_ConsumerGroupDescription_t* described,
                          AwaitGroup(client, call, group));
  if (const rd_kafka_error_t* error = rd_kafka_ConsumerGroupDescription_error(described)) {
    if (rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED) {
      return Sight{.denied = true};
    }
    if (rd_kafka_error_code(error) == RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND) return Sight();
    if (rd_kafka_error_code(error) != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return call.StatusOf(rd_kafka_error_code(error), rd_kafka_error_string(error));
    }
  }
  size_t operations = 0;
  const auto* allowed =
      rd_kafka_ConsumerGroupDescription_authorized_operations(described, &operations);
  return Seen(allowed, operations);
}

struct ClusterSight : Sight {
  std::string broker;  // The id of one of them.
};

// Brokers say nothing of the cluster to whom may not describe it.
absl::StatusOr<ClusterSight> LookAtCluster(ClientHandle& client, absl::Time deadline) {
  AdminCall call(client, RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER, Left(deadline),
                 "asking for the rights on the cluster");
  call.AskForRights();
  rd_kafka_DescribeCluster(client.get(), call.options(), call.queue());
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  const rd_kafka_DescribeCluster_result_t* result = rd_kafka_event_DescribeCluster_result(event);
  ClusterSight cluster;
  size_t count = 0;
  const auto* allowed = rd_kafka_DescribeCluster_result_authorized_operations(result, &count);
  static_cast<Sight&>(cluster) = count == 0 ? Sight{.denied = true} : Seen(allowed, count);
  const rd_kafka_Node_t** nodes = rd_kafka_DescribeCluster_result_nodes(result, &count);
  if (count > 0) cluster.broker = absl::StrCat(rd_kafka_Node_id(nodes[0]));
  return cluster;
}

}  // namespace

absl::StatusOr<std::set<std::string>> KafkaAdmin::CreatableOf(const std::set<std::string>& topics,
                                                              absl::Time deadline) {
  std::set<std::string> creatable;
  std::vector<NewTopicPtr> owned;
  std::vector<rd_kafka_NewTopic_t*> asked;
  for (const std::string& topic : topics) {
    SLUICE_ASSIGN_OR_RETURN(NewTopicPtr made, NewTopicOf({.name = topic}));
    asked.push_back(made.get());
    owned.push_back(std::move(made));
  }
  if (asked.empty()) return creatable;
  SLUICE_ASSIGN_OR_RETURN(ClientHandle * client, ClientForChanges());
  AdminCall call(*client, RD_KAFKA_ADMIN_OP_CREATETOPICS, Left(deadline),
                 absl::StrCat("asking whether topic ", *topics.begin(), " may be created"));
  call.ValidateOnly();
  rd_kafka_CreateTopics(client->get(), asked.data(), asked.size(), call.options(), call.queue());
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  size_t count = 0;
  const rd_kafka_topic_result_t** results =
      rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event), &count);
  if (count != topics.size())
    return absl::InternalError(absl::StrCat(call.doing(), ": no answer for every topic"));
  for (size_t i = 0; i < count; ++i) {
    const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(results[i]);
    if (code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
        code == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED) {
      continue;
    }
    creatable.insert(rd_kafka_topic_result_name(results[i]));
  }
  return creatable;
}

absl::StatusOr<bool> KafkaAdmin::MayCreate(const std::string& topic, absl::Time deadline) {
  SLUICE_ASSIGN_OR_RETURN(const auto creatable, CreatableOf({topic}, deadline));
  return creatable.contains(topic);
}

absl::StatusOr<bool> KafkaAdmin::MayReadConfigs(rd_kafka_ResourceType_t type,
                                                const std::vector<std::string>& names,
                                                absl::Time deadline) {
  const auto configs = DescribeConfigs(type, names, Left(deadline));
  if (absl::IsPermissionDenied(configs.status())) return false;
  SLUICE_RETURN_IF_ERROR(configs.status());
  return true;
}

absl::StatusOr<std::set<Right>> KafkaAdmin::DeniedOnTopics(const std::vector<Right>& needed,
                                                           absl::Time deadline) {
  SLUICE_ASSIGN_OR_RETURN(auto sights, LookAtTopics(*client_, needed, deadline));
  std::set<std::string> to_create, to_read;
  for (const Right& right : needed) {
    if (right.operation == Operation::kCreate) to_create.insert(right.resource_name);
    const bool unseen = !sights[right.resource_name].seen;
    if (unseen && right.operation == Operation::kDescribeConfigs)
      to_read.insert(right.resource_name);
  }
  // The right to create in the whole cluster is enough, and asking for it troubles no controller.
  std::set<std::string> creatable = to_create;
  if (!to_create.empty()) {
    SLUICE_ASSIGN_OR_RETURN(const ClusterSight cluster, LookAtCluster(*client_, deadline));
    if (!cluster.seen || IsDenied(cluster, Operation::kCreate)) {
      SLUICE_ASSIGN_OR_RETURN(creatable, CreatableOf(to_create, deadline));
    }
  }
  bool all_readable = true;  // Asked for together: only a denial does not say of which.
  if (!to_read.empty()) {
    SLUICE_ASSIGN_OR_RETURN(
        all_readable,
        MayReadConfigs(RD_KAFKA_RESOURCE_TOPIC, {to_read.begin(), to_read.end()}, deadline));
  }
  std::set<Right> denied;
  for (const Right& right : needed) {
    bool allowed = !IsDenied(sights[right.resource_name], right.operation);
    if (right.operation == Operation::kCreate) {
      allowed = creatable.contains(right.resource_name);
    } else if (right.operation == Operation::kDescribeConfigs &&
               to_read.contains(right.resource_name)) {
      allowed = all_readable;
      if (!all_readable && to_read.size() > 1) {
        SLUICE_ASSIGN_OR_RETURN(
            allowed, MayReadConfigs(RD_KAFKA_RESOURCE_TOPIC, {right.resource_name}, deadline));
      }
    }
    if (!allowed) denied.insert(right);
  }
  return denied;
}

absl::StatusOr<std::set<Right>> KafkaAdmin::DeniedOnGroups(const std::vector<Right>& needed,
                                                           absl::Time deadline) {
  std::set<Right> denied;
  std::map<std::string, Sight> sights;
  for (const char* group : Names(needed)) {
    SLUICE_ASSIGN_OR_RETURN(sights[group], AskUntilReady<Sight>(deadline, [&] {
                              return LookAtGroup(*client_, group, deadline);
                            }));
  }
  for (const Right& right : needed) {
    if (IsDenied(sights[right.resource_name], right.operation)) denied.insert(right);
  }
  return denied;
}

absl::StatusOr<std::set<Right>> KafkaAdmin::DeniedOnCluster(const std::vector<Right>& needed,
                                                            absl::Time deadline) {
  SLUICE_ASSIGN_OR_RETURN(const ClusterSight sight, LookAtCluster(*client_, deadline));
  std::set<Right> denied;
  for (const Right& right : needed) {
    bool allowed = !IsDenied(sight, right.operation);
    if (!sight.seen && right.operation == Operation::kCreate) {
      SLUICE_ASSIGN_OR_RETURN(allowed, MayCreate(UnusedTopicName(), deadline));
    } else if (!sight.seen && right.operation == Operation::kDescribeConfigs) {
      SLUICE_ASSIGN_OR_RETURN(allowed,
                              MayReadConfigs(RD_KAFKA_RESOURCE_BROKER, {sight.broker}, deadline));
    }
    if (!allowed) denied.insert(right);
  }
  return denied;
}

absl::StatusOr<std::vector<MissingRight>> KafkaAdmin::FindMissingRights(
    const std::vector<Right>& needed, absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  std::set<Right> denied;
  const auto add = [&](absl::StatusOr<std::set<Right>> more) {
    if (more.ok()) denied.merge(*more);
    return more.status();
  };
  if (const auto topics = Those(needed, ResourceType::kTopic); !topics.empty()) {
    SLUICE_RETURN_IF_ERROR(add(DeniedOnTopics(topics, deadline)));
  }
  if (const auto groups = Those(needed, ResourceType::kGroup); !groups.empty()) {
    SLUICE_RETURN_IF_ERROR(add(DeniedOnGroups(groups, deadline)));
  }
  if (const auto cluster = Those(needed, ResourceType::kCluster); !cluster.empty()) {
    SLUICE_RETURN_IF_ERROR(add(DeniedOnCluster(cluster, deadline)));
  }
  std::vector<MissingRight> missing;
  for (const Right& right : needed) {
    if (denied.count(right) > 0) missing.push_back({client_->principal(), right});
  }
  return missing;
}

}  // namespace sluice::kafka
