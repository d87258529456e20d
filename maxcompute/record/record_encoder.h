#ifndef SLUICE_MAXCOMPUTE_RECORD_RECORD_ENCODER_H_
#define SLUICE_MAXCOMPUTE_RECORD_RECORD_ENCODER_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "maxcompute/record/block_buffer.h"
#include "maxcompute/record/crc32c.h"
#include "maxcompute/record/encoded_record.h"

namespace sluice::maxcompute {

// A finished record stream: what one block holds, footer included, not compressed.
struct EncodedBlock {
  BlockBuffer bytes;
  int64_t rows = 0;
};

// The first columns of a record, as they are written and as they count in its checksum.
struct RecordHead {
  std::string bytes;
  uint32_t crc = kCrc32cInit;
  int last_column = -1;
};

// Writes rows as a record stream, each field straight into the block it will be sent in.
//
// Between Begin and End come the columns that are not NULL, in ascending order, each at most once,
// with the Put of the column's type: the wire does not say the type, so a wrong Put is a corrupt
// row. `column` is the position among the data columns, from 0. The encoder knows no schema and
// checks none of this but by assertion.
//
// Allocates only when the block outgrows its memory. One thread at a time. Cannot fail.
class RecordEncoder {
 public:
  RecordEncoder() = default;
  // Writes into this memory, whose content is forgotten.
  explicit RecordEncoder(BlockBuffer memory);

  void Begin();

  // Copies what the record begun holds so far; others that begin alike may begin with it.
  void CopyHead(RecordHead& head) const;
  void Begin(const RecordHead& head);

  // TINYINT, SMALLINT, INT, BIGINT.
  void PutBigint(int column, int64_t value);
  void PutBoolean(int column, bool value);
  void PutDouble(int column, double value);
  void PutFloat(int column, float value);
  // STRING, BINARY, CHAR, VARCHAR, JSON.
  void PutString(int column, absl::string_view value);
  // The same in one pass; returns whether all bytes are ASCII, for which nobody need look again.
  bool PutText(int column, absl::string_view value);
  // Plain text without exponent: "-3.14".
  void PutDecimal(int column, absl::string_view value) { PutString(column, value); }
  // Milliseconds since 1970-01-01 UTC.
  void PutDatetime(int column, int64_t epoch_millis) { PutBigint(column, epoch_millis); }
  // Days since 1970-01-01.
  void PutDate(int column, int64_t epoch_days) { PutBigint(column, epoch_days); }
  // Months.
  void PutIntervalYearMonth(int column, int64_t months) { PutBigint(column, months); }
  // TIMESTAMP, TIMESTAMP_NTZ, INTERVAL_DAY_TIME. `nanos` is 0 to 999,999,999 also before 1970.
  void PutTimestamp(int column, int64_t epoch_seconds, int32_t nanos);

  // ARRAY, MAP, STRUCT: PutNested, then what is in it, in the order of the wire. An ARRAY is a
  // count and its elements; a MAP all its keys as an ARRAY, then all its values as one; a STRUCT
  // its fields. An element or field is one Add: AddNull, the Add of its type, or AddNested and what
  // is in that.
  void PutNested(int column);
  void AddCount(size_t count);
  void AddNull();
  void AddNested();
  void AddBigint(int64_t value);  // As PutBigint: also DATETIME, DATE, INTERVAL_YEAR_MONTH.
  void AddBoolean(bool value);
  void AddDouble(double value);
  void AddFloat(float value);
  void AddString(absl::string_view value);  // As PutString: also DECIMAL.
  void AddTimestamp(int64_t epoch_seconds, int32_t nanos);

  void End();

  // Takes back the record begun, as if Begin had not been called.
  void Abort();

  // A whole record that another encoder has written, for columns of the same numbers.
  void Append(const EncodedRecord& record);

  // Between Begin and End or Abort.
  bool in_record() const { return in_record_; }

  // Finished records.
  int64_t rows() const { return rows_; }
  // How long the block would be if it were finished now, with the record begun and without its End,
  // and with what was dropped.
  int64_t encoded_bytes() const;

  // A block can be taken away in pieces, so that its rows need not lie in memory all at once:
  // `finished` are the bytes since the last Drop, and Finish returns what is left. No record may be
  // begun.
  absl::string_view finished() const { return buffer_.view(); }
  void Drop();

  // Memory for so many bytes before the next Drop or Finish, so that growing copies nothing.
  void Reserve(size_t bytes) { buffer_.Reserve(bytes); }

  // How long the record begun is so far.
  int64_t record_bytes() const { return buffer_.size() - record_begin_; }
  int64_t memory_bytes() const { return buffer_.capacity(); }

  // Ends the stream and hands it over; the encoder is as new. No record may be begun.
  EncodedBlock Finish();

 private:
  char* WriteTag(char* to, int column, uint32_t wire_type);
  void Mark(char is_null);
  // The bytes that Put and Add have in common, and what of them enters the checksum.
  char* WriteTimestamp(char* to, int64_t epoch_seconds, int32_t nanos);
  void AddToCrc(const void* bytes, size_t size);

  BlockBuffer buffer_;
  int64_t dropped_bytes_ = 0;
  int64_t rows_ = 0;
  size_t record_begin_ = 0;
  uint32_t record_crc_ = kCrc32cInit;
  uint32_t block_crc_ = kCrc32cInit;
  int last_column_ = -1;
  bool in_record_ = false;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_RECORD_ENCODER_H_
