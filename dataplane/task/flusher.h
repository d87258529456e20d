#ifndef SLUICE_DATAPLANE_TASK_FLUSHER_H_
#define SLUICE_DATAPLANE_TASK_FLUSHER_H_

#include <cstdint>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/retry/backoff.h"
#include "base/sync/mutex.h"
#include "base/sync/work_queue.h"
#include "base/time/clock.h"
#include "dataplane/commit/batch_step.h"
#include "dataplane/commit/held_rows.h"
#include "dataplane/commit/ledger.h"
#include "dataplane/commit/recovery.h"
#include "dataplane/commit/settler.h"
#include "dataplane/deadletter/receipt.h"
#include "dataplane/task/source_witness.h"
#include "dataplane/upload/batch.h"
#include "dataplane/upload/share_writer.h"

namespace sluice::dataplane {

// One source partition's step through the ledger: a sealed batch from upload to advance, an intent
// that a predecessor left, from settling to advance, or offsets that the group has lost.
struct FlushItem {
  int32_t partition = 0;
  int64_t epoch = 0;
  // Something must be found out first; instead of the step.
  enum class Lookup {
    kNone,
    kWhereToGoOn,  // The group holds nothing of it. Then kAdvance, to there.
    kWhatIsHeld,   // The entry says "t". Nothing else, or kRedo.
  };

  BatchStep step = BatchStep::kUpload;
  Lookup lookup = Lookup::kNone;
  int64_t revision = 0;  // That routed the rows.
  ShareUploads uploads = {};
  std::shared_ptr<Receipt> dead_letters = nullptr;
  // The batch's range, and from kSettle on the intent that stands in the ledger.
  StandingIntent standing = {};
  bool ours = true;   // This process uploaded the sessions.
  bool redo = false;  // Of kWhatIsHeld: rows of dead sessions are written anew after it.
  int64_t rows = 0;
  int64_t latest_ms = -1;  // The latest record time among the rows; -1: there are none.
  int64_t bytes = 0;       // Of the blocks, packed.
  // When its last record had been read (by Clock::Monotonic): the source must be confirmed since
  // then before the ledger names its sessions.
  absl::Duration sealed = -absl::InfiniteDuration();
};

// What became of an item. The item is gone from the flusher then.
struct FlushResult {
  enum class Kind {
    kAdvanced,   // Everything below next_offset is in the table.
    kRedo,       // The intent stands; sessions that it names are dead and must be written anew.
    kHeld,       // Nothing was done; `held` says what the table holds already.
    kReset,      // Nothing of it stands in the ledger: read the entry again and go on from there.
    kUnclear,    // Nobody knows what stands in the ledger: the membership is over.
    kNotStored,  // The same, because its dead letters could not be stored.
    kTableChanged,  // The same, because its rows were planned for another state of the table, or
                    // packed by an encoding that the endpoint refuses.
    kStopped,       // An error that only a person mends.
  };
  Kind kind = Kind::kReset;
  int32_t partition = 0;
  int64_t epoch = 0;
  int64_t next_offset = 0;
  int64_t rows = 0;
  int64_t latest_ms = -1;  // As of the item.
  int64_t bytes = 0;
  std::shared_ptr<Receipt> dead_letters = nullptr;
  // Of kAdvanced, when no entry names where they went: of a stream.
  std::map<std::string, int64_t> rows_by_table_partition = {};
  StandingIntent standing = {};                    // Of kRedo; its `t` also of kAdvanced.
  HeldRows held = {};                              // Of kHeld and kRedo.
  absl::Status error;                              // Of kReset and those after it.
  absl::Time look_again = absl::InfiniteFuture();  // Of kStopped that passes by itself.
};

// Hears of errors that the flusher goes on trying to get over, and of their end. Threads of the
// flusher call, one at a time; must not call the flusher.
class FlushObserver {
 public:
  virtual ~FlushObserver() = default;
  // It is tried again at `next_attempt`; InfinitePast: it is being tried.
  virtual void OnTrouble(const absl::Status& error, absl::Time next_attempt) = 0;
  virtual void OnRelief() = 0;
  // Results are waiting to be taken.
  virtual void OnResults() = 0;
};

// Takes source partitions through upload, intent, tunnel commit and advance.
//
// At most one item per source partition is under way, so there are never more items than
// partitions. Each goes its own way: calls to the destination are made on up to kCallsMax threads,
// so one that hangs holds up its own source partition alone; one more thread writes to the ledger,
// in one OffsetCommit whatever is ready for it by then. What fails and may succeed later is tried
// again with backoff for as long as the partition is ours.
//
// Rows become visible only when `witness` has confirmed the source since they were read: records of
// another topic of the same name go nowhere.
//
// Borrows everything. Submit and TakeResults: any thread. The destructor waits for the calls under
// way.
class Flusher {
 public:
  // More calls than this wait for a thread: the destination takes few at a time.
  static constexpr int kCallsMax = 16;

