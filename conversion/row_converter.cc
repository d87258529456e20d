#include "conversion/row_converter.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "conversion/csv_fields.h"
#include "conversion/json_fields.h"
#include "conversion/time_text.h"
#include "conversion/utf8.h"
#include "maxcompute/record/row_change.h"

namespace sluice::conversion {
namespace {

using maxcompute::TypeKind;

Misfit NotUtf8() {
  return {.reason = "NOT_UTF8", .message = "is not valid UTF-8", .unreadable = true};
}

Misfit NullNotAllowed() {
  return {.reason = "NULL_NOT_ALLOWED", .message = "is missing, and the column is NOT NULL"};
}

std::optional<Misfit> WriteNull(const PlannedColumn& column) {
  if (column.nullable) return std::nullopt;
  return NullNotAllowed();
}

// How many columns there are before the first that differs between records of a source partition.
size_t PlaceColumns(const std::vector<PlannedColumn>& columns) {
  size_t count = 0;
  while (count < columns.size() && (columns[count].source == ColumnSource::kTopic ||
                                    columns[count].source == ColumnSource::kPartition)) {
    ++count;
  }
  return count;
}

// Of the columns that `source` fills; null when there are none.
std::unique_ptr<FieldReader> MakeFields(const ColumnPlan& plan,
                                        const ConversionDefinition& definition, ColumnSource source,
                                        int64_t field_bytes_max) {
  std::vector<PlannedColumn> columns;
  for (const PlannedColumn& column : plan.columns) {
    if (column.source == source) columns.push_back(column);
  }
  if (columns.empty()) return nullptr;
  if (definition.format == Format::kCsv)
    return std::make_unique<CsvFields>(std::move(columns), definition.zone, field_bytes_max);
  return std::make_unique<JsonFields>(std::move(columns), definition.zone, field_bytes_max);
}

// What a rejection calls the text concerned.
const char* NameOf(ColumnSource source, Mode mode) {
  switch (source) {
    case ColumnSource::kKey:
      return "the key";
    case ColumnSource::kValue:
      return "the value";
    case ColumnSource::kTimestamp:
      return "the record's timestamp";
    case ColumnSource::kInsertTime:
      return "the time of its conversion";
    case ColumnSource::kHeaders:
      return "the text of its headers";
    case ColumnSource::kTopic:
    case ColumnSource::kPartition:
    case ColumnSource::kOffset:
      return "the record's place";
    case ColumnSource::kKeyField:
      return "the key's field";
    case ColumnSource::kField:
      break;
  }
  return mode == Mode::kKey ? "the key's field" : "the value's field";
}

Stage StageOf(const Misfit& misfit, bool of_key) {
  if (!misfit.unreadable) return Stage::kTaskPut;
  return of_key ? Stage::kKeyConverter : Stage::kValueConverter;
}

// The text as a whole cannot be taken apart.
Rejection RejectText(bool of_key, const Misfit& misfit) {
  return {.stage = StageOf(misfit, of_key),
          .reason = misfit.reason,
          .column = "",
          .message = absl::StrCat(of_key ? "the key " : "the value ", misfit.message)};
}

}  // namespace

RowConverter::RowConverter(const ColumnPlan& plan, const ConversionDefinition& definition,
                           int64_t field_bytes_max)
    : columns_(plan.columns),
      place_columns_(PlaceColumns(plan.columns)),
      format_(definition.format),
      mode_(definition.mode),
      zone_(definition.zone),
      scalars_(definition.zone, field_bytes_max),
      fields_(MakeFields(plan, definition, ColumnSource::kField, field_bytes_max)),
      key_fields_(MakeFields(plan, definition, ColumnSource::kKeyField, field_bytes_max)),
      changes_of_columns_(plan.changes_of_columns),
      delete_tombstones_(definition.delete_tombstones) {}

std::optional<Rejection> RowConverter::AppendTo(const SourceRecord& record,
                                                maxcompute::RecordEncoder& block) {
  const bool is_delete = delete_tombstones_ && !record.value.has_value();
  if (std::optional<Rejection> rejection = ReadFields(record, is_delete)) return rejection;
  field_ = 0;
  key_field_ = 0;
  size_t next = 0;
  if (is_delete || place_columns_ == 0) {
    block.Begin();
  } else {
    BeginAtPlace(record, block);
    next = place_columns_;
  }
  for (; next < columns_.size(); ++next) {
    const PlannedColumn& column = columns_[next];
    if (is_delete && !column.is_key) {
      if (column.source == ColumnSource::kField) ++field_;
      continue;
    }
    std::optional<Misfit> misfit = Write(column, record, Cell::Column(block, column.position));
    if (!misfit.has_value()) continue;
    block.Abort();
    return Reject(column, *std::move(misfit));
  }
  if (changes_of_columns_ > 0) {
    maxcompute::PutChange(
        block, changes_of_columns_,
        is_delete ? maxcompute::RowChange::kDelete : maxcompute::RowChange::kUpsert);
  }
  block.End();
  return std::nullopt;
}

void RowConverter::BeginAtPlace(const SourceRecord& record, maxcompute::RecordEncoder& block) {
  if (record.partition == place_partition_ && record.topic == place_topic_) [[likely]] {
    return block.Begin(place_);
  }
  block.Begin();
  for (size_t i = 0; i < place_columns_; ++i) {
    const Cell cell = Cell::Column(block, columns_[i].position);
    columns_[i].source == ColumnSource::kTopic ? cell.String(record.topic)
                                               : cell.Bigint(record.partition);
  }
  block.CopyHead(place_);
  place_topic_.assign(record.topic.data(), record.topic.size());
  place_partition_ = record.partition;
}

std::optional<Rejection> RowConverter::ReadFields(const SourceRecord& record, bool is_delete) {
  const auto read = [](FieldReader& fields,
                       std::optional<absl::string_view> text) -> std::optional<Misfit> {
    if (text.has_value() && !IsUtf8(*text)) return NotUtf8();
    return fields.Read(text);
  };
  if (key_fields_ != nullptr) {
    if (std::optional<Misfit> misfit = read(*key_fields_, record.key))
      return RejectText(/*of_key=*/true, *misfit);
  }
  // What a deleted row held is not looked at.
  if (fields_ == nullptr || (is_delete && mode_ == Mode::kValue)) return std::nullopt;
  if (std::optional<Misfit> misfit =
          read(*fields_, mode_ == Mode::kKey ? record.key : record.value)) {
    return RejectText(mode_ == Mode::kKey, *misfit);
  }
  return std::nullopt;
}

std::optional<Misfit> RowConverter::Write(const PlannedColumn& column, const SourceRecord& record,
                                          const Cell& cell) {
  switch (column.source) {
    case ColumnSource::kTopic:
      cell.String(record.topic);
      return std::nullopt;
    case ColumnSource::kPartition:
      cell.Bigint(record.partition);
      return std::nullopt;
    case ColumnSource::kOffset:
      cell.Bigint(record.offset);
      return std::nullopt;
    case ColumnSource::kTimestamp:
      if (record.timestamp_ms < 0) return WriteNull(column);
      return WriteTime(column, record.timestamp_ms, cell);
    case ColumnSource::kInsertTime:
      return WriteTime(column, record.insert_time_ms, cell);
    case ColumnSource::kHeaders:
      return headers_.Write(column.type, record.headers, scalars_, cell);
    case ColumnSource::kKey:
      return WriteWhole(column, record.key, cell);
    case ColumnSource::kValue:
      return WriteWhole(column, record.value, cell);
    case ColumnSource::kField: {
      const int field = field_++;
      return fields_->IsNull(field) ? WriteNull(column) : fields_->Write(field, cell);
    }
    case ColumnSource::kKeyField: {
      const int field = key_field_++;
      return key_fields_->IsNull(field) ? WriteNull(column) : key_fields_->Write(field, cell);
    }
  }
  return std::nullopt;
}

std::optional<Misfit> RowConverter::WriteWhole(const PlannedColumn& column,
                                               const std::optional<absl::string_view>& bytes,
                                               const Cell& cell) {
  if (!bytes.has_value()) return WriteNull(column);
  const bool as_it_is = column.type.kind == TypeKind::kString ||
                        column.type.kind == TypeKind::kBinary || format_ == Format::kJson;
  if (as_it_is && format_ == Format::kText) [[likely]]
    return WriteText(*bytes, cell);
  if (format_ != Format::kBinary && !IsUtf8(*bytes)) return NotUtf8();
  if (format_ == Format::kJson) {
    if (std::optional<Misfit> misfit = json_.Parse(*bytes)) return misfit;
  }
  if (!as_it_is) return scalars_.Write(column.type, *bytes, cell);
  if (std::optional<Misfit> misfit = scalars_.CheckSize(static_cast<int64_t>(bytes->size())))
    return misfit;
  cell.String(*bytes);
  return std::nullopt;
}

// Most text is ASCII, which is seen while it is copied.
std::optional<Misfit> RowConverter::WriteText(absl::string_view text, const Cell& cell) {
  if (std::optional<Misfit> misfit = scalars_.CheckSize(static_cast<int64_t>(text.size()))) {
    return IsUtf8(text) ? misfit : NotUtf8();
  }
  if (!cell.Text(text) && !IsUtf8(text)) return NotUtf8();
  return std::nullopt;
}

std::optional<Misfit> RowConverter::WriteTime(const PlannedColumn& column, int64_t epoch_millis,
                                              const Cell& cell) const {
  if (column.type.kind == TypeKind::kBigint) {
    cell.Bigint(epoch_millis);
    return std::nullopt;
  }
  // Both clocks began after 1970.
  Instant instant{epoch_millis / 1000, static_cast<int32_t>(epoch_millis % 1000) * 1'000'000};
  // The wall clock of the connector's zone, as if it were UTC.
  if (column.type.kind == TypeKind::kTimestampNtz)
    instant.seconds += zone_.At(absl::FromUnixSeconds(instant.seconds)).offset;
  if (!IsInRange(instant))
    return Misfit{.reason = "VALUE_OUT_OF_RANGE", .message = "is after the year 9999"};
  if (column.type.kind == TypeKind::kDatetime) {
    cell.Bigint(epoch_millis);
    return std::nullopt;
  }
  cell.Timestamp(instant.seconds, instant.nanos);
  return std::nullopt;
}

Rejection RowConverter::Reject(const PlannedColumn& column, Misfit misfit) const {
  const bool of_key =
      column.source == ColumnSource::kKey || column.source == ColumnSource::kKeyField;
  return {.stage = StageOf(misfit, of_key),
          .reason = misfit.reason,
          .column = column.name,
          .message = absl::StrCat(NameOf(column.source, mode_), " for the column ", column.name,
                                  ", ", column.type.ToString(), ", ", misfit.message)};
}

}  // namespace sluice::conversion
