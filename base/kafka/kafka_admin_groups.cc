// KafkaAdmin: offsets and consumer groups.
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/kafka/admin_call.h"
#include "base/kafka/error.h"
#include "base/kafka/group_coordinator.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/partition_list.h"
#include "base/kafka/reasons.h"
#include "base/retry/backoff.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::kafka {
namespace {

std::string OrEmpty(const char* text) { return text == nullptr ? "" : text; }

int64_t SpecOf(const OffsetQuery& query) {
  switch (query.kind) {
    case OffsetQuery::Kind::kEarliest:
      return RD_KAFKA_OFFSET_SPEC_EARLIEST;
    case OffsetQuery::Kind::kEnd:
      return RD_KAFKA_OFFSET_SPEC_LATEST;
    case OffsetQuery::Kind::kAtTime:
      return std::max<int64_t>(0, absl::ToUnixMillis(query.time));
  }
  return RD_KAFKA_OFFSET_SPEC_LATEST;
}

GroupState StateOf(rd_kafka_consumer_group_state_t state) {
  switch (state) {
    case RD_KAFKA_CONSUMER_GROUP_STATE_PREPARING_REBALANCE:
    case RD_KAFKA_CONSUMER_GROUP_STATE_COMPLETING_REBALANCE:
      return GroupState::kRebalancing;
    case RD_KAFKA_CONSUMER_GROUP_STATE_STABLE:
      return GroupState::kStable;
    case RD_KAFKA_CONSUMER_GROUP_STATE_DEAD:
      return GroupState::kAbsent;  // How brokers describe a group that they do not know.
    case RD_KAFKA_CONSUMER_GROUP_STATE_EMPTY:
      return GroupState::kEmpty;
    default:
      return GroupState::kUnknown;
  }
}

std::vector<TopicPartition> AssignedTo(const rd_kafka_MemberDescription_t* member) {
  std::vector<TopicPartition> assigned;
  const rd_kafka_MemberAssignment_t* assignment = rd_kafka_MemberDescription_assignment(member);
  if (assignment == nullptr) return assigned;
  const rd_kafka_topic_partition_list_t* list = rd_kafka_MemberAssignment_partitions(assignment);
  for (int i = 0; list != nullptr && i < list->cnt; ++i) {
    assigned.push_back({list->elems[i].topic, list->elems[i].partition});
  }
  return assigned;
}

GroupDescription DescriptionOf(const rd_kafka_ConsumerGroupDescription_t* group) {
  GroupDescription description;
  description.state = StateOf(rd_kafka_ConsumerGroupDescription_state(group));
  const size_t count = rd_kafka_ConsumerGroupDescription_member_count(group);
  for (size_t i = 0; i < count; ++i) {
    const rd_kafka_MemberDescription_t* member = rd_kafka_ConsumerGroupDescription_member(group, i);
    description.members.push_back(
        {.member_id = OrEmpty(rd_kafka_MemberDescription_consumer_id(member)),
         .group_instance_id = OrEmpty(rd_kafka_MemberDescription_group_instance_id(member)),
         .client_id = OrEmpty(rd_kafka_MemberDescription_client_id(member)),
         .host = OrEmpty(rd_kafka_MemberDescription_host(member)),
         .assigned = AssignedTo(member)});
  }
  return description;
}

// The partitions of the only group in an answer, or why there is none.
absl::StatusOr<const rd_kafka_topic_partition_list_t*> OnlyGroup(
    const rd_kafka_group_result_t** groups, size_t count, const AdminCall& call) {
  if (count != 1)
    return absl::InternalError(absl::StrCat(call.doing(), ": no group in the answer"));
  if (const rd_kafka_error_t* error = rd_kafka_group_result_error(groups[0])) {
    SLUICE_RETURN_IF_ERROR(call.StatusOf(rd_kafka_error_code(error), rd_kafka_error_string(error)));
  }
  return rd_kafka_group_result_partitions(groups[0]);
}

// Commits, and what the broker answered for each partition; it lives as long as `call`.
absl::StatusOr<const rd_kafka_topic_partition_list_t*> AlterOffsets(
    ClientHandle& client, AdminCall& call, const std::string& group,
    const CommittedOffsets& offsets) {
  PartitionList list = NewPartitionList(offsets.size());
  for (const auto& [partition, committed] : offsets) {
    rd_kafka_topic_partition_t* entry = AddPartition(list, partition);
    entry->offset = committed.next_offset;
    SetMetadata(*entry, committed.metadata);
  }
  rd_kafka_AlterConsumerGroupOffsets_t* request =
      rd_kafka_AlterConsumerGroupOffsets_new(group.c_str(), list.get());
  rd_kafka_AlterConsumerGroupOffsets(client.get(), &request, 1, call.options(), call.queue());
  rd_kafka_AlterConsumerGroupOffsets_destroy(request);
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  size_t count = 0;
  const rd_kafka_group_result_t** groups = rd_kafka_AlterConsumerGroupOffsets_result_groups(
      rd_kafka_event_AlterConsumerGroupOffsets_result(event), &count);
  SLUICE_ASSIGN_OR_RETURN(const rd_kafka_topic_partition_list_t* answered,
                          OnlyGroup(groups, count, call));
  if (answered == nullptr) {
    return absl::InternalError(absl::StrCat(call.doing(), ": no partitions in the answer"));
  }
  return answered;
}

// A coordinator that still reads what its groups have committed refuses every partition, and has
// written nothing.
bool CoordinatorIsLoading(const rd_kafka_topic_partition_list_t& answered) {
  return answered.cnt > 0 &&
         answered.elems[0].err == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS;
}

PartitionAnswers AnswersOf(const ClientHandle& client, const AdminCall& call,
                           const std::string& group,
                           const rd_kafka_topic_partition_list_t& answered) {
  PartitionAnswers answers;
  for (int i = 0; i < answered.cnt; ++i) {
    const rd_kafka_topic_partition_t& entry = answered.elems[i];
    const TopicPartition partition = {entry.topic, entry.partition};
    answers[partition] = client.StatusOf(
        entry.err, absl::StrCat(call.doing(), ", ", partition.ToString()),
        {OnGroup(Operation::kRead, group), OnTopic(Operation::kRead, partition.topic)});
  }
  return answers;
}

absl::StatusOr<GroupDescription> DescribeGroupOnce(ClientHandle& client, const std::string& group,
                                                   absl::Time deadline) {
  AdminCall call(client, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, deadline - absl::Now(),
                 absl::StrCat("describing group ", group), {OnGroup(Operation::kDescribe, group)});
  SLUICE_ASSIGN_OR_RETURN(const rd_kafka_ConsumerGroupDescription_t* described,
                          AwaitGroup(client, call, group));
  if (const rd_kafka_error_t* error = rd_kafka_ConsumerGroupDescription_error(described)) {
    const absl::Status status =
        call.StatusOf(rd_kafka_error_code(error), rd_kafka_error_string(error));
    if (ReasonOf(status) == reason::kGroupNotFound) return GroupDescription();
    SLUICE_RETURN_IF_ERROR(status);
  }
  return DescriptionOf(described);
}

}  // namespace

