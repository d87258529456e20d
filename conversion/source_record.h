#ifndef SLUICE_CONVERSION_SOURCE_RECORD_H_
#define SLUICE_CONVERSION_SOURCE_RECORD_H_

#include <cstdint>
#include <optional>

#include "absl/strings/string_view.h"

namespace sluice::conversion {

// One record of the source topic, in the memory of whoever read it.
struct SourceRecord {
  absl::string_view topic;
  int32_t partition = 0;
  int64_t offset = 0;
  int64_t timestamp_ms = -1;  // -1: it has none.
  std::optional<absl::string_view> key;
  std::optional<absl::string_view> value;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_SOURCE_RECORD_H_
