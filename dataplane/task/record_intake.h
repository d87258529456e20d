#ifndef SLUICE_DATAPLANE_TASK_RECORD_INTAKE_H_
#define SLUICE_DATAPLANE_TASK_RECORD_INTAKE_H_

#include <cstdint>
#include <memory>

#include "base/kafka/group_consumer.h"
#include "base/time/clock.h"
#include "dataplane/commit/settler.h"
#include "dataplane/deadletter/dead_letters.h"
#include "dataplane/task/batch_limits.h"
#include "dataplane/task/routes.h"
#include "dataplane/task/source_partition.h"
#include "dataplane/task/task_definition.h"
#include "dataplane/upload/memory_budget.h"

namespace sluice::dataplane {

// What an intake works with; everything is borrowed.
struct IntakeParts {
  const TaskDefinition& definition;
  Routes& routes;
  kafka::Producer& producer;
  MemoryBudget& memory;
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
  // `reread_from`.
  void Take(SourcePartition& source, const kafka::ConsumedRecord& record);

  // Everything below `offset` has been brought: what lies between is no record for us, but markers
  // and records of aborted transactions.
  void TakeEnd(SourcePartition& source, int64_t offset);

  // Rows of dead sessions, once more (rule S9): a batch of its own begins, ...
  void BeginRedo(SourcePartition& source, StandingIntent standing);
  // ... takes those records below the intent's end that went into these sessions, ...
  void TakeAgain(SourcePartition& source, const kafka::ConsumedRecord& record);
  // ... and is complete.
  void EndRedo(SourcePartition& source);

  // Drops the batch that takes rows now, if there is one.
  void Forget(SourcePartition& source);

 private:
  void OpenBatch(SourcePartition& source, int64_t first_offset, int64_t revision);
  void Append(SourcePartition& source, const kafka::ConsumedRecord& record, Route& route,
              absl::string_view value);
  void Reject(SourcePartition& source, const kafka::ConsumedRecord& record,
              const conversion::Rejection& rejection);

  const IntakeParts parts_;
  const std::string& source_topic_;
  DeadLetters dead_letters_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_RECORD_INTAKE_H_
