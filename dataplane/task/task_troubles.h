#ifndef SLUICE_DATAPLANE_TASK_TASK_TROUBLES_H_
#define SLUICE_DATAPLANE_TASK_TASK_TROUBLES_H_

#include <atomic>
#include <cstdint>
#include <map>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "dataplane/task/flusher.h"
#include "dataplane/task/source_partition.h"
#include "dataplane/task/task_progress.h"

namespace sluice::dataplane {

// What stands in a task's way, and which state that makes.
//
// The flusher's thread tells of its own troubles; everything else is the polling thread's.
class TaskTroubles : public FlushObserver {
 public:
  void OnTrouble(const absl::Status& error, absl::Time next_attempt) override;
  void OnRelief() override;
  void OnResults() override {}

  // The source cannot be read at `now`, once more or still. No news for a while is good news.
  void OnSource(const absl::Status& error, absl::Duration now, int64_t times = 1);

  // A source partition is stopped, or was looked at again in vain.
  void OnStop() { happened_.fetch_add(1); }

  // Sets the state that these source partitions and troubles make. `joined`: the group has told
  // what it gives to this member, which may be nothing: others have all partitions.
  void Tell(const std::map<int32_t, SourcePartition>& sources, bool joined, bool paused,
            Clock& clock, TaskProgress& progress);

  // What passes by itself and has not passed yet.
  absl::Status Lasting(absl::Duration now);

 private:
  Mutex mu_;
  absl::Status flushing_ SLUICE_GUARDED_BY(mu_);                           // While it lasts.
  absl::Time next_attempt_ SLUICE_GUARDED_BY(mu_) = absl::InfinitePast();  // Of what it flushes.
  std::atomic<int64_t> happened_ = 0;  // How often anything did.
  int64_t told_ = 0;                   // Of them.
  absl::Status source_;
  absl::Duration source_until_ = absl::ZeroDuration();
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_TASK_TROUBLES_H_
