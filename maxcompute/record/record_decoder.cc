#include "maxcompute/record/record_decoder.h"

#include <cstring>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/status_macros.h"
#include "maxcompute/record/wire_format.h"

namespace sluice::maxcompute {
namespace {

constexpr int kDepthMax = 20;

uint32_t WireTypeOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::kTinyint:
    case TypeKind::kSmallint:
    case TypeKind::kInt:
    case TypeKind::kBigint:
    case TypeKind::kBoolean:
    case TypeKind::kDatetime:
    case TypeKind::kDate:
    case TypeKind::kIntervalYearMonth:
      return wire::kVarint;
    case TypeKind::kDouble:
      return wire::kFixed64;
    case TypeKind::kFloat:
      return wire::kFixed32;
    default:
      return wire::kBytes;
  }
}

absl::string_view BytesOf(const auto& number) {
  return {reinterpret_cast<const char*>(&number), sizeof number};
}

}  // namespace

RecordDecoder::RecordDecoder(std::vector<ColumnType> types, absl::string_view stream)
    : types_(std::move(types)), stream_(stream) {}

absl::Status RecordDecoder::Damaged(absl::string_view what) const {
  return absl::DataLossError(
      absl::StrCat("record stream: ", what, " at byte ", position_, ", after ", rows_, " records"));
}

absl::StatusOr<bool> RecordDecoder::Next(Row& row) {
  SLUICE_RETURN_IF_ERROR(failure_);
  if (at_end_) return false;
  absl::StatusOr<bool> more = ReadNext(row);
  if (!more.ok()) failure_ = more.status();
  return more;
}

absl::StatusOr<bool> RecordDecoder::ReadNext(Row& row) {
  row.assign(types_.size(), Value());
  record_begin_ = position_;
  record_crc_ = kCrc32cInit;
  bool in_record = false;
  for (;;) {
    SLUICE_ASSIGN_OR_RETURN(const uint64_t tag, ReadVarint());
    const uint64_t field = tag >> 3;
    const uint32_t wire_type = tag & 7;
    if (field == wire::kEndRecord) {
      SLUICE_RETURN_IF_ERROR(ReadEnd(wire_type));
      return true;
    }
    if (field == wire::kMetaCount) {
      if (in_record) return Damaged("a record without an end");
      SLUICE_RETURN_IF_ERROR(ReadFooter(wire_type));
      return false;
    }
    if (field < 1 || field > types_.size()) return Damaged("a column that the table does not have");
    in_record = true;
    const auto column = static_cast<uint32_t>(field - 1);
    if (!row[column].is_null()) return Damaged("a column twice");
    SLUICE_ASSIGN_OR_RETURN(row[column], ReadColumn(column, wire_type));
  }
}

absl::StatusOr<Value> RecordDecoder::ReadColumn(uint32_t column, uint32_t wire_type) {
  const ColumnType& type = types_[column];
  if (wire_type != WireTypeOf(type.kind)) return Damaged("a value of another type");
  record_crc_ = ExtendCrc32c(record_crc_, BytesOf(column + 1));
  return ReadBare(type, 0);
}

