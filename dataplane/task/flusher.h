#ifndef SLUICE_DATAPLANE_TASK_FLUSHER_H_
#define SLUICE_DATAPLANE_TASK_FLUSHER_H_

#include <cstdint>
#include <list>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/retry/backoff.h"
#include "base/sync/mutex.h"
#include "base/sync/worker_pool.h"
#include "base/time/clock.h"
#include "dataplane/commit/batch_step.h"
#include "dataplane/commit/ledger.h"
#include "dataplane/commit/settler.h"
#include "dataplane/deadletter/receipt.h"
#include "dataplane/upload/batch_writer.h"

namespace sluice::dataplane {

// One source partition's step through the ledger: a sealed batch from upload to advance, or an
// intent that a predecessor left, from settling to advance.
struct FlushItem {
  int32_t partition = 0;
  int64_t epoch = 0;
  BatchStep step = BatchStep::kUpload;
  int64_t revision = 0;  // That routed the rows.
  std::vector<ShareUpload> uploads = {};
  std::shared_ptr<Receipt> dead_letters = nullptr;
  // The batch's range, and from kSettle on the intent that stands in the ledger.
  StandingIntent standing = {};
  bool ours = true;  // This process uploaded the sessions.
  int64_t rows = 0;
  int64_t bytes = 0;
};

// What became of an item. The item is gone from the flusher then.
struct FlushResult {
  enum class Kind {
    kAdvanced,   // Everything below next_offset is in the table.
    kRedo,       // The intent stands; sessions that it names are dead and must be written anew.
    kReset,      // Nothing of it stands in the ledger: read the entry again and go on from there.
    kUnclear,    // Nobody knows what stands in the ledger: the membership is over.
    kNotStored,  // The same, because its dead letters could not be stored.
    kTableChanged,  // The same, because its rows were planned for another state of the table.
    kStopped,       // An error that only a person mends.
  };
  Kind kind = Kind::kReset;
  int32_t partition = 0;
  int64_t epoch = 0;
  int64_t next_offset = 0;
  int64_t rows = 0;
  int64_t bytes = 0;
  std::shared_ptr<Receipt> dead_letters = nullptr;
  StandingIntent standing = {};  // Of kRedo.
  absl::Status error;            // Of kReset and those after it.
};

// Hears of errors that the flusher goes on trying to get over, and of their end. Its own thread
// calls.
class FlushObserver {
 public:
  virtual ~FlushObserver() = default;
  virtual void OnTrouble(const absl::Status& error) = 0;
  virtual void OnRelief() = 0;
  // Results are waiting to be taken.
  virtual void OnResults() = 0;
};

// Takes source partitions through upload, intent, tunnel commit and advance, on a thread of its
// own.
//
// At most one item per source partition is under way, so there are never more items than
// partitions. Each pass moves every item as far as it goes: uploads and tunnel commits side by
// side, all intents in one OffsetCommit, all advances in another. What fails and may succeed later
// is tried again with backoff for as long as the partition is ours.
//
// Borrows everything. Submit and TakeResults: any thread. The destructor waits for the pass under
// way.
class Flusher {
 public:
  Flusher(Ledger& ledger, BatchWriter& writer, Settler& settler, FlushObserver& observer,
          Clock& clock);
  ~Flusher();
  Flusher(const Flusher&) = delete;
  Flusher& operator=(const Flusher&) = delete;

  void Submit(FlushItem item);
  std::vector<FlushResult> TakeResults();

  // The assignment is over: an item of it is given up before its next step, without a result.
  void Drop(int32_t partition, int64_t epoch);

  // Whether nothing is under way.
  bool idle();

 private:
  struct Work {
    FlushItem item;
    Backoff backoff;
    absl::Duration not_before;  // By Clock::Monotonic.
    absl::Status trouble;       // Of the last try.
    bool finished = false;
  };
  using Works = std::vector<Work*>;

  void Serve();
  void Pass(const Works& due);
  void Upload(Work& work);
  void NotUploaded(Work& work, const absl::Status& error);
  void Intend(const Works& works);
  void Settle(Work& work);
  void Advance(const Works& works);
  void Finish(Work& work, FlushResult::Kind kind, absl::Status error = absl::OkStatus());
  void GoOn(Work& work, StepOutcome outcome, absl::Status error = absl::OkStatus());
  void TryAgain(Work& work, const absl::Status& error);

  Ledger& ledger_;
  BatchWriter& writer_;
  Settler& settler_;
  FlushObserver& observer_;
  Clock& clock_;
  WorkerPool pool_;

  Mutex mu_;
  CondVar submitted_;
  std::list<Work> submitted_works_ SLUICE_GUARDED_BY(mu_);
  std::vector<FlushResult> results_ SLUICE_GUARDED_BY(mu_);
  std::set<std::pair<int32_t, int64_t>> dropped_ SLUICE_GUARDED_BY(mu_);  // Partition and epoch.
  int under_way_ SLUICE_GUARDED_BY(mu_) = 0;
  bool stopping_ SLUICE_GUARDED_BY(mu_) = false;
  std::list<Work> works_;  // Of the flusher's own thread.
  bool in_trouble_ = false;
  std::thread thread_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_FLUSHER_H_
