#include "controlplane/provisioning/start_pinner.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/provisioning/broker_version.h"
#include "controlplane/provisioning/task_group.h"
#include "formats/connect_records.h"
#include "formats/intent.h"

namespace sluice::controlplane {
namespace {

using PartitionOffsets = absl::btree_map<kafka::TopicPartition, int64_t>;

// One attempt: the time that is left grows less with each call.
class Attempt {
 public:
  Attempt(kafka::Admin& admin, kafka::Producer& producer, Clock& clock, const Connector& connector,
          const Instance& instance, absl::Duration deadline)
      : admin_(admin),
        producer_(producer),
        clock_(clock),
        connector_(connector),
        instance_(instance),
        deadline_(deadline) {}

  absl::StatusOr<StartPin> Run() {
    SLUICE_ASSIGN_OR_RETURN(const auto cluster, admin_.DescribeCluster(Left()));
    SLUICE_RETURN_IF_ERROR(CheckBrokerVersion(instance_.kafka_version, cluster.broker_version));
    SLUICE_ASSIGN_OR_RETURN(const kafka::TopicDescription source, DescribeSource());
    // The order matters when two Deploys run at once: an offset that was listed before the group
    // was seen empty is not beyond any record that was sent after the other Deploy answered.
    SLUICE_ASSIGN_OR_RETURN(const PartitionOffsets listed, ListStart(source));
    SLUICE_ASSIGN_OR_RETURN(const PartitionOffsets ends, ListEnds(source));
    SLUICE_ASSIGN_OR_RETURN(TaskGroup group, ReadTaskGroup(admin_, connector_, instance_, Left()));
    SLUICE_RETURN_IF_ERROR(group.foreign);
    SLUICE_RETURN_IF_ERROR(CommitMissing(listed, group));
    SLUICE_RETURN_IF_ERROR(Publish(source, group.offsets));
    StartPin pin = {.time = clock_.Now(), .source_topic_id = source.topic_id};
    for (const auto& [partition, committed] : group.offsets) {
      pin.offsets[partition.partition] = committed.next_offset;
    }
    // Rows that the table holds from elsewhere are of records that existed by now: at and above
    // these offsets it is a witness.
    for (const auto& [partition, end] : ends) pin.asked_until[partition.partition] = end;
    return pin;
  }

 private:
  absl::Duration Left() { return std::max(absl::Milliseconds(1), deadline_ - clock_.Monotonic()); }

  absl::StatusOr<kafka::TopicDescription> DescribeSource() {
    const std::string& topic = connector_.spec.source.topic;
    auto source = kafka::DescribeTopic(admin_, topic, Left());
    if (!absl::IsNotFound(source.status())) return source;
    return WithRemedy(WithReason(absl::FailedPreconditionError(
                                     absl::StrCat("source topic ", topic, " does not exist")),
                                 "SOURCE_TOPIC_NOT_FOUND"),
                      "create the topic, then deploy again");
  }

  static std::vector<kafka::TopicPartition> PartitionsOf(const kafka::TopicDescription& source) {
    std::vector<kafka::TopicPartition> partitions;
    for (int32_t i = 0; i < source.partitions; ++i) partitions.push_back({source.name, i});
    return partitions;
  }

  // The end, also that behind which no record is as late as a given time, is the last stable
  // offset: a record of a transaction that is still open counts as sent later.
  absl::StatusOr<PartitionOffsets> ListStart(const kafka::TopicDescription& source) {
    return admin_.ListOffsets(PartitionsOf(source), StartQuery(),
                              kafka::IsolationLevel::kReadCommitted, Left());
  }

  kafka::OffsetQuery StartQuery() const {
    switch (connector_.spec.source.start_offset) {
      case StartOffset::kEarliest:
        return kafka::OffsetQuery::Earliest();
      case StartOffset::kTimestamp:
        // Without a time, which no definition that was taken has: nothing is skipped.
        return kafka::OffsetQuery::AtTime(
            connector_.spec.source.start_time.value_or(absl::UnixEpoch()));
      case StartOffset::kLatest:
        return kafka::OffsetQuery::End();
    }
    return kafka::OffsetQuery::End();
  }

