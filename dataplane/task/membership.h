#ifndef SLUICE_DATAPLANE_TASK_MEMBERSHIP_H_
#define SLUICE_DATAPLANE_TASK_MEMBERSHIP_H_

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/kafka/group_consumer.h"
#include "base/time/clock.h"
#include "dataplane/commit/batch_step.h"
#include "dataplane/commit/entry_plan.h"
#include "dataplane/commit/ledger.h"
#include "dataplane/commit/offset_memory.h"
#include "dataplane/commit/recovery.h"
#include "dataplane/commit/redo_plan.h"
#include "dataplane/commit/settler.h"
#include "dataplane/task/batch_limits.h"
#include "dataplane/task/delivery.h"
#include "dataplane/task/flush_plan.h"
#include "dataplane/task/flusher.h"
#include "dataplane/task/offset_notes.h"
#include "dataplane/task/record_intake.h"
#include "dataplane/task/routes.h"
#include "dataplane/task/source_partition.h"
#include "dataplane/task/source_watch.h"
#include "dataplane/task/task_definition.h"
#include "dataplane/task/task_progress.h"
#include "dataplane/task/task_troubles.h"
#include "dataplane/upload/block_carrier.h"
#include "dataplane/upload/session_budget.h"
#include "dataplane/upload/task_memory.h"

namespace sluice::dataplane {

// What a membership works with; everything is borrowed.
struct MembershipParts {
  const TaskDefinition& definition;
  Routes& routes;
  DeliveryParts destination;
  kafka::Producer& producer;       // Of dead letters.
  kafka::Producer& note_producer;  // Of offset notes, which nobody waits for.
  OffsetMemory::OpenReader open_reader;
  TaskMemory& memory;
  SessionBudget& sessions;
  TaskProgress& progress;
  Clock& clock;
  BatchLimits limits = {};
  // Only what stands in `table` is brought to its end; nothing is read, then it is over.
  bool settle_only = false;
  // Why an intent of a revision with another table stops its source partition here. OK: it does
  // not; the membership is over instead (KAFKA_REJOIN), so that it is settled there first.
  absl::Status elsewhere = absl::OkStatus();
  // Says when the source is not what it was; then the membership is over. Null: nobody looks.
  SourceWatch* source_watch = nullptr;
};

// One life of a task as a member of its consumer group: poll, convert, flush, until told to stop or
// until the membership is over. Whatever it remembers ends with it (rules S4, S5): the next one
// settles what it reads.
//
// One thread calls Run.
class Membership : private kafka::AssignmentListener, private kafka::RecordHandler {
 public:
  // Makes the consumer, around its listener.
  using JoinGroup = std::function<absl::StatusOr<std::unique_ptr<kafka::GroupConsumer>>(
      kafka::AssignmentListener& listener)>;

  explicit Membership(const MembershipParts& parts);
  ~Membership() override;

  // Returns OK when `stop` is set and what was begun is finished, or its bound has passed.
  // Otherwise why the membership is over: ABORTED, KAFKA_FENCED or TASK_REPLACED: another process
  // does this work. UNAVAILABLE: join again. While `paused` is set nothing new is read; what was
  // begun is finished.
  absl::Status Run(const JoinGroup& join, const std::atomic<bool>& stop,
                   const std::atomic<bool>& paused);

 private:
  void OnAssigned(const std::vector<kafka::AssignedPartition>& partitions) override;
  void OnTakenAway(const std::vector<int32_t>& partitions) override;
  void OnRecord(const kafka::ConsumedRecord& record) override;
  void OnEnd(int32_t partition, int64_t offset) override;
  void OnError(int32_t partition, const absl::Status& error) override;

  absl::Status Turn();
  absl::Status LookAtSource();
  absl::Status FinishWhatWasBegun();
  void Begin(SourcePartition& source, const std::optional<kafka::CommittedOffset>& committed);
  void Enter(SourcePartition& source, const LedgerEntry& entry);
  // With settle_only: nothing here is for this membership to do.
  void AwaitItsTurn(SourcePartition& source);
  // Whether the intent is of this membership's table; if not, what becomes of the partition is
  // done.
  bool StandsHere(SourcePartition& source, const formats::Intent& intent);
  bool IsTaking(const SourcePartition& source) const;
  // With settle_only: why it is over, or OK while something goes on.
  absl::Status SettlingIsOver();
  void BeginReading(SourcePartition& source, int64_t next_offset);
  void Settle(SourcePartition& source, FlushItem item);
  void BeginRedo(SourcePartition& source, FlushResult result);
  void SkipWhatIsGone(SourcePartition& source);
  void FinishRedo(SourcePartition& source);
  void Halt(const absl::Status& storm);
  void CarryFullBlocks();
  void FlushWhatIsDue();
  std::vector<OpenBatch> OpenBatches(absl::Duration now) const;
  void Flush(SourcePartition& source);
  absl::Status HandleResults();
  absl::Status HandleResult(FlushResult result);
  absl::Status Reset(SourcePartition& source);
  void StopPartition(SourcePartition& source, const absl::Status& error,
                     absl::Time look_again = absl::InfiniteFuture());
  void SteerReading();
  void TellProgress();
  void TellFigures();
  bool MayRead(const SourcePartition& source, absl::Duration now) const;
  SourcePartition* Find(int32_t partition, int64_t epoch);

  MembershipParts parts_;
  const RevisionDefinition& revision_;
  Delivery delivery_;
  BlockCarrier carrier_;
  Settler settler_;
  OffsetMemory memory_;
  Recovery recovery_;
  RecordIntake intake_;
  OffsetNotes notes_;
  std::unique_ptr<kafka::GroupConsumer> consumer_;
  std::unique_ptr<Ledger> ledger_;
  TaskTroubles troubles_;  // Outlives the flusher, which tells it.
  std::unique_ptr<Flusher> flusher_;
  std::map<int32_t, SourcePartition> sources_;
  absl::Status over_;    // Found inside a callback: the membership ends with it.
  bool joined_ = false;  // The group has told what it gives.
  bool paused_ = false;
  bool stopping_ = false;
  bool memory_short_ = false;
  absl::Duration figures_told_ = absl::ZeroDuration();
  absl::Duration begun_;  // By Clock::Monotonic.
  std::optional<absl::Duration> assigned_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_MEMBERSHIP_H_