absl::StatusOr<Value> RecordDecoder::ReadBare(const ColumnType& type, int depth) {
  if (depth > kDepthMax) return Damaged("values too deep within each other");
  switch (type.kind) {
    case TypeKind::kBoolean: {
      SLUICE_ASSIGN_OR_RETURN(const uint64_t number, ReadVarint());
      if (number > 1) return Damaged("a BOOLEAN that is neither 0 nor 1");
      const auto byte = static_cast<uint8_t>(number);
      record_crc_ = ExtendCrc32c(record_crc_, BytesOf(byte));
      return Value{number == 1};
    }
    case TypeKind::kDouble: {
      double number = 0;
      SLUICE_ASSIGN_OR_RETURN(const absl::string_view bytes, ReadBytes(sizeof number));
      record_crc_ = ExtendCrc32c(record_crc_, bytes);
      std::memcpy(&number, bytes.data(), sizeof number);
      return Value{number};
    }
    case TypeKind::kFloat: {
      float number = 0;
      SLUICE_ASSIGN_OR_RETURN(const absl::string_view bytes, ReadBytes(sizeof number));
      record_crc_ = ExtendCrc32c(record_crc_, bytes);
      std::memcpy(&number, bytes.data(), sizeof number);
      return Value{number};
    }
    case TypeKind::kTimestamp:
    case TypeKind::kTimestampNtz:
    case TypeKind::kIntervalDayTime: {
      SLUICE_ASSIGN_OR_RETURN(const int64_t seconds, ReadZigzag());
      SLUICE_ASSIGN_OR_RETURN(const int64_t nanos, ReadZigzag());
      if (nanos <= -1'000'000'000 || nanos >= 1'000'000'000) return Damaged("too many nanoseconds");
      const Timestamp timestamp{seconds, static_cast<int32_t>(nanos)};
      record_crc_ = ExtendCrc32c(record_crc_, BytesOf(timestamp.seconds));
      record_crc_ = ExtendCrc32c(record_crc_, BytesOf(timestamp.nanos));
      return Value{timestamp};
    }
    case TypeKind::kArray:
    case TypeKind::kMap:
    case TypeKind::kStruct:
      return ReadNested(type, depth);
    default:
      return ReadScalar(type);
  }
}

absl::StatusOr<Value> RecordDecoder::ReadScalar(const ColumnType& type) {
  if (WireTypeOf(type.kind) == wire::kBytes) {
    SLUICE_ASSIGN_OR_RETURN(const uint64_t length, ReadVarint());
    SLUICE_ASSIGN_OR_RETURN(const absl::string_view bytes, ReadBytes(length));
    record_crc_ = ExtendCrc32c(record_crc_, bytes);
    return Value{std::string(bytes)};
  }
  SLUICE_ASSIGN_OR_RETURN(const int64_t number, ReadZigzag());
  record_crc_ = ExtendCrc32c(record_crc_, BytesOf(number));
  return Value{number};
}

absl::StatusOr<Value> RecordDecoder::ReadNested(const ColumnType& type, int depth) {
  if (type.kind == TypeKind::kStruct) {
    std::vector<Value> fields;
    for (const ColumnType& field : type.arguments) {
      SLUICE_ASSIGN_OR_RETURN(Value value, ReadElement(field, depth));
      fields.push_back(std::move(value));
    }
    return Value{std::move(fields)};
  }
  SLUICE_ASSIGN_OR_RETURN(std::vector<Value> keys, ReadElements(type.arguments[0], depth));
  if (type.kind == TypeKind::kArray) return Value{std::move(keys)};
  SLUICE_ASSIGN_OR_RETURN(std::vector<Value> values, ReadElements(type.arguments[1], depth));
  if (keys.size() != values.size()) return Damaged("a MAP with fewer values than keys");
  std::vector<Value> entries;
  for (size_t i = 0; i < keys.size(); ++i) {
    entries.push_back(std::move(keys[i]));
    entries.push_back(std::move(values[i]));
  }
  return Value{std::move(entries)};
}

absl::StatusOr<std::vector<Value>> RecordDecoder::ReadElements(const ColumnType& type, int depth) {
  SLUICE_ASSIGN_OR_RETURN(const uint64_t count, ReadVarint());
  // Each takes a byte at least.
  if (count > stream_.size() - position_) return Damaged("more elements than bytes");
  std::vector<Value> elements;
  for (uint64_t i = 0; i < count; ++i) {
    SLUICE_ASSIGN_OR_RETURN(Value value, ReadElement(type, depth));
    elements.push_back(std::move(value));
  }
  return elements;
}

absl::StatusOr<Value> RecordDecoder::ReadElement(const ColumnType& type, int depth) {
  SLUICE_ASSIGN_OR_RETURN(const uint64_t is_null, ReadVarint());
  if (is_null > 1) return Damaged("a NULL mark that is neither 0 nor 1");
  if (is_null == 1) return Value();
  return ReadBare(type, depth + 1);
}

