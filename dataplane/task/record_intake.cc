#include "dataplane/task/record_intake.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "maxcompute/record/partition_spec.h"

namespace sluice::dataplane {
namespace {

// Reads a record's headers when the table has a column for them.
class HeadersOf : public conversion::RecordHeaders {
 public:
  explicit HeadersOf(const kafka::ConsumedRecord& record) : record_(record) {}

  void Read(std::vector<conversion::RecordHeader>& headers) const override {
    for (const kafka::ConsumedHeader& header : record_.Headers())
      headers.push_back({.key = header.key, .value = header.value});
  }

 private:
  const kafka::ConsumedRecord& record_;
};

// The value of the partition column of the table partition that a dead session is of; the first one
// with the clock INGEST, which has no other.
std::string NamedValue(const RedoPlan& plan) {
  for (const RedoPlan::Share& share : plan.shares) {
    const absl::StatusOr<maxcompute::PartitionSpec> spec =
        maxcompute::PartitionSpec::Parse(share.table_partition);
    if (spec.ok()) return spec->levels().front().second;  // Not so in a table without partitions.
  }
  return "";
}

}  // namespace

RecordIntake::RecordIntake(const IntakeParts& parts)
    : parts_(parts),
      revision_(*parts.definition.revision(parts.definition.connector_revision)),
      dead_letters_(parts.producer, parts.clock,
                    {.source_topic = revision_.source_topic,
                     .dead_letter_topic = parts.definition.dead_letter_topic,
                     .abnormal_data_topic = parts.definition.abnormal_data_topic,
                     .connector = parts.definition.connector_id(),
                     .connector_uid = parts.definition.connector_uid,
                     .task_index = parts.definition.task_index}),
      storms_(revision_.errors) {}

// ---- records that are seen for the first time

void RecordIntake::Take(SourcePartition& source, const kafka::ConsumedRecord& record) {
  if (record.offset < source.next_offset || !source.halt.ok()) return;
  if (source.batch == nullptr) BeginBatch(source);
  if (!source.held.empty() && source.held.Contains(record.offset)) [[unlikely]] {
    source.next_offset = record.offset + 1;
    return source.batch->Cover(source.next_offset);
  }
  const conversion::Routed routed = source.router->Route(record.timestamp_ms);
  if (routed.rejection.has_value()) {
    if (!MayPass(source, record, *routed.rejection, RejectedBy::kRouter)) return;
  } else if (source.batch->table_partitions() >= parts_.limits.table_partitions_max &&
             !source.batch->HasPartition(routed.partition)) {
    source.reread_from = record.offset;
    return;
  } else if (const std::optional<conversion::Rejection> rejection =
                 Append(source, record, parts_.routes.current(), routed.partition)) {
    if (!MayPass(source, record, *rejection, RejectedBy::kConverter)) return;
  } else if (!Weather(source, storms_.Good(record.offset, source.recent))) {
    return;
  }
  source.next_offset = record.offset + 1;
  source.batch->Cover(source.next_offset);
}

void RecordIntake::TakeEnd(SourcePartition& source, int64_t offset) {
  if (offset <= source.next_offset || !source.halt.ok()) return;
  if (source.batch == nullptr) BeginBatch(source);
  source.batch->Cover(offset);
  source.next_offset = offset;
}

bool RecordIntake::MayPass(SourcePartition& source, const kafka::ConsumedRecord& record,
                           const conversion::Rejection& rejection, RejectedBy rejected_by) {
  if (revision_.errors.tolerance == ErrorPolicy::Tolerance::kNone) {
    source.halt = BadRecord(record, rejection);
    // What came before it goes on its way; with nothing before it there is nothing to do.
    if (source.batch->next_offset() == source.batch->first_offset()) Forget(source);
    return false;
  }
  Write(source, record, rejection, rejected_by);
  source.dead_letters->Count(rejection.reason);
  return Weather(source, storms_.Bad(record.offset, source.recent, parts_.clock.Monotonic()));
}

// False, and reading is over, when it blows too hard. The batch in hand is dropped: its offset does
// not move, its dead letters are at least once.
bool RecordIntake::Weather(SourcePartition& source, StormGuard::Storm storm) {
  if (storm == StormGuard::Storm::kNone) [[likely]]
    return true;
  const bool of_share = storm == StormGuard::Storm::kShare;
  const std::string what =
      of_share ? absl::StrCat(source.recent.bad(), " of the last ", RecentRecords::kWindow,
                              " records of topic ", revision_.source_topic, ", partition ",
                              source.partition, ", are no rows, and error_policy.max_share is ",
                              revision_.errors.share_max)
               : absl::StrCat(storms_.in_last_minute(),
                              " records of the task were no rows within a minute, and "
                              "error_policy.max_per_minute is ",
                              revision_.errors.per_minute_max);
  source.halt = WithRemedy(
      WithReason(absl::FailedPreconditionError(
                     absl::StrCat(what, "; reading stopped before offset ", source.next_offset)),
                 "TOO_MANY_BAD_RECORDS"),
      absl::StrCat("see the reasons of the records in topic ", parts_.definition.dead_letter_topic,
                   parts_.definition.abnormal_data_topic == parts_.definition.dead_letter_topic
                       ? ""
                       : absl::StrCat(" and ", parts_.definition.abnormal_data_topic),
                   "; mend the producer, sink.format or the table, and restart the connector; or "
                   "raise the limit"));
  if (!of_share) storm_ = source.halt;
  Forget(source);
  return false;
}

absl::Status RecordIntake::BadRecord(const kafka::ConsumedRecord& record,
                                     const conversion::Rejection& rejection) const {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat(
                     "the record of topic ", revision_.source_topic, ", partition ",
                     record.partition, ", offset ", record.offset, " is no row: ", rejection.reason,
                     " at ", StageName(rejection.stage),
                     rejection.column.empty() ? "" : absl::StrCat(", column ", rejection.column),
                     ": ", rejection.message)),
                 "BAD_RECORD"),
      "set error_policy.tolerance to ALL; or mend what is said, or move the connector's offset "
      "past "
      "the record, and restart the connector");
}

