#ifndef SLUICE_CONTROLPLANE_WATCH_OBSERVER_H_
#define SLUICE_CONTROLPLANE_WATCH_OBSERVER_H_

#include <atomic>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/event_store.h"
#include "controlplane/store/observation_store.h"
#include "controlplane/store/sample_store.h"
#include "controlplane/watch/change_board.h"

namespace sluice::controlplane {

// Looks at all connectors again and again, one for this process: reads what was written since the
// last look, observes those concerned (and all others that have tasks every few seconds: time alone
// can change what they are), shows them on the board, and notes what lists and events need. Any
// number of replicas may: a note counts once.
//
// Borrows its arguments. Look is for one thread; Start runs one that Stop joins.
class Observer {
 public:
  struct Options {
    ObserveOptions observe;
    absl::Duration look_interval = absl::Seconds(1);    // When nothing is signalled...
    absl::Duration look_gap = absl::Milliseconds(250);  // ... and at least, when much is.
    absl::Duration again_after = absl::Seconds(2);      // Of those that time alone can change.
    absl::Duration prune_interval = absl::Seconds(10);
    int prune_connectors = 100;  // Whose events are looked through at once.
  };

  Observer(ObservationStore& observations, SampleStore& samples, EventStore& events,
           ChangeSignal& changes, ChangeBoard& board, Clock& clock, const Options& options)
      : observations_(observations),
        samples_(samples),
        events_(events),
        changes_(changes),
        board_(board),
        clock_(clock),
        options_(options) {}
  ~Observer() { Stop(); }

  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;

  // One look, and what is due besides. UNAVAILABLE as the store; the next look makes up for it.
  absl::Status Look();

  void Start();
  void Stop();

 private:
  // What is known of one connector.
  struct Known {
    std::optional<Connector> connector;
    std::vector<Task> tasks;  // Ordered by index.
    std::optional<NotedObservation> noted;
    Seen seen;
    absl::Duration seen_at = -absl::InfiniteDuration();  // Monotonic.
    bool changed = false;                                // Since it was last seen.
  };

  void Run();
  absl::Status ReadNews();
  void Take(const FleetNews& news);
  void Forget(const FleetKeys& keys);
  absl::Status ObserveAll();
  bool IsDue(const Known& known, absl::Duration monotonic) const;
  // Nothing to note when it is as it was noted.
  std::optional<ObservationNote> ObserveOne(Known& known, absl::Time now);
  absl::Status Sample();
  absl::Status Prune();

  ObservationStore& observations_;
  SampleStore& samples_;
  EventStore& events_;
  ChangeSignal& changes_;
  ChangeBoard& board_;
  Clock& clock_;
  const Options options_;

  std::unordered_map<std::string, Known> known_;  // By uid.
  std::string cursor_;
  absl::Time sampled_minute_ = absl::InfinitePast();
  absl::Duration pruned_at_ = -absl::InfiniteDuration();  // Monotonic.
  std::string pruned_uid_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_WATCH_OBSERVER_H_
