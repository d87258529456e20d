#include "controlplane/completeness/completeness_keeper.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "base/status/status_macros.h"
#include "controlplane/completeness/announcement.h"
#include "controlplane/completeness/completeness_rule.h"
#include "controlplane/completeness/table_periods.h"

namespace sluice::controlplane {
namespace {

constexpr int kToldAtOnceMax = 500;

// The high watermarks: behind the last stable offset an open transaction may hold records.
absl::StatusOr<std::map<int32_t, int64_t>> EndsOf(kafka::Admin& admin, const std::string& topic,
                                                  absl::Duration timeout) {
  SLUICE_ASSIGN_OR_RETURN(const kafka::TopicDescription described,
                          kafka::DescribeTopic(admin, topic, timeout));
  std::vector<kafka::TopicPartition> partitions;
  for (int32_t i = 0; i < described.partitions; ++i) partitions.push_back({topic, i});
  SLUICE_ASSIGN_OR_RETURN(const auto listed,
                          admin.ListOffsets(partitions, kafka::OffsetQuery::End(),
                                            kafka::IsolationLevel::kReadUncommitted, timeout));
  std::map<int32_t, int64_t> ends;
  for (const auto& [partition, end] : listed) ends[partition.partition] = end;
  return ends;
}

}  // namespace

absl::StatusOr<bool> CompletenessKeeper::Keep(const ReconcileClaim& claim,
                                              const Connector& connector,
                                              const Instance& instance) {
  SLUICE_ASSIGN_OR_RETURN(const bool more, Judge(claim, connector, instance));
  if (!connector.spec.completeness.announcement_topic.empty())
    SLUICE_RETURN_IF_ERROR(Announce(claim, connector, instance));
  return more;
}

absl::StatusOr<bool> CompletenessKeeper::Judge(const ReconcileClaim& claim,
                                               const Connector& connector,
                                               const Instance& instance) {
  SLUICE_ASSIGN_OR_RETURN(conversion::TablePartition periods, TablePeriodsOf(connector.spec.sink));
  CompletenessFacts facts;
  facts.ends_time = clock_.Now();
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin,
                          connections_.AdminOf(instance));
  SLUICE_ASSIGN_OR_RETURN(facts.ends, EndsOf(*admin, connector.spec.source.topic, call_timeout_));
  // Read after the ends were asked: what a report says of an offset then was so at that time.
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Task> tasks, tasks_.ListTasks(connector.uid));
  std::set<std::string> written;
  for (const Task& task : tasks) {
    if (!task.report.has_value()) continue;
    facts.sources.insert(facts.sources.end(), task.report->partitions.begin(),
                         task.report->partitions.end());
    for (const TablePartitionReport& report : task.report->table_partitions) {
      facts.table_partitions.push_back(report);
      written.insert(report.value);
    }
  }
  SLUICE_ASSIGN_OR_RETURN(facts.later_ends,
                          EndsOf(*admin, connector.spec.source.topic, call_timeout_));
  facts.now = clock_.Now();
  SLUICE_ASSIGN_OR_RETURN(const CompletenessState before, store_.GetCompleteness(connector.uid));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Completion> known,
                          store_.FindCompletions(connector.uid, written));
  const CompletenessVerdict verdict = JudgeCompleteness(
      before, known, facts,
      {.table_partition = periods,
       .grace = connector.spec.completeness.grace,
       .reads_everything = connector.spec.source.start_offset == StartOffset::kEarliest,
       .announces = !connector.spec.completeness.announcement_topic.empty()});
  SLUICE_RETURN_IF_ERROR(store_.NoteCompleteness(claim, verdict.state, verdict.changes));
  return verdict.more;
}

absl::Status CompletenessKeeper::Announce(const ReconcileClaim& claim, const Connector& connector,
                                          const Instance& instance) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Completion> untold,
                          store_.ListUnannounced(connector.uid, kToldAtOnceMax));
  if (untold.empty()) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(const absl::TimeZone zone, TimeZoneOf(connector.spec.sink));
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Producer> producer,
                          connections_.ProducerOf(instance));
  std::vector<Announcement> announcements;
  for (const Completion& completion : untold)
    announcements.push_back(controlplane::Announce(connector, completion, zone));
  std::vector<kafka::ProducerRecord> records;
  for (const Announcement& announcement : announcements) {
    records.push_back({.topic = connector.spec.completeness.announcement_topic,
                       .key = announcement.key,
                       .value = announcement.value});
  }
  const absl::Status told = kafka::ProduceAllAndWait(*producer, records, call_timeout_);
  if (absl::IsUnavailable(told)) connections_.Drop(instance);  // The next attempt asks anew.
  SLUICE_RETURN_IF_ERROR(told);
  // A crash before this tells them once more, with the same ids.
  return store_.NoteAnnounced(claim, untold);
}

}  // namespace sluice::controlplane
