#include "base/kafka/newest_records.h"

#include <tuple>
#include <utility>

namespace sluice::kafka {

bool NewestRecords::Newer::operator()(const StoredRecord& a, const StoredRecord& b) const {
  return std::tuple(b.timestamp_ms, b.offset, b.partition) <
         std::tuple(a.timestamp_ms, a.offset, a.partition);
}

void NewestRecords::Show(StoredRecord record) {
  ++shown_;
  const int64_t bytes = record.bytes();
  if (bytes > bytes_max_) {
    cut_short_ = true;
    return;
  }
  if (!kept_.insert(std::move(record)).second) return;
  bytes_ += bytes;
  while (kept_.size() > static_cast<size_t>(records_max_)) DropOldest();
  while (bytes_ > bytes_max_) {
    DropOldest();
    cut_short_ = true;
  }
}

void NewestRecords::DropOldest() {
  const auto oldest = std::prev(kept_.end());
  bytes_ -= oldest->bytes();
  kept_.erase(oldest);
}

LastRecords NewestRecords::Take() {
  LastRecords last = {.cut_short = cut_short_};
  while (!kept_.empty()) {
    last.records.push_back(std::move(kept_.extract(kept_.begin()).value()));
  }
  bytes_ = 0;
  return last;
}

}  // namespace sluice::kafka
