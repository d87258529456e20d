#include "controlplane/provisioning/task_group.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/provisioning/kafka_tool.h"
#include "formats/intent.h"

namespace sluice::controlplane {
namespace {

constexpr char kFormatUnknown[] = "BATCH_FORMAT_UNKNOWN";

absl::Status Foreign(const Connector& connector, const Instance& instance,
                     const kafka::TopicPartition& partition, absl::string_view whose) {
  const std::string& group = connector.spec.resources.task_group;
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat("group ", group, " holds offsets for ",
                                                            partition.ToString(), " that ", whose)),
                 "FOREIGN_LEDGER"),
      absl::StrCat("make sure that nothing uses them any more, then delete the group (",
                   KafkaTool("kafka-consumer-groups", instance), " --delete --group ", group,
                   ") and deploy again, or create the connector under another name"));
}

}  // namespace

absl::Status JudgeOwner(const kafka::CommittedOffsets& offsets, const Connector& connector,
                        const Instance& instance) {
  for (const auto& [partition, committed] : offsets) {
    if (committed.metadata.empty()) {
      return Foreign(connector, instance, partition, "Sluice did not commit");
    }
    const auto entry = formats::ParseIntent(committed.metadata);
    if (ReasonOf(entry.status()) == kFormatUnknown) return entry.status();
    if (!entry.ok()) return Foreign(connector, instance, partition, "Sluice did not commit");
    if (entry->connector_uid != connector.uid) {
      return Foreign(connector, instance, partition,
                     absl::StrCat("belong to another connector, uid ", entry->connector_uid));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<TaskGroup> ReadTaskGroup(kafka::Admin& admin, const Connector& connector,
                                        const Instance& instance, absl::Duration timeout) {
  const std::string& name = connector.spec.resources.task_group;
  TaskGroup group;
  SLUICE_ASSIGN_OR_RETURN(const auto description, admin.DescribeGroup(name, timeout));
  group.has_members =
      !description.members.empty() || (description.state != kafka::GroupState::kEmpty &&
                                       description.state != kafka::GroupState::kAbsent);
  SLUICE_ASSIGN_OR_RETURN(const auto offsets, admin.FetchOffsets(name, timeout));
  for (const auto& [partition, committed] : offsets) {
    if (partition.topic == connector.spec.source.topic) group.offsets[partition] = committed;
  }
  group.foreign = JudgeOwner(offsets, connector, instance);
  return group;
}

absl::Status GroupNotEmpty(const std::string& group) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat("group ", group, " still has members")),
                 kafka::reason::kGroupNotEmpty),
      "a task that was killed leaves within its session timeout of 10 seconds; if "
      "something else consumes with this group, stop it");
}

}  // namespace sluice::controlplane