void RecordIntake::BeginBatch(SourcePartition& source) {
  if (source.router == nullptr)
    source.router = std::make_unique<conversion::RecordRouter>(parts_.routes.current().definition);
  now_ms_ = absl::ToUnixMillis(parts_.clock.Now());
  source.router->BeginBatch(now_ms_);
  OpenBatch(source, source.next_offset, parts_.definition.connector_revision);
  if (parts_.routes.current().definition.clock == conversion::PartitionClock::kIngest)
    source.latest_ms = now_ms_;
}

// ---- rows of dead sessions, once more (rule S9)

absl::Status RecordIntake::BeginRedo(SourcePartition& source, RedoPlan plan,
                                     std::shared_ptr<Receipt> dead_letters) {
  SLUICE_ASSIGN_OR_RETURN(Route * route, parts_.routes.Of(plan.revision));
  source.redo_router = std::make_unique<conversion::RecordRouter>(route->definition);
  source.redo_router->BeginRedo(NamedValue(plan));
  OpenBatch(source, plan.first_offset, plan.revision);
  source.dead_letters = std::move(dead_letters);
  source.redo = std::move(plan);
  source.redo_held = 0;
  return absl::OkStatus();
}

absl::Status RecordIntake::TakeAgain(SourcePartition& source, const kafka::ConsumedRecord& record) {
  const RedoPlan& redo = *source.redo;
  if (record.offset < redo.first_offset) return absl::OkStatus();
  const conversion::Routed routed = source.redo_router->Route(record.timestamp_ms);
  if (routed.rejection.has_value()) return absl::OkStatus();
  const std::string spec = parts_.routes.Spec(routed.partition).ForTunnel();
  if (!redo.Takes(spec, record.offset)) return absl::OkStatus();
  if (source.held.Contains(record.offset)) {
    ++source.redo_held;
    return absl::OkStatus();
  }
  SLUICE_ASSIGN_OR_RETURN(Route * route, parts_.routes.Of(redo.revision));
  const std::optional<conversion::Rejection> rejection =
      Append(source, record, *route, routed.partition);
  if (!rejection.has_value()) return absl::OkStatus();
  // With NONE the batch had no bad record: the table has changed since.
  const RevisionDefinition& revision = *parts_.definition.revision(redo.revision);
  if (revision.errors.tolerance == ErrorPolicy::Tolerance::kNone)
    return BadRecord(record, *rejection);
  // It was written to its topic the first time, unless the table has changed since: better twice
  // than not at all. It is not counted again.
  Write(source, record, *rejection, RejectedBy::kConverter);
  return absl::OkStatus();
}