absl::StatusOr<absl::btree_map<TopicPartition, int64_t>> KafkaAdmin::ListOffsets(
    const std::vector<TopicPartition>& partitions, const OffsetQuery& query,
    IsolationLevel isolation, absl::Duration timeout) {
  absl::btree_map<TopicPartition, int64_t> offsets;
  if (partitions.empty()) return offsets;
  PartitionList list = NewPartitionList(partitions.size());
  for (const TopicPartition& partition : partitions) {
    AddPartition(list, partition)->offset = SpecOf(query);
  }
  AdminCall call(*client_, RD_KAFKA_ADMIN_OP_LISTOFFSETS, timeout,
                 absl::StrCat("listing offsets of topic ", partitions[0].topic),
                 {OnTopic(Operation::kDescribe, partitions[0].topic)});
  if (isolation == IsolationLevel::kReadCommitted) call.ReadCommittedOnly();
  rd_kafka_ListOffsets(client_->get(), list.get(), call.options(), call.queue());
  const absl::StatusOr<rd_kafka_event_t*> answer = call.Await();
  if (ReasonOf(answer.status()) == reason::kBusy) {
    // No leaders: perhaps because the topic is not there, or may not be seen.
    SLUICE_RETURN_IF_ERROR(DescribeTopic(*this, partitions[0].topic, timeout).status());
  }
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, answer);

  size_t count = 0;
  const rd_kafka_ListOffsetsResultInfo_t** infos =
      rd_kafka_ListOffsets_result_infos(rd_kafka_event_ListOffsets_result(event), &count);
  std::vector<TopicPartition> past_the_end;
  for (size_t i = 0; i < count; ++i) {
    const rd_kafka_topic_partition_t* info =
        rd_kafka_ListOffsetsResultInfo_topic_partition(infos[i]);
    const TopicPartition partition = {info->topic, info->partition};
    SLUICE_RETURN_IF_ERROR(
        client_->StatusOf(info->err, absl::StrCat("listing offsets of ", partition.ToString()),
                          {OnTopic(Operation::kDescribe, partition.topic)}));
    offsets[partition] = info->offset;
    if (info->offset < 0) past_the_end.push_back(partition);
  }
  if (past_the_end.empty()) return offsets;
  if (query.kind != OffsetQuery::Kind::kAtTime) {
    return WithReason(absl::UnavailableError(
                          absl::StrCat("no offset is known yet of ", past_the_end[0].ToString())),
                      reason::kBusy);
  }
  SLUICE_ASSIGN_OR_RETURN(auto ends,
                          ListOffsets(past_the_end, OffsetQuery::End(), isolation, timeout));
  for (const auto& [partition, offset] : ends) offsets[partition] = offset;
  return offsets;
}

