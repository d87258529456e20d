#include "base/http/server/body_feed.h"

#include <utility>

namespace sluice::http {

void BodyFeed::Watch(std::function<void()> on_change) {
  bool gone = false;
  {
    MutexLock lock(mu_);
    gone = gone_;
    if (!gone) on_change_ = std::move(on_change);
  }
  if (gone) on_change();
}

BodyFeed::Room BodyFeed::RoomLocked() const {
  if (gone_) return Room::kGone;
  return waiting_.size() < options_.bytes_max ? Room::kYes : Room::kNo;
}

BodyFeed::Room BodyFeed::Push(std::string piece) {
  std::function<void()> wake;
  Room room = Room::kGone;
  {
    MutexLock lock(mu_);
    if (!gone_ && !ended_) {
      waiting_.append(piece);
      wake = wake_;
    }
    room = RoomLocked();
    was_full_ = room == Room::kNo;
  }
  if (wake) wake();
  return room;
}

BodyFeed::Room BodyFeed::room() const {
  MutexLock lock(mu_);
  return RoomLocked();
}

void BodyFeed::End() {
  std::function<void()> wake;
  {
    MutexLock lock(mu_);
    ended_ = true;
    wake = wake_;
  }
  if (wake) wake();
}

std::optional<std::string> BodyFeed::Take() {
  std::function<void()> on_change;
  std::optional<std::string> taken;
  {
    MutexLock lock(mu_);
    if (!waiting_.empty()) taken = std::exchange(waiting_, "");
    if (taken.has_value() && was_full_) on_change = on_change_;
    was_full_ = false;
  }
  if (on_change) on_change();
  return taken;
}

bool BodyFeed::ended() const {
  MutexLock lock(mu_);
  return ended_ && waiting_.empty();
}

void BodyFeed::OnPush(std::function<void()> wake) {
  MutexLock lock(mu_);
  wake_ = std::move(wake);
}

void BodyFeed::Gone() {
  std::function<void()> on_change;
  {
    MutexLock lock(mu_);
    if (gone_) return;
    gone_ = true;
    waiting_.clear();
    wake_ = nullptr;
    on_change = std::exchange(on_change_, nullptr);
  }
  if (on_change) on_change();
}

}  // namespace sluice::http
