#include "maxcompute/record/record_encoder.h"

#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

#include "absl/strings/string_view.h"
#include "maxcompute/record/wire_format.h"

namespace sluice::maxcompute {
namespace {

static_assert(std::endian::native == std::endian::little,
              "fixed-width fields are copied as they are");

constexpr size_t kTagBytesMax = 5;
constexpr size_t kNumberBytesMax = kTagBytesMax + 10;

// What goes into a record's CRC instead of its tag.
uint32_t FieldNumber(int column) { return static_cast<uint32_t>(column) + 1; }

}  // namespace

RecordEncoder::RecordEncoder(BlockBuffer memory) : buffer_(std::move(memory)) { buffer_.Clear(); }

inline char* RecordEncoder::WriteTag(char* to, int column, uint32_t wire_type) {
  assert(in_record_ && column > last_column_);
  last_column_ = column;
  const uint32_t tag = wire::Tag(FieldNumber(column), wire_type);
  if (tag < 0x80) [[likely]] {
    *to = static_cast<char>(tag);
    return to + 1;
  }
  return wire::WriteVarint(to, tag);
}

void RecordEncoder::Begin() {
  assert(!in_record_);
  in_record_ = true;
  record_begin_ = buffer_.size();
  record_crc_ = kCrc32cInit;
  last_column_ = -1;
}

void RecordEncoder::PutBigint(int column, int64_t value) {
  char* const begin = buffer_.Prepare(kNumberBytesMax);
  char* to = WriteTag(begin, column, wire::kVarint);
  to = wire::WriteVarint(to, wire::Zigzag(value));
  buffer_.Advance(to - begin);
  record_crc_ = crc32c_internal::Chosen().extend_u32_u64(record_crc_, FieldNumber(column),
                                                         static_cast<uint64_t>(value));
}

void RecordEncoder::PutBoolean(int column, bool value) {
  char* const begin = buffer_.Prepare(kNumberBytesMax);
  char* to = WriteTag(begin, column, wire::kVarint);
  *to++ = value ? 1 : 0;
  buffer_.Advance(to - begin);
  record_crc_ =
      crc32c_internal::Chosen().extend_u32_bytes(record_crc_, FieldNumber(column), to - 1, 1);
}

void RecordEncoder::PutDouble(int column, double value) {
  char* const begin = buffer_.Prepare(kNumberBytesMax);
  char* const to = WriteTag(begin, column, wire::kFixed64);
  std::memcpy(to, &value, sizeof value);
  buffer_.Advance(to + sizeof value - begin);
  record_crc_ = crc32c_internal::Chosen().extend_u32_u64(record_crc_, FieldNumber(column),
                                                         std::bit_cast<uint64_t>(value));
}

void RecordEncoder::PutFloat(int column, float value) {
  char* const begin = buffer_.Prepare(kNumberBytesMax);
  char* const to = WriteTag(begin, column, wire::kFixed32);
  std::memcpy(to, &value, sizeof value);
  buffer_.Advance(to + sizeof value - begin);
  record_crc_ = crc32c_internal::Chosen().extend_u32_bytes(record_crc_, FieldNumber(column), to,
                                                           sizeof value);
}

void RecordEncoder::PutString(int column, absl::string_view value) {
  char* const begin = buffer_.Prepare(kNumberBytesMax + value.size());
  char* to = WriteTag(begin, column, wire::kBytes);
  to = wire::WriteVarint(to, value.size());
  if (!value.empty()) std::memcpy(to, value.data(), value.size());
  buffer_.Advance(to + value.size() - begin);
  record_crc_ = crc32c_internal::Chosen().extend_u32_bytes(record_crc_, FieldNumber(column), to,
                                                           value.size());
}

inline void RecordEncoder::AddToCrc(const void* bytes, size_t size) {
  record_crc_ = crc32c_internal::Chosen().extend(record_crc_, bytes, size);
}

inline char* RecordEncoder::WriteTimestamp(char* to, int64_t epoch_seconds, int32_t nanos) {
  AddToCrc(&epoch_seconds, sizeof epoch_seconds);
  AddToCrc(&nanos, sizeof nanos);
  to = wire::WriteVarint(to, wire::Zigzag(epoch_seconds));
  return wire::WriteVarint(to, wire::Zigzag(nanos));
}

void RecordEncoder::PutTimestamp(int column, int64_t epoch_seconds, int32_t nanos) {
  const uint32_t field = FieldNumber(column);
  AddToCrc(&field, sizeof field);
  char* const begin = buffer_.Prepare(kNumberBytesMax + 10);
  char* const to = WriteTag(begin, column, wire::kBytes);
  buffer_.Advance(WriteTimestamp(to, epoch_seconds, nanos) - begin);
}

void RecordEncoder::PutNested(int column) {
  const uint32_t field = FieldNumber(column);
  AddToCrc(&field, sizeof field);
  char* const begin = buffer_.Prepare(kTagBytesMax);
  buffer_.Advance(WriteTag(begin, column, wire::kBytes) - begin);
}

void RecordEncoder::AddCount(size_t count) {
  char* const begin = buffer_.Prepare(wire::kVarintBytesMax);
  buffer_.Advance(wire::WriteVarint(begin, count) - begin);
}

// Whether an element or field is NULL. Like counts, it is no part of the checksum.
inline void RecordEncoder::Mark(char is_null) {
  *buffer_.Prepare(1) = is_null;
  buffer_.Advance(1);
}

void RecordEncoder::AddNull() { Mark(1); }

void RecordEncoder::AddNested() { Mark(0); }

void RecordEncoder::AddBigint(int64_t value) {
  Mark(0);
  char* const begin = buffer_.Prepare(wire::kVarintBytesMax);
  buffer_.Advance(wire::WriteVarint(begin, wire::Zigzag(value)) - begin);
  AddToCrc(&value, sizeof value);
}

void RecordEncoder::AddBoolean(bool value) {
  Mark(0);
  const char byte = value ? 1 : 0;
  *buffer_.Prepare(1) = byte;
  buffer_.Advance(1);
  AddToCrc(&byte, 1);
}

void RecordEncoder::AddDouble(double value) {
  Mark(0);
  buffer_.Append({reinterpret_cast<const char*>(&value), sizeof value});
  AddToCrc(&value, sizeof value);
}

void RecordEncoder::AddFloat(float value) {
  Mark(0);
  buffer_.Append({reinterpret_cast<const char*>(&value), sizeof value});
  AddToCrc(&value, sizeof value);
}

void RecordEncoder::AddString(absl::string_view value) {
  Mark(0);
  AddCount(value.size());
  if (value.empty()) return;
  buffer_.Append(value);
  AddToCrc(value.data(), value.size());
}

void RecordEncoder::AddTimestamp(int64_t epoch_seconds, int32_t nanos) {
  Mark(0);
  char* const begin = buffer_.Prepare(2 * wire::kVarintBytesMax);
  buffer_.Advance(WriteTimestamp(begin, epoch_seconds, nanos) - begin);
}

void RecordEncoder::End() {
  assert(in_record_);
  in_record_ = false;
  const uint32_t crc = FinishCrc32c(record_crc_);
  char* const begin = buffer_.Prepare(kNumberBytesMax);
  char* to = wire::WriteVarint(begin, wire::Tag(wire::kEndRecord, wire::kVarint));
  to = wire::WriteVarint(to, crc);
  buffer_.Advance(to - begin);
  block_crc_ = crc32c_internal::Chosen().extend(block_crc_, &crc, sizeof crc);
  ++rows_;
}

void RecordEncoder::Abort() {
  assert(in_record_);
  in_record_ = false;
  buffer_.Truncate(record_begin_);
}

void RecordEncoder::Append(const EncodedRecord& record) {
  assert(!in_record_);
  buffer_.Append(record.bytes);
  block_crc_ = crc32c_internal::Chosen().extend(block_crc_, &record.crc, sizeof record.crc);
  ++rows_;
}

int64_t RecordEncoder::encoded_bytes() const {
  constexpr int kFooterTags = 4 + 4;
  return dropped_bytes_ + static_cast<int64_t>(buffer_.size()) + kFooterTags +
         wire::VarintBytes(wire::Zigzag(rows_)) + wire::VarintBytes(FinishCrc32c(block_crc_));
}

void RecordEncoder::Drop() {
  assert(!in_record_);
  dropped_bytes_ += static_cast<int64_t>(buffer_.size());
  buffer_.Clear();
}

EncodedBlock RecordEncoder::Finish() {
  assert(!in_record_);
  char* const begin = buffer_.Prepare(2 * kNumberBytesMax);
  char* to = wire::WriteVarint(begin, wire::Tag(wire::kMetaCount, wire::kVarint));
  to = wire::WriteVarint(to, wire::Zigzag(rows_));
  to = wire::WriteVarint(to, wire::Tag(wire::kMetaChecksum, wire::kVarint));
  to = wire::WriteVarint(to, FinishCrc32c(block_crc_));
  buffer_.Advance(to - begin);
  EncodedBlock block{std::move(buffer_), rows_};
  *this = RecordEncoder();
  return block;
}

}  // namespace sluice::maxcompute