void RecordIntake::EndRedo(SourcePartition& source) {
  const int64_t found = source.batch->rows() + source.redo_held;
  if (found < source.redo->rows) source.truncated = Truncated(source, source.redo->rows - found);
  source.batch->Cover(source.redo->next_offset);
  source.next_offset = source.redo->next_offset;
  source.redo.reset();
  source.redo_router = nullptr;
}

absl::Status RecordIntake::Truncated(const SourcePartition& source, int64_t rows_lost) const {
  const absl::Status truncated = WithRemedy(
      WithReason(absl::DataLossError(absl::StrCat(
                     rows_lost, " rows of topic ", revision_.source_topic, ", partition ",
                     source.partition, ", offsets ", source.redo->first_offset, " to ",
                     source.redo->next_offset - 1,
                     ", had to be written again, and the source no longer holds their records")),
                 "SOURCE_TRUNCATED"),
      "these rows are lost unless another copy of the records exists; let the topic keep its "
      "records for longer than the connector may stand still. Stop and deploy the connector to end "
      "this notice");
  log::Error("rows are lost", {{"connector", parts_.definition.connector},
                               {"task", parts_.definition.task_index},
                               {"error", truncated}});
  return truncated;
}

void RecordIntake::Forget(SourcePartition& source) {
  source.batch = nullptr;
  source.dead_letters = nullptr;
}

// ---- of both

void RecordIntake::OpenBatch(SourcePartition& source, int64_t first_offset, int64_t revision) {
  source.batch =
      std::make_unique<Batch>(first_offset, revision, parts_.memory, parts_.limits.blocks);
  source.dead_letters = nullptr;
  source.latest_ms = -1;
  source.batch_begun = parts_.clock.Monotonic();
}

std::optional<conversion::Rejection> RecordIntake::Append(SourcePartition& source,
                                                          const kafka::ConsumedRecord& record,
                                                          Route& route,
                                                          absl::string_view table_partition) {
  const HeadersOf headers(record);
  std::optional<conversion::Rejection> rejection = source.batch->Append(
      table_partition,
      {.topic = revision_.source_topic,
       .partition = record.partition,
       .offset = record.offset,
       .timestamp_ms = record.timestamp_ms,
       .key = record.key,
       .value = record.value,
       .headers = &headers,
       .insert_time_ms = route.tells_insert_time ? absl::ToUnixMillis(parts_.clock.Now()) : 0},
      route.converter);
  if (!rejection.has_value() && route.definition.clock == conversion::PartitionClock::kRecord &&
      record.timestamp_ms > source.latest_ms && HasPassed(record.timestamp_ms))
    source.latest_ms = record.timestamp_ms;
  return rejection;
}

// The clock is asked only when records catch up with what it said last.
bool RecordIntake::HasPassed(int64_t timestamp_ms) {
  if (timestamp_ms > now_ms_) now_ms_ = absl::ToUnixMillis(parts_.clock.Now());
  return timestamp_ms <= now_ms_;
}

void RecordIntake::Write(SourcePartition& source, const kafka::ConsumedRecord& record,
                         const conversion::Rejection& rejection, RejectedBy rejected_by) {
  if (source.dead_letters == nullptr) source.dead_letters = std::make_shared<Receipt>();
  dead_letters_.Write(record, rejection, rejected_by, source.dead_letters);
}

}  // namespace sluice::dataplane
