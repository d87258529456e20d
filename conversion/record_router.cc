#include "conversion/record_router.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace sluice::conversion {
namespace {

Rejection NoTimestamp() {
  return {.stage = Stage::kValueConverter,
          .reason = "NO_TIMESTAMP",
          .column = "",
          .message =
              "the record has no timestamp, which says into which table partition it goes; "
              "let producers set one, or use the clock INGEST"};
}

Rejection Future(absl::Duration max) {
  return {.stage = Stage::kTaskPut,
          .reason = "FUTURE_RECORD",
          .column = "",
          .message = absl::StrCat("the record's timestamp is more than ", absl::FormatDuration(max),
                                  " in the future; see the producer's clock")};
}

Rejection Late(absl::Duration max) {
  return {.stage = Stage::kTaskPut,
          .reason = "LATE_RECORD",
          .column = "",
          .message = absl::StrCat("the record's timestamp is more than ", absl::FormatDuration(max),
                                  " before the latest of its source partition; see the producer's "
                                  "clock, or let late records have table partitions of their own")};
}

}  // namespace

RecordRouter::RecordRouter(const ConversionDefinition& definition)
    : definition_(definition),
      table_partition_(definition.granularity, definition.zone, definition.pattern) {}

void RecordRouter::BeginBatch(int64_t now_ms) {
  if (definition_.clock == PartitionClock::kNone) {
    fixed_ = "";
    return;
  }
  if (definition_.clock == PartitionClock::kIngest) {
    fixed_ = std::string(table_partition_.ValueOf(now_ms).value_or(""));
    return;
  }
  judging_ = true;
  future_bound_ms_ =
      now_ms + absl::ToInt64Milliseconds(FutureMax(definition_.late, definition_.granularity));
  if (latest_ms_ >= 0) {
    past_bound_ms_ =
        latest_ms_ - absl::ToInt64Milliseconds(PastMax(definition_.late, definition_.granularity));
  }
}

void RecordRouter::BeginRedo(absl::string_view named) {
  judging_ = false;
  if (definition_.clock == PartitionClock::kNone) fixed_ = "";
  if (definition_.clock == PartitionClock::kIngest) fixed_ = std::string(named);
}

Routed RecordRouter::Route(int64_t timestamp_ms) {
  if (fixed_.has_value()) return {.partition = *fixed_, .rejection = std::nullopt};
  const std::optional<absl::string_view> partition = table_partition_.ValueOf(timestamp_ms);
  if (!partition.has_value()) {
    if (timestamp_ms < 0) return {.partition = "", .rejection = NoTimestamp()};
    return {.partition = "",
            .rejection = Future(FutureMax(definition_.late, definition_.granularity))};
  }
  if (!judging_) return {.partition = *partition, .rejection = std::nullopt};
  const Verdict verdict = Judge(timestamp_ms);
  if (verdict != Verdict::kInside)
    return {.partition = *partition, .rejection = TakeBeyond(verdict, *partition)};
  latest_ms_ = std::max(latest_ms_, std::min(timestamp_ms, future_bound_ms_));
  return {.partition = *partition, .rejection = std::nullopt};
}

RecordRouter::Verdict RecordRouter::Judge(int64_t timestamp_ms) const {
  if (timestamp_ms >= past_bound_ms_ && timestamp_ms <= future_bound_ms_) [[likely]]
    return Verdict::kInside;
  // The table partition decides: one whose time has begun, or has not yet ended, takes all of its
  // records.
  const TablePartition::Span span = table_partition_.SpanOf(timestamp_ms);
  if (timestamp_ms > future_bound_ms_) {
    return span.begin > absl::FromUnixMillis(future_bound_ms_) ? Verdict::kFuture
                                                               : Verdict::kInside;
  }
  return span.end <= absl::FromUnixMillis(past_bound_ms_) ? Verdict::kLate : Verdict::kInside;
}

std::optional<Rejection> RecordRouter::TakeBeyond(Verdict verdict, absl::string_view partition) {
  const LatePolicy& late = definition_.late;
  if (late.action == LatePolicy::Action::kOwnPartition) {
    // Once in, it stays: within a batch the answer for a table partition never changes.
    const std::string value(partition);
    if (own_partitions_.contains(value)) return std::nullopt;
    if (static_cast<int>(own_partitions_.size()) < late.own_partitions_max) {
      own_partitions_.insert(value);
      return std::nullopt;
    }
  }
  return verdict == Verdict::kFuture ? Future(FutureMax(late, definition_.granularity))
                                     : Late(PastMax(late, definition_.granularity));
}

}  // namespace sluice::conversion
