#ifndef SLUICE_BASE_LOG_LEVEL_OVERRIDES_H_
#define SLUICE_BASE_LOG_LEVEL_OVERRIDES_H_

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "absl/time/time.h"
#include "base/log/log.h"
#include "base/sync/mutex.h"

namespace sluice::log {

// Levels of their own for lines that carry a certain field, each until a time. Thread-safe; while
// there is none, asking takes no lock.
class LevelOverrides {
 public:
  // Replaces what was set; a time that is over by `now` ends it.
  void Set(absl::string_view key, absl::string_view value, Level level, absl::Time until,
           absl::Time now);

  // The lowest level that was set for any of the fields; nothing when none was, or its time is
  // over.
  std::optional<Level> Find(Fields fields, absl::Time now);

  bool empty() const { return size_.load(std::memory_order_relaxed) == 0; }

 private:
  struct Override {
    Level level;
    absl::Time until;
  };

  std::atomic<size_t> size_ = 0;  // Of the map.
  Mutex mu_;
  std::map<std::pair<std::string, std::string>, Override> overrides_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::log

#endif  // SLUICE_BASE_LOG_LEVEL_OVERRIDES_H_
