#include "controlplane/watch/change_board.h"

#include <utility>

#include "absl/time/clock.h"

namespace sluice::controlplane {

void ChangeBoard::Touch(const std::string& uid, Entry& entry) {
  by_sequence_.erase(entry.change.sequence);
  entry.change.sequence = ++last_sequence_;
  by_sequence_[entry.change.sequence] = uid;
}

void ChangeBoard::Put(Seen seen) {
  MutexLock lock(mu_);
  const std::string& uid = seen->connector.uid;
  const ConnectorId& id = seen->connector.id;
  // One of this name that went before is told first.
  const auto namesake = by_name_.find(id);
  if (namesake != by_name_.end() && namesake->second != uid) {
    RemoveEntry(std::string(namesake->second));
  }
  const auto [found, is_new] = entries_.try_emplace(uid);
  Entry& entry = found->second;
  if (is_new) {
    if (free_slots_.empty()) free_slots_.push_back(slots_++);
    entry.change.slot = free_slots_.back();
    free_slots_.pop_back();
    entry.change.id = id;
  }
  if (entry.gone) return;  // A uid never comes back.
  by_name_[id] = uid;
  entry.change.seen = std::move(seen);
  Touch(found->first, entry);
}

void ChangeBoard::Remove(const std::string& uid) {
  MutexLock lock(mu_);
  RemoveEntry(uid);
}

void ChangeBoard::RemoveEntry(const std::string& uid) {
  const auto found = entries_.find(uid);
  if (found == entries_.end() || found->second.gone) return;
  Entry& entry = found->second;
  const auto named = by_name_.find(entry.change.id);
  if (named != by_name_.end() && named->second == uid) by_name_.erase(named);
  entry.gone = true;
  entry.change.seen = nullptr;
  Touch(uid, entry);
  gone_.push_back(uid);
  ForgetGone();
}

void ChangeBoard::ForgetGone() {
  while (gone_.size() > gone_max_) {
    const auto oldest = entries_.find(gone_.front());
    forgotten_sequence_ = oldest->second.change.sequence;
    by_sequence_.erase(oldest->second.change.sequence);
    free_slots_.push_back(oldest->second.change.slot);
    entries_.erase(oldest);
    gone_.pop_front();
  }
}

void ChangeBoard::Publish() {
  MutexLock lock(mu_);
  ready_ = true;
  published_sequence_ = last_sequence_;
  published_.NotifyAll();
}

bool ChangeBoard::ready() const {
  MutexLock lock(mu_);
  return ready_;
}

int64_t ChangeBoard::sequence() const {
  MutexLock lock(mu_);
  return published_sequence_;
}

bool ChangeBoard::Remembers(int64_t sequence) const {
  MutexLock lock(mu_);
  return sequence >= forgotten_sequence_ && sequence <= published_sequence_;
}

std::vector<BoardChange> ChangeBoard::Changes(int64_t after, int64_t until, size_t limit) const {
  MutexLock lock(mu_);
  std::vector<BoardChange> changes;
  for (auto it = by_sequence_.upper_bound(after);
       it != by_sequence_.end() && it->first <= until && changes.size() < limit; ++it) {
    changes.push_back(entries_.at(it->second).change);
  }
  return changes;
}

std::vector<BoardChange> ChangeBoard::ByName(const std::optional<std::string>& instance,
                                             const std::optional<ConnectorId>& after,
                                             size_t limit) const {
  MutexLock lock(mu_);
  std::vector<BoardChange> page;
  auto it = after.has_value() ? by_name_.upper_bound(*after)
                              : by_name_.lower_bound({instance.value_or(""), ""});
  for (; it != by_name_.end() && page.size() < limit; ++it) {
    if (instance.has_value() && it->first.instance != *instance) break;
    page.push_back(entries_.at(it->second).change);
  }
  return page;
}

std::vector<BoardChange> ChangeBoard::All() const {
  MutexLock lock(mu_);
  std::vector<BoardChange> all;
  all.reserve(by_name_.size());
  for (const auto& [id, uid] : by_name_) all.push_back(entries_.at(uid).change);
  return all;
}

void ChangeBoard::WaitBeyond(int64_t seen, absl::Duration timeout) {
  const absl::Time give_up = absl::Now() + timeout;
  MutexLock lock(mu_);
  while (published_sequence_ <= seen) {
    const absl::Duration left = give_up - absl::Now();
    if (left <= absl::ZeroDuration()) return;
    published_.WaitFor(mu_, left);
  }
}

}  // namespace sluice::controlplane