  Flusher(Ledger& ledger, ShareWriter& writer, Settler& settler, Recovery& recovery,
          FlushObserver& observer, Clock& clock, SourceWitness* witness = nullptr);
  ~Flusher();
  Flusher(const Flusher&) = delete;
  Flusher& operator=(const Flusher&) = delete;

  void Submit(FlushItem item);
  std::vector<FlushResult> TakeResults();

  // The assignment is over: an item of it is given up before its next step, without a result.
  void Drop(int32_t partition, int64_t epoch);

  // Whether nothing is under way that somebody has begun: looking something up is nothing.
  bool idle();

 private:
  struct Work {
    FlushItem item;
    Backoff backoff;
    absl::Duration not_before;                                 // By Clock::Monotonic.
    absl::Status trouble;                                      // Of the last try.
    std::optional<absl::Duration> waits_since = std::nullopt;  // For a tunnel commit to end.
    bool finished = false;
    // While it is set, the thread that makes the call alone may touch what is above.
    bool calling = false;
    bool dropped = false;
    bool looks_up = false;  // Nothing but a lookup, when it was submitted.
    bool troubled = false;  // Whether `trouble` was an error when the last call ended.
    std::optional<absl::Duration> called_at = std::nullopt;  // Of a call to the destination.
    bool slow = false;  // That call has been told of as one that takes too long.
  };
  using Works = std::vector<Work*>;
  // What the ledger's thread finds to write; the works are its own until it has.
  struct Writes {
    Works intents;
    Works advances;
    bool empty() const { return intents.empty() && advances.empty(); }
  };

  void Serve();
  void Sweep() SLUICE_REQUIRES(mu_);
  // Begins the calls that are due. `next`: how long nothing else will be.
  Writes Dispatch(absl::Duration& next) SLUICE_REQUIRES(mu_);
  bool MayIntend(const Work& work) const;
  void TellOfSlowCalls(absl::Duration now) SLUICE_REQUIRES(mu_);
  void BeginCall(Work& work) SLUICE_REQUIRES(mu_);
  void Call(Work& work);
  void Upload(Work& work);
  void NotUploaded(Work& work, const absl::Status& error);
  void Intend(const Works& works);
  void Settle(Work& work);
  void Advance(const Works& works);
  void Recover(Work& work);
  void FindHeld(Work& work);
  void Finish(Work& work, FlushResult::Kind kind, absl::Status error = absl::OkStatus());
  void GoOn(Work& work, StepOutcome outcome, absl::Status error = absl::OkStatus());
  void Finish(Work& work, FlushResult result);
  void TryAgain(Work& work, const absl::Status& error);

  Ledger& ledger_;
  ShareWriter& writer_;
  Settler& settler_;
  Recovery& recovery_;
  FlushObserver& observer_;
  Clock& clock_;
  SourceWitness* const witness_;  // Null: the source needs no confirmation.

  Mutex mu_;
  CondVar changed_;
  std::list<Work> works_ SLUICE_GUARDED_BY(mu_);  // The list alone; see Work.
  std::vector<FlushResult> results_ SLUICE_GUARDED_BY(mu_);
  bool stopping_ SLUICE_GUARDED_BY(mu_) = false;
  bool in_trouble_ SLUICE_GUARDED_BY(mu_) = false;
  WorkQueue calls_;  // Its jobs use what is above.
  std::thread thread_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_FLUSHER_H_
