#ifndef SLUICE_CONTROLPLANE_WATCH_WATCH_SESSION_H_
#define SLUICE_CONTROLPLANE_WATCH_WATCH_SESSION_H_

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "controlplane/filter/filter.h"
#include "controlplane/lifecycle/observed_state.h"
#include "controlplane/model/ids.h"
#include "controlplane/watch/change_board.h"

namespace sluice::controlplane {

// A set of connectors to watch; as Subscription of watch_service.proto.
struct WatchSubscription {
  std::string id;
  std::optional<std::string> instance = std::nullopt;  // Nothing: of all instances.
  Filter filter = {};
  std::set<ConnectorId> names = {};  // Empty: all.
  bool counts = false;
  bool counts_only = false;
};

// One thing to tell; as WatchResponse of watch_service.proto.
struct WatchMessage {
  enum class Type { kSnapshot, kChanged, kLeft, kDeleted, kCounts, kResync, kHeartbeat };

  Type type = Type::kHeartbeat;
  std::string subscription_id = {};
  std::vector<Seen> connectors = {};
  std::vector<ConnectorId> deleted = {};
  std::map<ObservedState, int64_t> counts = {};
  std::string resume_token = {};
  bool snapshot_done = false;
};

// What one watcher is told, and how far it has been told. It is asked for the next message whenever
// the one before is on its way, so a slow watcher is told less often, not later.
//
// Borrows the board. One thread at a time.
class WatchSession {
 public:
  struct Options {
    absl::Duration pace = absl::Seconds(1);        // Changes are told at most so often.
    absl::Duration heartbeat = absl::Seconds(15);  // After nothing was told for so long.
    size_t page = 100;                             // Connectors in one message.
  };

  // Goes on from `resume_token` where that is possible; otherwise begins with a snapshot, after a
  // RESYNC if there was a token.
  WatchSession(const ChangeBoard& board, std::vector<WatchSubscription> subscriptions,
               const std::string& resume_token, const Options& options);

  // The next message; nothing when there is none yet. `monotonic` never falls.
  std::optional<WatchMessage> Next(absl::Time now, absl::Duration monotonic);

 private:
  static constexpr uint8_t kOut = 0;        // The watcher has not been told of it.
  static constexpr uint8_t kUnknown = 255;  // It may have been, before it resumed.

  // How a subscription stands.
  struct Standing {
    std::vector<uint8_t> members;  // By slot: kOut, kUnknown, or its state and 1.
    std::array<int64_t, 16> by_state = {};
    bool counts_changed = false;
  };

  // Makes the next messages, if there are any.
  void Advance(absl::Time now, absl::Duration monotonic);
  void Begin(absl::Time now);
  void Resume(int64_t sequence, absl::Time now);
  void BeginSnapshot();
  void SnapshotPage(absl::Time now);
  void ChangesPage(absl::Time now);
  // What has come to fit, or not to, by time alone.
  void LookAtTime(absl::Time now);
  // Sorts changes into what each subscription is told of them; with `only_transitions`, of those
  // that fit only what did not before.
  void Tell(const std::vector<BoardChange>& changes, bool only_transitions, absl::Time now);
  void TellOne(size_t of, const std::vector<BoardChange>& changes, bool only_transitions,
               absl::Time now);
  void TellConnectors(WatchMessage::Type type, size_t of, const std::vector<Seen>& connectors);
  void TellCounts(size_t of);
  // The watcher may go on from behind the last message that is pending.
  void AddToken();
  void SetMember(Standing& standing, size_t slot, uint8_t member);
  std::string Token() const;

  const ChangeBoard& board_;
  const std::vector<WatchSubscription> subscriptions_;
  const std::string fingerprint_;  // Of the subscriptions.
  const std::string asked_token_;
  const Options options_;
  std::vector<Standing> standings_;  // One for each subscription.
  std::deque<WatchMessage> pending_;
  bool begun_ = false;
  bool depends_on_time_ = false;
  size_t snapshot_of_ = 0;                     // The subscription whose snapshot is under way.
  std::optional<ConnectorId> snapshot_after_;  // Where its last page ended.
  int64_t told_ = 0;                           // The sequence up to which everything was told.
  int64_t until_ = 0;                          // The one up to which this round tells.
  // Monotonic: when changes were told last, when time was looked at, when anything was told.
  absl::Duration round_at_ = -absl::InfiniteDuration();
  absl::Duration time_at_ = -absl::InfiniteDuration();
  std::optional<absl::Duration> told_at_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_WATCH_WATCH_SESSION_H_
