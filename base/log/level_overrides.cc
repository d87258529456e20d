#include "base/log/level_overrides.h"

#include <algorithm>

namespace sluice::log {

void LevelOverrides::Set(absl::string_view key, absl::string_view value, Level level,
                         absl::Time until, absl::Time now) {
  MutexLock lock(mu_);
  std::erase_if(overrides_, [&](const auto& entry) { return entry.second.until <= now; });
  const std::pair<std::string, std::string> field(key, value);
  if (until <= now) {
    overrides_.erase(field);
  } else {
    overrides_[field] = {level, until};
  }
  size_.store(overrides_.size(), std::memory_order_relaxed);
}

std::optional<Level> LevelOverrides::Find(Fields fields, absl::Time now) {
  std::optional<Level> lowest;
  MutexLock lock(mu_);
  for (const Field& field : fields) {
    const auto found = overrides_.find({field.key, field.value});
    if (found == overrides_.end() || found->second.until <= now) continue;
    lowest = std::min(lowest.value_or(Level::kError), found->second.level);
  }
  return lowest;
}

}  // namespace sluice::log