absl::Status RecordDecoder::ReadEnd(uint32_t wire_type) {
  if (wire_type != wire::kVarint) return Damaged("a malformed end of record");
  SLUICE_ASSIGN_OR_RETURN(const uint64_t number, ReadVarint());
  // Some writers extend the sign to 64 bits: ten bytes, of which the low half counts.
  const auto crc = static_cast<uint32_t>(number);
  if (crc != FinishCrc32c(record_crc_)) return Damaged("a record with another checksum");
  stream_crc_ = ExtendCrc32c(stream_crc_, BytesOf(crc));
  ++rows_;
  return absl::OkStatus();
}

absl::Status RecordDecoder::ReadFooter(uint32_t wire_type) {
  if (wire_type != wire::kVarint) return Damaged("a malformed footer");
  SLUICE_ASSIGN_OR_RETURN(const int64_t count, ReadZigzag());
  if (count != rows_) return Damaged(absl::StrCat("a footer that counts ", count, " records"));
  SLUICE_ASSIGN_OR_RETURN(uint64_t tag, ReadVarint());
  if (tag == wire::Tag(1, wire::kBytes)) {
    SLUICE_RETURN_IF_ERROR(SkipMetrics());
    SLUICE_ASSIGN_OR_RETURN(tag, ReadVarint());
  }
  if (tag != wire::Tag(wire::kMetaChecksum, wire::kVarint)) {
    return Damaged("a footer without checksum");
  }
  SLUICE_ASSIGN_OR_RETURN(const uint64_t crc, ReadVarint());
  if (static_cast<uint32_t>(crc) != FinishCrc32c(stream_crc_)) {
    return Damaged("a footer with another checksum");
  }
  if (position_ != stream_.size()) return Damaged("bytes after the footer");
  at_end_ = true;
  return absl::OkStatus();
}

absl::Status RecordDecoder::SkipMetrics() {
  SLUICE_ASSIGN_OR_RETURN(const uint64_t length, ReadVarint());
  SLUICE_RETURN_IF_ERROR(ReadBytes(length).status());
  SLUICE_ASSIGN_OR_RETURN(const uint64_t tag, ReadVarint());
  if (tag != wire::Tag(wire::kMetricsEnd, wire::kVarint)) return Damaged("metrics without an end");
  return ReadVarint().status();  // Nobody reads the metrics; their checksum guards nothing of ours.
}

absl::StatusOr<uint64_t> RecordDecoder::ReadVarint() {
  uint64_t value = 0;
  for (int i = 0; i < wire::kVarintBytesMax; ++i) {
    if (position_ >= stream_.size()) return Damaged("the stream ends early");
    const auto byte = static_cast<uint8_t>(stream_[position_++]);
    value |= static_cast<uint64_t>(byte & 0x7F) << (7 * i);
    if (byte < 0x80) return value;
  }
  return Damaged("a number longer than ten bytes");
}

absl::StatusOr<int64_t> RecordDecoder::ReadZigzag() {
  SLUICE_ASSIGN_OR_RETURN(const uint64_t value, ReadVarint());
  return wire::Unzigzag(value);
}

absl::StatusOr<absl::string_view> RecordDecoder::ReadBytes(uint64_t length) {
  if (length > stream_.size() - position_) return Damaged("the stream ends early");
  const absl::string_view bytes = stream_.substr(position_, length);
  position_ += length;
  return bytes;
}

absl::StatusOr<std::vector<Row>> DecodeRecords(std::vector<ColumnType> types,
                                               absl::string_view stream, int64_t rows_max) {
  RecordDecoder decoder(std::move(types), stream);
  std::vector<Row> rows;
  Row row;
  for (;;) {
    SLUICE_ASSIGN_OR_RETURN(const bool more, decoder.Next(row));
    if (!more) return rows;
    if (static_cast<int64_t>(rows.size()) == rows_max) {
      return absl::OutOfRangeError(absl::StrCat("there are more than ", rows_max, " rows"));
    }
    rows.push_back(std::move(row));
  }
}

}  // namespace sluice::maxcompute
