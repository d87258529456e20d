#ifndef SLUICE_BASE_KAFKA_NEWEST_RECORDS_H_
#define SLUICE_BASE_KAFKA_NEWEST_RECORDS_H_

#include <cstdint>
#include <set>

#include "base/kafka/record_reader.h"

namespace sluice::kafka {

// Keeps the newest of the records it is shown, within the limits of a read. One thread.
class NewestRecords {
 public:
  explicit NewestRecords(const ReadLimits& limits)
      : records_max_(limits.records_max), bytes_max_(limits.bytes_max) {}

  void Show(StoredRecord record);

  // Something may be missing that the limits would have allowed.
  void CutShort() { cut_short_ = true; }

  int64_t shown() const { return shown_; }

  // Leaves nothing behind.
  LastRecords Take();

 private:
  struct Newer {
    bool operator()(const StoredRecord& a, const StoredRecord& b) const;
  };
  void DropOldest();

  const int records_max_;
  const int64_t bytes_max_;
  std::set<StoredRecord, Newer> kept_;  // Newest first.
  int64_t bytes_ = 0;
  int64_t shown_ = 0;
  bool cut_short_ = false;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_NEWEST_RECORDS_H_