absl::StatusOr<GroupDescription> KafkaAdmin::DescribeGroup(const std::string& group,
                                                           absl::Duration timeout) {
  const absl::Time deadline = absl::Now() + timeout;
  return AskUntilReady<GroupDescription>(
      deadline, [&] { return DescribeGroupOnce(*client_, group, deadline); });
}

absl::StatusOr<CommittedOffsets> KafkaAdmin::FetchOffsets(const std::string& group,
                                                          absl::Duration timeout) {
  rd_kafka_ListConsumerGroupOffsets_t* request =
      rd_kafka_ListConsumerGroupOffsets_new(group.c_str(), /*partitions=*/nullptr);
  AdminCall call(*client_, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS, timeout,
                 absl::StrCat("reading the offsets of group ", group),
                 {OnGroup(Operation::kDescribe, group)});
  call.RequireStableOffsets();
  rd_kafka_ListConsumerGroupOffsets(client_->get(), &request, 1, call.options(), call.queue());
  rd_kafka_ListConsumerGroupOffsets_destroy(request);
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  size_t count = 0;
  const rd_kafka_group_result_t** groups = rd_kafka_ListConsumerGroupOffsets_result_groups(
      rd_kafka_event_ListConsumerGroupOffsets_result(event), &count);
  auto list = OnlyGroup(groups, count, call);
  if (ReasonOf(list.status()) == reason::kGroupNotFound) return CommittedOffsets();
  SLUICE_RETURN_IF_ERROR(list.status());

  CommittedOffsets offsets;
  for (int i = 0; *list != nullptr && i < (*list)->cnt; ++i) {
    const rd_kafka_topic_partition_t& entry = (*list)->elems[i];
    SLUICE_RETURN_IF_ERROR(
        client_->StatusOf(entry.err, call.doing(), {OnTopic(Operation::kDescribe, entry.topic)}));
    if (entry.offset < 0) continue;  // Asked for, never committed.
    offsets[{entry.topic, entry.partition}] = {entry.offset, MetadataOf(entry)};
  }
  return offsets;
}

absl::StatusOr<PartitionAnswers> KafkaAdmin::CommitOffsets(const std::string& group,
                                                           const CommittedOffsets& offsets,
                                                           absl::Duration timeout) {
  if (offsets.empty()) return PartitionAnswers();
  const absl::Time deadline = absl::Now() + timeout;
  Backoff backoff(kCoordinatorPauses);
  while (true) {
    AdminCall call(*client_, RD_KAFKA_ADMIN_OP_ALTERCONSUMERGROUPOFFSETS, deadline - absl::Now(),
                   absl::StrCat("committing offsets of group ", group),
                   {OnGroup(Operation::kRead, group),
                    OnTopic(Operation::kRead, offsets.begin()->first.topic)});
    SLUICE_ASSIGN_OR_RETURN(const rd_kafka_topic_partition_list_t* answered,
                            AlterOffsets(*client_, call, group, offsets));
    const absl::Duration pause = backoff.Next();
    if (!CoordinatorIsLoading(*answered) || absl::Now() + pause >= deadline) {
      return AnswersOf(*client_, call, group, *answered);
    }
    absl::SleepFor(pause);
  }
}

absl::Status KafkaAdmin::DeleteGroup(const std::string& group, absl::Duration timeout) {
  rd_kafka_DeleteGroup_t* request = rd_kafka_DeleteGroup_new(group.c_str());
  AdminCall call(*client_, RD_KAFKA_ADMIN_OP_DELETEGROUPS, timeout,
                 absl::StrCat("deleting group ", group), {OnGroup(Operation::kDelete, group)});
  rd_kafka_DeleteGroups(client_->get(), &request, 1, call.options(), call.queue());
  rd_kafka_DeleteGroup_destroy(request);
  SLUICE_ASSIGN_OR_RETURN(rd_kafka_event_t * event, call.Await());
  size_t count = 0;
  const rd_kafka_group_result_t** groups =
      rd_kafka_DeleteGroups_result_groups(rd_kafka_event_DeleteGroups_result(event), &count);
  return OnlyGroup(groups, count, call).status();
}

}  // namespace sluice::kafka
