#ifndef SLUICE_CONTROLPLANE_STORE_CHANGE_SIGNAL_H_
#define SLUICE_CONTROLPLANE_STORE_CHANGE_SIGNAL_H_

#include <cstdint>

#include "absl/time/time.h"

namespace sluice::controlplane {

// What changed.
enum class Change {
  kReconcile,   // A reconcile key is due.
  kPlacement,   // Connectors' desired states, workers or tasks: placements may be worth a look.
  kSnapshots,   // The assignment of some worker.
  kOperations,  // A long-running operation: its step is due, or it got on.
};

// Wakes those who would otherwise poll the store. A hint: signals may come without a change and,
// while the database is away, changes may come without a signal, so nobody relies on it without a
// timeout. Signals come from all replicas.
//
// Thread-safe. Read `Count` before looking at the store and wait beyond it afterwards: nothing is
// missed in between.
class ChangeSignal {
 public:
  virtual ~ChangeSignal() = default;

  // How many signals there were; after a lost connection came back, one more of each.
  virtual int64_t Count(Change change) = 0;

  // Blocks until there were more than `seen`, at most for `timeout`; returns how many.
  virtual int64_t WaitBeyond(Change change, int64_t seen, absl::Duration timeout) = 0;

  // Ends all waiting, now and later: the process stops.
  virtual void Stop() = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_CHANGE_SIGNAL_H_
