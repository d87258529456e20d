#include "controlplane/provisioning/provisioner.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/provisioning/connector_group.h"
#include "controlplane/provisioning/resource_plan.h"
#include "controlplane/provisioning/task_group.h"
#include "formats/connect_records.h"

namespace sluice::controlplane {
namespace {

// A new topic is known to every broker within a moment; who asked for it need not be told to come
// again.
constexpr int kLooks = 20;
constexpr absl::Duration kLookPause = absl::Milliseconds(100);

absl::Status NotVisibleYet(const std::string& topic) {
  return WithReason(absl::UnavailableError(absl::StrCat(
                        "topic ", topic, " was made but not every broker knows it yet")),
                    kafka::reason::kBusy);
}

// A topic that somebody else made meanwhile is looked at like any other that exists.
absl::Status FirstFailure(const kafka::TopicAnswers& answers) {
  for (const auto& [topic, status] : answers) {
    if (!status.ok() && !absl::IsAlreadyExists(status)) return status;
  }
  return absl::OkStatus();
}

// The keys under which the offset topic may hold something of the connector.
std::vector<std::string> OffsetKeysOf(const Connector& connector,
                                      const kafka::CommittedOffsets& committed) {
  const std::string& name = connector.id.connector;
  const std::string& source = connector.spec.source.topic;
  OffsetByPartition partitions;
  if (connector.start_pin.has_value()) partitions = connector.start_pin->offsets;
  for (const auto& [partition, offset] : committed) {
    if (partition.topic == source) partitions[partition.partition] = offset.next_offset;
  }
  std::vector<std::string> keys = {formats::EncodeSourceKey(name, source)};
  for (const auto& [partition, offset] : partitions) {
    keys.push_back(formats::EncodeOffsetKey(name, source, partition));
  }
  return keys;
}

absl::Status WriteTombstones(const std::string& topic, const std::vector<std::string>& keys,
                             kafka::Producer& producer, absl::Duration timeout) {
  std::vector<kafka::ProducerRecord> records;
  for (const std::string& key : keys) records.push_back({.topic = topic, .key = key});
  return kafka::ProduceAllAndWait(producer, records, timeout);
}

}  // namespace

absl::Status Provisioner::Provision(const Connector& connector, const Instance& instance) {
  SLUICE_ASSIGN_OR_RETURN(const auto admin, connections_.AdminOf(instance));
  SLUICE_ASSIGN_OR_RETURN(const auto made, CreateTopics(connector, instance, *admin));
  const ConnectorResources& resources = connector.spec.resources;
  const bool config_is_new = absl::c_linear_search(made, resources.config_topic);
  return config_is_new ? CommitConnectorGroup(*admin, resources, /*end=*/0, call_timeout_)
                       : ShowConnectorGroup(*admin, resources, call_timeout_);
}

absl::StatusOr<std::vector<std::string>> Provisioner::CreateTopics(const Connector& connector,
                                                                   const Instance& instance,
                                                                   kafka::Admin& admin) {
  std::vector<std::string> made_by_us;
  const ConnectorResources& resources = connector.spec.resources;
  const std::vector<std::string> names = TopicsOf(resources);
  SLUICE_ASSIGN_OR_RETURN(const auto cluster, admin.DescribeCluster(call_timeout_));
  SLUICE_ASSIGN_OR_RETURN(const auto existing, admin.DescribeTopics(names, call_timeout_));
  const ResourcePlan plan = PlanResources(resources, instance, existing, cluster);
  SLUICE_RETURN_IF_ERROR(StatusOf(plan.problems));
  // Once: later looks find the same.
  for (const PlanNote& warning : plan.warnings) {
    if (connector.provisioning.done) break;
    log::Warn("not as recommended",
              {{"connector", ConnectorName(connector.id)}, {"what", warning.message}});
  }
  if (plan.create.empty()) return made_by_us;

  SLUICE_ASSIGN_OR_RETURN(const auto answers, admin.CreateTopics(plan.create, call_timeout_));
  SLUICE_RETURN_IF_ERROR(FirstFailure(answers));
  for (const auto& [topic, status] : answers) {
    if (status.ok()) made_by_us.push_back(topic);
  }
  for (int look = 0;; ++look) {
    // What is there now counts, not what was asked for: somebody may have been quicker.
    SLUICE_ASSIGN_OR_RETURN(const auto made, admin.DescribeTopics(names, call_timeout_));
    const ResourcePlan rest = PlanResources(resources, instance, made, cluster);
    SLUICE_RETURN_IF_ERROR(StatusOf(rest.problems));
    if (rest.create.empty()) return made_by_us;
    if (look == kLooks) return NotVisibleYet(rest.create[0].name);
    absl::SleepFor(kLookPause);
  }
}

absl::Status Provisioner::ForgetPositions(const Connector& connector, const TaskGroup& group,
                                          const Instance& instance, kafka::Admin& admin) {
  const ConnectorResources& resources = connector.spec.resources;
  if (group.ours() && group.has_members) return GroupNotEmpty(resources.task_group);
  if (connector.deletion.has_value() && connector.deletion->keep_group) return absl::OkStatus();

  SLUICE_ASSIGN_OR_RETURN(const auto existing,
                          admin.DescribeTopics({resources.offset_topic}, call_timeout_));
  // Only in a topic that exists: a producer would wait for it.
  if (!existing.empty()) {
    SLUICE_ASSIGN_OR_RETURN(const auto producer, connections_.ProducerOf(instance));
    SLUICE_RETURN_IF_ERROR(WriteTombstones(
        resources.offset_topic, OffsetKeysOf(connector, group.offsets), *producer, call_timeout_));
  }
  // A group of this name that holds somebody else's offsets is not ours to delete.
  if (!group.ours()) return absl::OkStatus();
  return DeleteGroupIfThere(admin, resources.task_group, call_timeout_);
}

absl::StatusOr<Leftovers> Provisioner::Deprovision(const Connector& connector,
                                                   const Instance& instance) {
  SLUICE_ASSIGN_OR_RETURN(const auto admin, connections_.AdminOf(instance));
  SLUICE_ASSIGN_OR_RETURN(const TaskGroup group,
                          ReadTaskGroup(*admin, connector, instance, call_timeout_));
  if (!group.foreign.ok()) {
    log::Warn("nothing of the connector was taken away",
              {{"connector", ConnectorName(connector.id)}, {"why", group.foreign.message()}});
    return Leftovers::kAnothers;
  }
  SLUICE_RETURN_IF_ERROR(ForgetPositions(connector, group, instance, *admin));
  SLUICE_RETURN_IF_ERROR(DeleteConnectorGroup(*admin, connector.spec.resources, call_timeout_));
  return Leftovers::kErased;
}

absl::Status Provisioner::DropTopics(const Connector& connector, const Instance& instance) {
  if (connector.spec.resources.creation == ResourceCreation::kManual) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(const auto admin, connections_.AdminOf(instance));
  SLUICE_ASSIGN_OR_RETURN(const kafka::TopicAnswers answers,
                          admin->DeleteTopics(TopicsOf(connector.spec.resources), call_timeout_));
  for (const auto& [topic, status] : answers) {
    if (!status.ok() && !absl::IsNotFound(status)) return status;
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
