#include "dataplane/task/record_intake.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/log/log.h"
#include "maxcompute/record/partition_spec.h"

namespace sluice::dataplane {
namespace {

conversion::Rejection NoTimestamp() {
  return {.stage = conversion::Stage::kValueConverter,
          .reason = "TIMESTAMP_UNUSABLE",
          .column = "",
          .message = "the record has no timestamp between the years 1970 and 9999 to route it by"};
}

}  // namespace

RecordIntake::RecordIntake(const IntakeParts& parts)
    : parts_(parts),
      source_topic_(parts.definition.revision(parts.definition.connector_revision)->source_topic),
      dead_letters_(parts.producer, {.source_topic = source_topic_,
                                     .dead_letter_topic = parts.definition.dead_letter_topic,
                                     .abnormal_data_topic = parts.definition.abnormal_data_topic,
                                     .connector = parts.definition.connector_id(),
                                     .task_index = parts.definition.task_index}) {}

void RecordIntake::Take(SourcePartition& source, const kafka::ConsumedRecord& record) {
  if (record.offset < source.next_offset) return;
  Route& route = *parts_.routes.Of(parts_.definition.connector_revision);
  const std::optional<absl::string_view> value = route.table_partition.ValueOf(record.timestamp_ms);
  if (source.batch == nullptr)
    OpenBatch(source, source.next_offset, parts_.definition.connector_revision);
  if (!value.has_value()) {
    Reject(source, record, NoTimestamp());
  } else if (source.batch->table_partitions() >= parts_.limits.table_partitions_max &&
             !source.batch->HasPartition(*value)) {
    source.reread_from = record.offset;
    return;
  } else {
    Append(source, record, route, *value);
  }
  source.next_offset = record.offset + 1;
  source.batch->Cover(source.next_offset);
}

void RecordIntake::TakeEnd(SourcePartition& source, int64_t offset) {
  if (offset <= source.next_offset) return;
  if (source.batch == nullptr)
    OpenBatch(source, source.next_offset, parts_.definition.connector_revision);
  source.batch->Cover(offset);
  source.next_offset = offset;
}

void RecordIntake::BeginRedo(SourcePartition& source, StandingIntent standing) {
  OpenBatch(source, standing.first_offset, standing.intent.connector_revision);
  source.redo = std::move(standing);
}

void RecordIntake::TakeAgain(SourcePartition& source, const kafka::ConsumedRecord& record) {
  const StandingIntent& redo = *source.redo;
  if (record.offset < redo.first_offset) return;
  Route& route = *parts_.routes.Of(redo.intent.connector_revision);
  const std::optional<absl::string_view> value = route.table_partition.ValueOf(record.timestamp_ms);
  if (!value.has_value()) return;
  const std::string spec =
      maxcompute::PartitionSpec({{parts_.routes.partition_key(), std::string(*value)}}).ForTunnel();
  for (size_t i = 0; i < redo.intent.sessions.size(); ++i) {
    const formats::IntentSession& session = redo.intent.sessions[i];
    if (redo.dead[i] && session.table_partition == spec &&
        record.offset >= session.first_row_offset) {
      return Append(source, record, route, *value);
    }
  }
}

void RecordIntake::EndRedo(SourcePartition& source) {
  int64_t expected = 0;
  for (size_t i = 0; i < source.redo->intent.sessions.size(); ++i) {
    if (source.redo->dead[i]) expected += source.redo->intent.sessions[i].rows;
  }
  if (source.batch->rows() < expected) {
    log::Error("SOURCE_TRUNCATED: the source no longer holds rows that must be written again",
               {{"connector", parts_.definition.connector},
                {"partition", source.partition},
                {"rows_expected", expected},
                {"rows_found", source.batch->rows()}});
  }
  source.batch->Cover(source.redo->intent.next_offset);
  source.next_offset = source.redo->intent.next_offset;
  source.redo.reset();
}

void RecordIntake::Forget(SourcePartition& source) {
  if (source.batch != nullptr) parts_.memory.Give(source.batch->bytes());
  source.batch = nullptr;
  source.dead_letters = nullptr;
}

void RecordIntake::OpenBatch(SourcePartition& source, int64_t first_offset, int64_t revision) {
  source.batch = std::make_unique<Batch>(first_offset, revision, parts_.limits.block_bytes_max);
  source.dead_letters = nullptr;
  source.batch_begun = parts_.clock.Monotonic();
}

void RecordIntake::Append(SourcePartition& source, const kafka::ConsumedRecord& record,
                          Route& route, absl::string_view value) {
  const int64_t before = source.batch->bytes();
  const std::optional<conversion::Rejection> rejection =
      source.batch->Append(value,
                           {.topic = source_topic_,
                            .partition = record.partition,
                            .offset = record.offset,
                            .timestamp_ms = record.timestamp_ms,
                            .key = record.key,
                            .value = record.value},
                           route.converter);
  parts_.memory.Take(source.batch->bytes() - before);
  // What is read again was rejected, and written to its topic, the first time.
  if (rejection.has_value() && !source.redo.has_value()) Reject(source, record, *rejection);
}

void RecordIntake::Reject(SourcePartition& source, const kafka::ConsumedRecord& record,
                          const conversion::Rejection& rejection) {
  if (source.dead_letters == nullptr) source.dead_letters = std::make_shared<Receipt>();
  dead_letters_.Write(record, rejection, source.dead_letters);
}

}  // namespace sluice::dataplane
