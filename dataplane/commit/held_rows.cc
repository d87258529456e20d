#include "dataplane/commit/held_rows.h"

#include <algorithm>

namespace sluice::dataplane {

void HeldRows::Add(int64_t first, int64_t next) {
  if (!runs_.empty()) first = std::max(first, runs_.back().next);
  if (first >= next) return;
  size_ += next - first;
  if (!runs_.empty() && runs_.back().next == first) {
    runs_.back().next = next;
  } else {
    runs_.push_back({.first = first, .next = next});
  }
}

bool HeldRows::Contains(int64_t offset) const {
  const auto after =
      std::upper_bound(runs_.begin(), runs_.end(), offset,
                       [](int64_t sought, const Run& run) { return sought < run.first; });
  return after != runs_.begin() && offset < std::prev(after)->next;
}

}  // namespace sluice::dataplane
