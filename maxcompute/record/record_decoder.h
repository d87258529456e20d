#ifndef SLUICE_MAXCOMPUTE_RECORD_RECORD_DECODER_H_
#define SLUICE_MAXCOMPUTE_RECORD_RECORD_DECODER_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "maxcompute/record/column_type.h"
#include "maxcompute/record/crc32c.h"
#include "maxcompute/record/encoded_record.h"
#include "maxcompute/record/value.h"

namespace sluice::maxcompute {

// Reads a record stream and believes nothing: every checksum, count and length is compared. One
// thread at a time. Borrows the bytes, which must outlive it.
class RecordDecoder {
 public:
  // `types` are those of the columns in the stream, in its order.
  RecordDecoder(std::vector<ColumnType> types, absl::string_view stream);

  // Reads the next record into `row` and returns true, or false after the last one, when the footer
  // has been found right and the stream ended with it. DATA_LOSS when anything does not fit; every
  // later call gives the same.
  absl::StatusOr<bool> Next(Row& row);

  int64_t rows() const { return rows_; }

  // The record that Next has read last, in the stream. RecordEncoder::Append takes it into another.
  EncodedRecord last() const {
    return {.bytes = stream_.substr(record_begin_, position_ - record_begin_),
            .crc = FinishCrc32c(record_crc_)};
  }

 private:
  absl::StatusOr<bool> ReadNext(Row& row);
  absl::StatusOr<Value> ReadColumn(uint32_t column, uint32_t wire_type);
  absl::StatusOr<Value> ReadBare(const ColumnType& type, int depth);
  absl::StatusOr<Value> ReadScalar(const ColumnType& type);
  absl::StatusOr<Value> ReadNested(const ColumnType& type, int depth);
  absl::StatusOr<std::vector<Value>> ReadElements(const ColumnType& type, int depth);
  absl::StatusOr<Value> ReadElement(const ColumnType& type, int depth);
  absl::Status ReadEnd(uint32_t wire_type);
  absl::Status ReadFooter(uint32_t wire_type);
  absl::Status SkipMetrics();

  absl::StatusOr<uint64_t> ReadVarint();
  absl::StatusOr<int64_t> ReadZigzag();
  absl::StatusOr<absl::string_view> ReadBytes(uint64_t length);
  absl::Status Damaged(absl::string_view what) const;

  const std::vector<ColumnType> types_;
  const absl::string_view stream_;
  size_t position_ = 0;
  size_t record_begin_ = 0;
  int64_t rows_ = 0;
  uint32_t record_crc_ = kCrc32cInit;
  uint32_t stream_crc_ = kCrc32cInit;
  bool at_end_ = false;
  absl::Status failure_;
};

// All rows of a stream, at most `rows_max` of them.
absl::StatusOr<std::vector<Row>> DecodeRecords(std::vector<ColumnType> types,
                                               absl::string_view stream, int64_t rows_max);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_RECORD_DECODER_H_
