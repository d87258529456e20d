#ifndef SLUICE_BASE_HTTP_SERVER_BODY_FEED_H_
#define SLUICE_BASE_HTTP_SERVER_BODY_FEED_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "base/sync/mutex.h"

namespace sluice::http {

struct BodyFeedOptions {
  // More than this waiting to be sent is no room: the feeder stops until there is.
  size_t bytes_max = 256 << 10;
  // Sent when nothing else was for this long, so that both ends see that the other is there.
  std::string filler;
  absl::Duration filler_after = absl::Seconds(15);
};

// A body that comes piece by piece from elsewhere while it is sent, and holds no thread meanwhile:
// events as they happen. Shared by who feeds it and by the connection that sends it.
//
// Thread-safe. The functions that it calls run on the thread that changed something, and hold no
// lock of it.
class BodyFeed {
 public:
  explicit BodyFeed(BodyFeedOptions options = {}) : options_(std::move(options)) {}

  enum class Room { kYes, kNo, kGone };

  // `on_change` is called when there is room again after kNo, and when the reader is gone; not any
  // more once it was called for the latter.
  void Watch(std::function<void()> on_change);

  // Adds a piece, even beyond bytes_max: who feeds asks before, or heeds what the last one
  // returned. Nothing is kept when the reader is gone.
  Room Push(std::string piece);
  Room room() const;

  // Nothing more comes. Doing it twice is harmless.
  void End();

  // The other side: the connection's.
  const BodyFeedOptions& options() const { return options_; }
  // All that waits; nothing when nothing does.
  std::optional<std::string> Take();
  bool ended() const;  // And everything was taken.
  // `wake` is called when there is something to take, or the end.
  void OnPush(std::function<void()> wake);
  // The reader is not there any more: what waits is dropped.
  void Gone();

 private:
  Room RoomLocked() const SLUICE_REQUIRES(mu_);

  const BodyFeedOptions options_;
  mutable Mutex mu_;
  std::string waiting_ SLUICE_GUARDED_BY(mu_);
  bool was_full_ SLUICE_GUARDED_BY(mu_) = false;
  bool ended_ SLUICE_GUARDED_BY(mu_) = false;
  bool gone_ SLUICE_GUARDED_BY(mu_) = false;
  std::function<void()> on_change_ SLUICE_GUARDED_BY(mu_);
  std::function<void()> wake_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::http

#endif  // SLUICE_BASE_HTTP_SERVER_BODY_FEED_H_