  absl::StatusOr<PartitionOffsets> ListEnds(const kafka::TopicDescription& source) {
    return admin_.ListOffsets(PartitionsOf(source), kafka::OffsetQuery::End(),
                              kafka::IsolationLevel::kReadUncommitted, Left());
  }

  // Commits what the group does not hold yet, in one call, and adds it to `group`.
  absl::Status CommitMissing(const PartitionOffsets& listed, TaskGroup& group) {
    kafka::CommittedOffsets missing;
    for (const auto& [partition, offset] : listed) {
      if (group.offsets.contains(partition)) continue;
      const formats::Intent nothing_open = {.connector_uid = connector_.uid,
                                            .connector_revision = connector_.spec_revision,
                                            .next_offset = offset};
      missing[partition] = {offset, formats::EncodeIntent(nothing_open)};
    }
    if (missing.empty()) return absl::OkStatus();
    const std::string& name = connector_.spec.resources.task_group;
    if (group.has_members) return GroupNotEmpty(name);
    // A commit that goes out later than promised could overtake the tasks of another Deploy.
    if (clock_.Monotonic() >= deadline_) {
      return WithReason(absl::UnavailableError("the brokers answered too slowly"),
                        kafka::reason::kBusy);
    }
    SLUICE_ASSIGN_OR_RETURN(const auto answers, admin_.CommitOffsets(name, missing, Left()));
    const absl::Status refusal = kafka::FirstRefusal(answers);
    if (ReasonOf(refusal) == kafka::reason::kFenced) return GroupNotEmpty(name);
    SLUICE_RETURN_IF_ERROR(refusal);
    group.offsets.insert(missing.begin(), missing.end());
    return absl::OkStatus();
  }

  // Only before the first Deploy has answered: later positions are the worker's to publish.
  absl::Status Publish(const kafka::TopicDescription& source,
                       const kafka::CommittedOffsets& offsets) {
    const std::string& name = connector_.id.connector;
    std::vector<std::pair<std::string, std::string>> pairs;
    pairs.emplace_back(formats::EncodeSourceKey(name, source.name),
                       formats::EncodeSourceValue({connector_.uid, source.topic_id}));
    for (const auto& [partition, committed] : offsets) {
      pairs.emplace_back(formats::EncodeOffsetKey(name, source.name, partition.partition),
                         formats::EncodeOffsetValue(committed.next_offset));
    }
    std::vector<kafka::ProducerRecord> records;
    for (const auto& [key, value] : pairs) {
      records.push_back(
          {.topic = connector_.spec.resources.offset_topic, .key = key, .value = value});
    }
    return kafka::ProduceAllAndWait(producer_, records, Left());
  }

  kafka::Admin& admin_;
  kafka::Producer& producer_;
  Clock& clock_;
  const Connector& connector_;
  const Instance& instance_;
  const absl::Duration deadline_;
};

}  // namespace

absl::StatusOr<StartPin> StartPinner::Pin(const Connector& connector, const Instance& instance,
                                          std::optional<absl::Duration> begun) {
  if (connector.start_pin.has_value()) return *connector.start_pin;
  SLUICE_ASSIGN_OR_RETURN(const auto admin, connections_.AdminOf(instance));
  SLUICE_ASSIGN_OR_RETURN(const auto producer, connections_.ProducerOf(instance));
  const absl::Duration deadline = begun.value_or(clock_.Monotonic()) + timeout_;
  auto pin = Attempt(*admin, *producer, clock_, connector, instance, deadline).Run();
  // A request without an answer may still be under way: it shall not outlive its connection.
  if (absl::IsUnavailable(pin.status())) connections_.Drop(instance);
  if (!pin.ok()) return Annotate(pin.status(), "pinning the start offsets");
  return pin;
}

}  // namespace sluice::controlplane
