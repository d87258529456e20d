#ifndef SLUICE_BASE_KAFKA_STORED_RECORD_H_
#define SLUICE_BASE_KAFKA_STORED_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::kafka {

struct StoredHeader {
  std::string key;
  std::optional<std::string> value;

  friend bool operator==(const StoredHeader&, const StoredHeader&) = default;
};

// A record that owns its bytes.
struct StoredRecord {
  int32_t partition = 0;
  int64_t offset = 0;
  int64_t timestamp_ms = -1;      // -1: it has none.
  bool broker_timestamp = false;  // The broker's clock at its arrival, not its producer's.
  std::optional<std::string> key;
  std::optional<std::string> value;  // Not set: a tombstone.
  std::vector<StoredHeader> headers;

  // Of key, value and headers together.
  int64_t bytes() const;

  friend bool operator==(const StoredRecord&, const StoredRecord&) = default;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_STORED_RECORD_H_
