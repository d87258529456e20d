#ifndef SLUICE_CONTROLPLANE_WATCH_CHANGE_BOARD_H_
#define SLUICE_CONTROLPLANE_WATCH_CHANGE_BOARD_H_

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "controlplane/model/ids.h"
#include "controlplane/watch/seen_connector.h"

namespace sluice::controlplane {

// One thing that changed: a connector as it is now, or that it has gone.
struct BoardChange {
  int64_t sequence = 0;
  size_t slot = 0;  // A small number that is this connector's for as long as the board knows it.
  ConnectorId id;
  Seen seen;  // Null: it has gone.
};

// All connectors as this process saw them last, and in which order they changed. It holds each of
// them once, with the sequence of its last change: whoever is slow gets the newest and never makes
// anything pile up. Those that have gone are remembered for a while, at most `gone_max`.
//
// One thread puts; any may ask.
class ChangeBoard {
 public:
  explicit ChangeBoard(std::string epoch, size_t gone_max = 10'000)
      : epoch_(std::move(epoch)), gone_max_(gone_max) {}

  // Tells this board from that of every other process.
  const std::string& epoch() const { return epoch_; }

  // ---- By whoever looks at all connectors. ----

  void Put(Seen seen);
  void Remove(const std::string& uid);
  // A look is complete: those who wait are woken. Before the first nobody is told anything.
  void Publish();

  // ---- By those who tell others. ----

  bool ready() const;
  // The sequence of the last change that was published.
  int64_t sequence() const;
  // Whether everything that changed after `sequence` is still known here.
  bool Remembers(int64_t sequence) const;

  // At most `limit` of the changes in `(after, until]`, in their order; what has changed again
  // since `until` is left out.
  std::vector<BoardChange> Changes(int64_t after, int64_t until, size_t limit) const;

  // At most `limit` of those that are there, ordered by name, beginning after `after`; of one
  // instance, or of all.
  std::vector<BoardChange> ByName(const std::optional<std::string>& instance,
                                  const std::optional<ConnectorId>& after, size_t limit) const;

  // All that are there.
  std::vector<BoardChange> All() const;

  // Blocks until something beyond `seen` was published, at most for `timeout`.
  void WaitBeyond(int64_t seen, absl::Duration timeout);

 private:
  struct Entry {
    BoardChange change;
    bool gone = false;
  };

  void Touch(const std::string& uid, Entry& entry) SLUICE_REQUIRES(mu_);
  void RemoveEntry(const std::string& uid) SLUICE_REQUIRES(mu_);
  void ForgetGone() SLUICE_REQUIRES(mu_);

  const std::string epoch_;
  const size_t gone_max_;
  mutable Mutex mu_;
  CondVar published_;
  std::unordered_map<std::string, Entry> entries_ SLUICE_GUARDED_BY(mu_);  // By uid.
  std::map<int64_t, std::string> by_sequence_ SLUICE_GUARDED_BY(mu_);
  std::map<ConnectorId, std::string> by_name_ SLUICE_GUARDED_BY(mu_);  // Of those that are there.
  std::deque<std::string> gone_ SLUICE_GUARDED_BY(mu_);                // The oldest first.
  std::vector<size_t> free_slots_ SLUICE_GUARDED_BY(mu_);
  size_t slots_ SLUICE_GUARDED_BY(mu_) = 0;
  int64_t last_sequence_ SLUICE_GUARDED_BY(mu_) = 0;
  int64_t published_sequence_ SLUICE_GUARDED_BY(mu_) = 0;
  int64_t forgotten_sequence_ SLUICE_GUARDED_BY(mu_) = 0;  // Of the newest that was forgotten.
  bool ready_ SLUICE_GUARDED_BY(mu_) = false;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_WATCH_CHANGE_BOARD_H_
