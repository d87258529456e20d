#include "controlplane/offsets/source_positions.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {
namespace {

absl::Status SourceNotFound(const std::string& topic) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(
                                   absl::StrCat("source topic ", topic, " does not exist")),
                               "SOURCE_TOPIC_NOT_FOUND"),
                    "create another connector for the topic that takes its place");
}

absl::Status SourceRecreated(const std::string& topic) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(absl::StrCat(
                                   "topic ", topic,
                                   " was deleted and made anew since the connector was deployed: "
                                   "its offsets mean other records now")),
                               "SOURCE_RECREATED"),
                    "create another connector for it");
}

}  // namespace

absl::StatusOr<SourcePositions> ReadPositions(kafka::Admin& admin, const Connector& connector,
                                              const Instance& instance,
                                              std::optional<absl::Time> at_time,
                                              absl::Duration timeout) {
  const std::string& topic = connector.spec.source.topic;
  const auto source = kafka::DescribeTopic(admin, topic, timeout);
  if (absl::IsNotFound(source.status())) return SourceNotFound(topic);
  SLUICE_RETURN_IF_ERROR(source.status());
  const bool pinned = connector.start_pin.has_value();
  if (pinned && !connector.start_pin->source_topic_id.empty() && !source->topic_id.empty() &&
      connector.start_pin->source_topic_id != source->topic_id) {
    return SourceRecreated(topic);
  }
  SourcePositions positions;
  SLUICE_ASSIGN_OR_RETURN(positions.group, ReadTaskGroup(admin, connector, instance, timeout));
  SLUICE_RETURN_IF_ERROR(positions.group.foreign);

  std::vector<kafka::TopicPartition> all;
  for (int32_t i = 0; i < source->partitions; ++i) all.push_back({topic, i});
  const auto list = [&](const kafka::OffsetQuery& query, kafka::IsolationLevel isolation) {
    return admin.ListOffsets(all, query, isolation, timeout);
  };
  SLUICE_ASSIGN_OR_RETURN(const auto begins, list(kafka::OffsetQuery::Earliest(),
                                                  kafka::IsolationLevel::kReadCommitted));
  // Before the ends: what is found by time is not beyond them.
  absl::btree_map<kafka::TopicPartition, int64_t> at;
  if (at_time.has_value()) {
    SLUICE_ASSIGN_OR_RETURN(
        at, list(kafka::OffsetQuery::AtTime(*at_time), kafka::IsolationLevel::kReadCommitted));
  }
  SLUICE_ASSIGN_OR_RETURN(const auto ends,
                          list(kafka::OffsetQuery::End(), kafka::IsolationLevel::kReadCommitted));
  SLUICE_ASSIGN_OR_RETURN(const auto log_ends,
                          list(kafka::OffsetQuery::End(), kafka::IsolationLevel::kReadUncommitted));
  for (const kafka::TopicPartition& partition : all) {
    PartitionPosition& position = positions.partitions[partition.partition];
    position.begin = begins.at(partition);
    // An empty log that retention has cleaned ends where it begins.
    position.end = std::max(position.begin, ends.at(partition));
    positions.log_ends[partition.partition] = std::max(position.end, log_ends.at(partition));
    const auto committed = positions.group.offsets.find(partition);
    if (committed != positions.group.offsets.end()) {
      position.committed = committed->second.next_offset;
    }
    position.at_time = position.end;
    if (at_time.has_value()) {
      position.at_time = std::clamp(at.at(partition), position.begin, position.end);
    }
  }
  return positions;
}

}  // namespace sluice::controlplane
