#ifndef SLUICE_EMULATOR_RECORD_RECORD_ENCODER_H_
#define SLUICE_EMULATOR_RECORD_RECORD_ENCODER_H_

#include <cstdint>
#include <string>

#include "emulator/record/crc32c.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// Writes rows as a tunnel's record stream. Borrows the columns.
class RecordEncoder {
 public:
  explicit RecordEncoder(const Columns& columns) : columns_(columns) {}

  // One value per column, of the column's type.
  void Append(const Row& row, std::string& out);

  // The footer; nothing may follow.
  void Finish(std::string& out);

  int64_t count() const { return count_; }

 private:
  void AppendValue(const Value& value, const Type& type, std::string& out);
  void AppendItem(const Value& value, const Type& type, std::string& out);
  void AppendNested(const Nested& nested, const Type& type, std::string& out);

  const Columns& columns_;
  int64_t count_ = 0;
  Crc32c record_crc_;
  Crc32c stream_crc_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_RECORD_RECORD_ENCODER_H_
