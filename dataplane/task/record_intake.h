#ifndef SLUICE_DATAPLANE_TASK_RECORD_INTAKE_H_
#define SLUICE_DATAPLANE_TASK_RECORD_INTAKE_H_

#include <cstdint>
#include <memory>

#include "base/kafka/group_consumer.h"
#include "base/time/clock.h"
#include "dataplane/commit/redo_plan.h"
#include "dataplane/deadletter/dead_letters.h"
#include "dataplane/deadletter/storm_guard.h"
#include "dataplane/task/batch_limits.h"
#include "dataplane/task/routes.h"
#include "dataplane/task/source_partition.h"
#include "dataplane/task/task_definition.h"
#include "dataplane/upload/task_memory.h"

namespace sluice::dataplane {

// What an intake works with; everything is borrowed.
struct IntakeParts {
  const TaskDefinition& definition;
  Routes& routes;
  kafka::Producer& producer;
  TaskMemory& memory;
  Clock& clock;
  BatchLimits limits = {};
};

// Takes records of source partitions into their batches: each becomes a row in the block of its
// table partition, or a dead letter. One pass over the record, in the memory of whoever read it.
//
// The polling thread calls.
class RecordIntake {
 public:
  explicit RecordIntake(const IntakeParts& parts);

  // A record of a partition that reads. One that the batch has no room for is left, and named by
  // `reread_from`. One that may not be passed, by the error policy, is left too, and `halt` says
  // why.
  void Take(SourcePartition& source, const kafka::ConsumedRecord& record);

  // Everything below `offset` has been brought: what lies between is no record for us, but markers
  // and records of aborted transactions.
  void TakeEnd(SourcePartition& source, int64_t offset);

  // Rows of dead sessions, once more (rule S9): a batch of its own begins, with what this process
  // knows of the intent's dead letters, if anything, ...
  absl::Status BeginRedo(SourcePartition& source, RedoPlan plan,
                         std::shared_ptr<Receipt> dead_letters);
  // ... takes those records below the intent's end that went into these sessions, ...
  // FAILED_PRECONDITION, BAD_RECORD: the table no longer takes what it took, and that may not be
  // passed over.
  absl::Status TakeAgain(SourcePartition& source, const kafka::ConsumedRecord& record);
  // ... and is complete.
  void EndRedo(SourcePartition& source);

  // Drops the batch that takes rows now, if there is one.
  void Forget(SourcePartition& source);

  // Why no source partition of the task may read on; OK while they may.
  const absl::Status& storm() const { return storm_; }

 private:
  void BeginBatch(SourcePartition& source);
  void OpenBatch(SourcePartition& source, int64_t first_offset, int64_t revision);
  std::optional<conversion::Rejection> Append(SourcePartition& source,
                                              const kafka::ConsumedRecord& record, Route& route,
                                              absl::string_view table_partition);
  bool HasPassed(int64_t timestamp_ms);
  bool MayPass(SourcePartition& source, const kafka::ConsumedRecord& record,
               const conversion::Rejection& rejection, RejectedBy rejected_by);
  void Write(SourcePartition& source, const kafka::ConsumedRecord& record,
             const conversion::Rejection& rejection, RejectedBy rejected_by);
  bool Weather(SourcePartition& source, StormGuard::Storm storm);
  absl::Status Truncated(const SourcePartition& source, int64_t rows_lost) const;
  absl::Status BadRecord(const kafka::ConsumedRecord& record,
                         const conversion::Rejection& rejection) const;

  const IntakeParts parts_;
  const RevisionDefinition& revision_;
  DeadLetters dead_letters_;
  StormGuard storms_;
  absl::Status storm_;
  int64_t now_ms_ = -1;  // What the clock said last.
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_RECORD_INTAKE_H_
