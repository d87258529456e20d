#include "emulator/record/record_decoder.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/value/decimal.h"

namespace sluice::emulator {
namespace {

WireType ExpectedWireType(Kind kind) {
  switch (kind) {
    case Kind::kTinyint:
    case Kind::kSmallint:
    case Kind::kInt:
    case Kind::kBigint:
    case Kind::kBoolean:
    case Kind::kDatetime:
    case Kind::kDate:
    case Kind::kIntervalYearMonth:
      return kVarint;
    case Kind::kDouble:
      return kFixed64;
    case Kind::kFloat:
      return kFixed32;
    default:
      return kBytes;
  }
}

}  // namespace

RecordDecoder::RecordDecoder(const Columns& columns, absl::string_view bytes)
    : columns_(columns), reader_(bytes), wanted_(columns.size(), true), seen_(columns.size()) {}

absl::Status RecordDecoder::Malformed(absl::string_view why) const {
  return ServiceError("MalformedDataStream", absl::StrCat("record ", count_, ": ", why));
}

absl::Status RecordDecoder::Incomplete() const {
  return ServiceError("IncompleteBody", absl::StrCat("the stream ends within record ", count_,
                                                     ", before its footer"));
}

absl::StatusOr<bool> RecordDecoder::Next(Row& row) {
  row.assign(columns_.size(), Value());
  std::fill(seen_.begin(), seen_.end(), false);
  record_crc_ = Crc32c();
  in_record_ = false;
  while (true) {
    uint64_t tag = 0;
    if (!reader_.ReadVarint(tag)) return Incomplete();
    if (tag > std::numeric_limits<uint32_t>::max()) return Malformed("a tag is too large");
    const auto field = static_cast<uint32_t>(tag >> 3);
    const auto wire_type = static_cast<uint32_t>(tag & 7);
    if (field == kMetaCount && wire_type == kVarint) return ReadFooter();
    if (field == kEndRecord && wire_type == kVarint) {
      SLUICE_RETURN_IF_ERROR(ReadEndOfRecord());
      return true;
    }
    in_record_ = true;
    SLUICE_RETURN_IF_ERROR(ReadField(field, wire_type, row));
  }
}

absl::Status RecordDecoder::ReadEndOfRecord() {
  uint64_t sent = 0;
  if (!reader_.ReadVarint(sent)) return Incomplete();
  const uint32_t crc = record_crc_.value();
  if (static_cast<uint32_t>(sent) != crc) {
    return ServiceError("CorruptedDataStream",
                        absl::StrCat("record ", count_, ": its checksum is ", crc, ", not ",
                                     static_cast<uint32_t>(sent)));
  }
  stream_crc_.Update(&crc, sizeof crc);
  ++count_;
  return absl::OkStatus();
}

absl::StatusOr<bool> RecordDecoder::ReadFooter() {
  if (in_record_) return Malformed("the footer begins within a record");
  int64_t count = 0;
  uint64_t tag = 0;
  uint64_t checksum = 0;
  if (!reader_.ReadSigned(count) || !reader_.ReadVarint(tag)) return Incomplete();
  if (tag != (static_cast<uint64_t>(kMetaChecksum) << 3 | kVarint)) {
    return Malformed("the count is not followed by the checksum");
  }
  if (!reader_.ReadVarint(checksum)) return Incomplete();
  if (!reader_.AtEnd()) return Malformed("bytes follow the footer");
  if (count != count_) {
    return ServiceError("CorruptedDataStream", absl::StrCat("the footer counts ", count,
                                                            " records, the stream has ", count_));
  }
  if (static_cast<uint32_t>(checksum) != stream_crc_.value()) {
    return ServiceError("CorruptedDataStream", "the checksum of the records' checksums differs");
  }
  return false;
}

absl::Status RecordDecoder::ReadField(uint32_t field, uint32_t wire_type, Row& row) {
  if (field == 0 || field > columns_.size()) {
    return Malformed(
        absl::StrCat("field ", field, ", but the table has ", columns_.size(), " data columns"));
  }
  const size_t index = field - 1;
  const Column& column = columns_[index];
  if (seen_[index]) return Malformed(absl::StrCat("column ", column.name, " comes twice"));
  seen_[index] = true;
  if (wire_type != ExpectedWireType(column.type.kind)) {
    return Malformed(absl::StrCat("column ", column.name, " of type ", column.type.ToString(),
                                  " cannot have wire type ", wire_type));
  }
  record_crc_.UpdateInt32(static_cast<int32_t>(field));
  return ReadValue(column.type, wanted_[index], 0, row[index]);
}

absl::Status RecordDecoder::ReadValue(const Type& type, bool keep, int depth, Value& value) {
  switch (type.kind) {
    case Kind::kBoolean: {
      uint64_t raw = 0;
      if (!reader_.ReadVarint(raw)) return Incomplete();
      if (raw > 1) return Malformed("a BOOLEAN is neither 0 nor 1");
      const char byte = static_cast<char>(raw);
      record_crc_.Update(&byte, 1);
      value = raw == 1;
      return absl::OkStatus();
    }
    case Kind::kDouble: {
      double number = 0;
      if (!reader_.ReadFixed(number)) return Incomplete();
      record_crc_.Update(&number, sizeof number);
      value = number;
      return absl::OkStatus();
    }
    case Kind::kFloat: {
      float number = 0;
      if (!reader_.ReadFixed(number)) return Incomplete();
      record_crc_.Update(&number, sizeof number);
      value = static_cast<double>(number);
      return absl::OkStatus();
    }
    case Kind::kTimestamp:
    case Kind::kTimestampNtz:
    case Kind::kIntervalDayTime:
      return ReadMoment(value);
    case Kind::kArray:
    case Kind::kMap:
    case Kind::kStruct:
      return ReadNested(type, keep, depth, value);
    default:
      return ExpectedWireType(type.kind) == kVarint ? ReadInteger(type, value)
                                                    : ReadText(type, keep, value);
  }
}

absl::Status RecordDecoder::ReadInteger(const Type& type, Value& value) {
  int64_t number = 0;
  if (!reader_.ReadSigned(number)) return Incomplete();
  record_crc_.UpdateInt64(number);
  value = number;
  return absl::OkStatus();
}

absl::Status RecordDecoder::ReadText(const Type& type, bool keep, Value& value) {
  uint64_t size = 0;
  absl::string_view bytes;
  if (!reader_.ReadVarint(size)) return Incomplete();
  if (size > kFieldBytesMax) {
    return ServiceError("MaxMessageLengthExceeded",
                        absl::StrCat("record ", count_, ": a field of ", size, " bytes; at most ",
                                     kFieldBytesMax, " are allowed"));
  }
  if (!reader_.ReadBytes(size, bytes)) return Incomplete();
  record_crc_.Update(bytes);
  if (!keep) return absl::OkStatus();
  if (type.kind == Kind::kDecimal) {
    if (!IsDecimalText(bytes)) return Malformed("a DECIMAL is not plain decimal text");
    value = Decimal{RoundDecimal(bytes, type.scale)};
  } else {
    value = std::string(bytes);
  }
  return absl::OkStatus();
}

absl::Status RecordDecoder::ReadMoment(Value& value) {
  int64_t seconds = 0;
  int64_t nanos = 0;
  if (!reader_.ReadSigned(seconds) || !reader_.ReadSigned(nanos)) return Incomplete();
  if (nanos <= -1'000'000'000 || nanos >= 1'000'000'000) {
    return Malformed("nanoseconds are out of range");
  }
  record_crc_.UpdateInt64(seconds);
  record_crc_.UpdateInt32(static_cast<int32_t>(nanos));
  // Some writers round towards zero before 1970; one reading for both.
  if (nanos < 0 && seconds > std::numeric_limits<int64_t>::min()) {
    --seconds;
    nanos += 1'000'000'000;
  }
  value = Moment{seconds, static_cast<int32_t>(nanos)};
  return absl::OkStatus();
}

absl::Status RecordDecoder::ReadNested(const Type& type, bool keep, int depth, Value& value) {
  auto nested = std::make_shared<Nested>();
  if (type.kind == Kind::kStruct) {
    for (const Type& part : type.parts) {
      SLUICE_RETURN_IF_ERROR(ReadItem(part, keep, depth + 1, nested->items));
    }
  } else {
    SLUICE_RETURN_IF_ERROR(ReadItems(type.parts[0], keep, depth + 1, nested->items));
    if (type.kind == Kind::kMap) {
      SLUICE_RETURN_IF_ERROR(ReadItems(type.parts[1], keep, depth + 1, nested->values));
      if (nested->items.size() != nested->values.size()) {
        return Malformed("a MAP has more keys than values, or fewer");
      }
    }
  }
  if (keep) value = std::shared_ptr<const Nested>(std::move(nested));
  return absl::OkStatus();
}

absl::Status RecordDecoder::ReadItems(const Type& type, bool keep, int depth,
                                      std::vector<Value>& items) {
  uint64_t count = 0;
  if (!reader_.ReadVarint(count)) return Incomplete();
  // Every item has at least its flag: a count beyond what is left is no count.
  if (count > reader_.left()) return Incomplete();
  for (uint64_t i = 0; i < count; ++i) {
    SLUICE_RETURN_IF_ERROR(ReadItem(type, keep, depth, items));
  }
  return absl::OkStatus();
}

absl::Status RecordDecoder::ReadItem(const Type& type, bool keep, int depth,
                                     std::vector<Value>& items) {
  uint64_t is_null = 0;
  if (!reader_.ReadVarint(is_null)) return Incomplete();
  if (is_null > 1) return Malformed("a NULL flag is neither 0 nor 1");
  Value& item = items.emplace_back();
  return is_null == 1 ? absl::OkStatus() : ReadValue(type, keep, depth, item);
}

}  // namespace sluice::emulator
