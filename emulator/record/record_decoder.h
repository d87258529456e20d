#ifndef SLUICE_EMULATOR_RECORD_RECORD_DECODER_H_
#define SLUICE_EMULATOR_RECORD_RECORD_DECODER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "emulator/record/crc32c.h"
#include "emulator/record/wire.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// Reads a tunnel's record stream row by row and believes nothing: every record's CRC, the footer's
// count and checksum, and the end after it.
//
// Borrows columns and bytes. Errors: MalformedDataStream (not the format), CorruptedDataStream (a
// checksum or the count differs), IncompleteBody (it ends before its footer),
// MaxMessageLengthExceeded (a field above 8 MiB).
class RecordDecoder {
 public:
  static constexpr int64_t kFieldBytesMax = int64_t{8} << 20;

  RecordDecoder(const Columns& columns, absl::string_view bytes);

  // Values of columns that are not wanted are checked and left NULL.
  void Want(std::vector<bool> wanted) { wanted_ = std::move(wanted); }

  // Fills `row`, one value per column, and answers true; false after the last row and a sound
  // footer.
  absl::StatusOr<bool> Next(Row& row);

  // Rows read so far.
  int64_t count() const { return count_; }

 private:
  absl::StatusOr<bool> ReadFooter();
  absl::Status ReadField(uint32_t field, uint32_t wire_type, Row& row);
  absl::Status ReadEndOfRecord();
  absl::Status ReadValue(const Type& type, bool keep, int depth, Value& value);
  absl::Status ReadInteger(const Type& type, Value& value);
  absl::Status ReadText(const Type& type, bool keep, Value& value);
  absl::Status ReadMoment(Value& value);
  absl::Status ReadNested(const Type& type, bool keep, int depth, Value& value);
  absl::Status ReadItems(const Type& type, bool keep, int depth, std::vector<Value>& items);
  absl::Status ReadItem(const Type& type, bool keep, int depth, std::vector<Value>& items);
  absl::Status Malformed(absl::string_view why) const;
  absl::Status Incomplete() const;

  const Columns& columns_;
  WireReader reader_;
  std::vector<bool> wanted_;
  std::vector<bool> seen_;
  int64_t count_ = 0;
  bool in_record_ = false;
  Crc32c record_crc_;
  Crc32c stream_crc_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_RECORD_DECODER_H_
