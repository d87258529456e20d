#ifndef SLUICE_CONVERSION_SOURCE_RECORD_H_
#define SLUICE_CONVERSION_SOURCE_RECORD_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/strings/string_view.h"

namespace sluice::conversion {

struct RecordHeader {
  absl::string_view key;
  std::optional<absl::string_view> value;
};

// Hands out a record's headers when a table has a column for them: few have, and reading them
// costs.
class RecordHeaders {
 public:
  virtual ~RecordHeaders() = default;
  // Appends them in their order, as short-lived as the record.
  virtual void Read(std::vector<RecordHeader>& headers) const = 0;
};

// One record of the source topic, in the memory of whoever read it.
struct SourceRecord {
  absl::string_view topic;
  int32_t partition = 0;
  int64_t offset = 0;
  int64_t timestamp_ms = -1;  // -1: it has none.
  std::optional<absl::string_view> key;
  std::optional<absl::string_view> value;
  const RecordHeaders* headers = nullptr;  // Null: it has none.
  int64_t insert_time_ms = 0;              // The wall clock at its conversion.
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_SOURCE_RECORD_H_
