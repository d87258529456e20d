#include "maxcompute/record/record_encoder.h"

#include <array>
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

// As memcpy. Keys, codes and names are short, and then a call costs more than their bytes do: two
// moves of a fixed size, which may overlap.
inline void Copy(char* to, const char* from, size_t size) {
  if (size > 32 || size < 8) {
    if (size > 0) std::memcpy(to, from, size);
  } else if (size >= 16) {
    std::memcpy(to, from, 16);
    std::memcpy(to + size - 16, from + size - 16, 16);
  } else {
    std::memcpy(to, from, 8);
    std::memcpy(to + size - 8, from + size - 8, 8);
  }
}

// The tag in front of each record's checksum, as it is written.
constexpr int kEndTagBytes = wire::VarintBytes(wire::Tag(wire::kEndRecord, wire::kVarint));
constexpr std::array<char, kEndTagBytes> kEndTag = [] {
  std::array<char, kEndTagBytes> bytes{};
  wire::WriteVarint(bytes.data(), wire::Tag(wire::kEndRecord, wire::kVarint));
  return bytes;
}();

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

void RecordEncoder::CopyHead(RecordHead& head) const {
  assert(in_record_);
  head.bytes.assign(buffer_.view().data() + record_begin_, buffer_.size() - record_begin_);
  head.crc = record_crc_;
  head.last_column = last_column_;
}

void RecordEncoder::Begin(const RecordHead& head) {
  Begin();
  Copy(buffer_.Prepare(head.bytes.size()), head.bytes.data(), head.bytes.size());
  buffer_.Advance(head.bytes.size());
  record_crc_ = head.crc;
  last_column_ = head.last_column;
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

void RecordEncoder::PutString(int column, absl::string_view value) { PutText(column, value); }

bool RecordEncoder::PutText(int column, absl::string_view value) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  const crc32c_internal::Implementation& crc32c = crc32c_internal::Chosen();
  char* const begin = buffer_.Prepare(kNumberBytesMax + value.size());
  char* to = WriteTag(begin, column, wire::kBytes);
  to = wire::WriteVarint(to, value.size());
  buffer_.Advance(to + value.size() - begin);
  uint64_t seen = 0;
  record_crc_ =
      crc32c.copy_u32_bytes(record_crc_, FieldNumber(column), to, value.data(), value.size(), seen);
  return (seen & kHighBits) == 0;
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
  std::memcpy(begin, kEndTag.data(), kEndTag.size());
  char* const to = wire::WriteVarint(begin + kEndTag.size(), crc);
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
