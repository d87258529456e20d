#ifndef SLUICE_CONTROLPLANE_INTERNAL_TOPICS_HELD_RECORDS_H_
#define SLUICE_CONTROLPLANE_INTERNAL_TOPICS_HELD_RECORDS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace sluice::controlplane {

// What a compacted topic holds under a key.
struct HeldRecord {
  std::string value;
  int64_t order = 0;  // The higher, the later it was written; within one partition only.
};

// By key. What has a tombstone is not held.
using HeldRecords = std::map<std::string, HeldRecord>;

// A record to write.
struct RecordChange {
  std::string key;
  std::optional<std::string> value;  // Not set: a tombstone.

  friend bool operator==(const RecordChange&, const RecordChange&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_INTERNAL_TOPICS_HELD_RECORDS_H_
