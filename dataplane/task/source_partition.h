#ifndef SLUICE_DATAPLANE_TASK_SOURCE_PARTITION_H_
#define SLUICE_DATAPLANE_TASK_SOURCE_PARTITION_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/retry/backoff.h"
#include "conversion/record_router.h"
#include "dataplane/commit/held_rows.h"
#include "dataplane/commit/redo_plan.h"
#include "dataplane/deadletter/receipt.h"
#include "dataplane/deadletter/recent_records.h"
#include "dataplane/upload/batch.h"

namespace sluice::dataplane {

// What a task knows of one source partition during one assignment. Forgotten with it (rule S5). The
// polling thread's own.
struct SourcePartition {
  enum class Phase {
    kSettling,  // A predecessor's intent is brought to its end, or lost offsets are looked up;
                // nothing is read.
    kRedoing,   // Rows of dead sessions are read again.
    kReading,   // Records become batches.
    kStopped,   // An error that only a person mends; nothing is read.
  };

  int32_t partition = 0;
  int64_t epoch = 0;
  Phase phase = Phase::kSettling;
  bool paused = true;  // At the consumer.

  // Everything below it is in the ledger, in the item that is being flushed, or was skipped:
  // records below are dropped.
  int64_t next_offset = 0;

  // Finds the table partitions of records, in the order in which they are read; made anew when
  // reading goes back.
  std::unique_ptr<conversion::RecordRouter> router = nullptr;
  RecentRecords recent = {};

  // The batch that takes rows now; none until the first record comes.
  std::unique_ptr<Batch> batch = nullptr;
  std::shared_ptr<Receipt> dead_letters = nullptr;
  // The latest record time among its rows that had come when its record was read: one from the
  // future proves nothing. With the clock INGEST its own.
  int64_t latest_ms = -1;
  absl::Duration batch_begun = absl::ZeroDuration();          // By Clock::Monotonic.
  absl::Duration batch_sealed = -absl::InfiniteDuration();    // The one before it.
  bool flushing = false;                                      // An item of it is with the flusher.
  std::vector<std::weak_ptr<ShareUpload>> on_their_way = {};  // Of that item.
  int64_t newest_ms = -1;  // The latest record time that was read; -1: none yet.

  // Where the consumer stands: the record that it would bring next. -1: nowhere in particular.
  int64_t read_to = 0;
  // A record that no batch could take: it is read again once the batch is on its way.
  std::optional<int64_t> reread_from = std::nullopt;
  // After something went wrong: not before this time, later each time.
  absl::Duration not_before = absl::ZeroDuration();
  Backoff backoff = Backoff({.initial = absl::Milliseconds(500), .max = absl::Seconds(30)});
  // How often in a row its batch was read again, from this entry's offset.
  int resets = 0;
  int64_t entered_at = -1;
  // Why it is kStopped, or was until it reads again; or what it gets over by itself.
  absl::Status error = absl::OkStatus();
  // Why nothing beyond `next_offset` is read any more: BAD_RECORD, TOO_MANY_BAD_RECORDS. What was
  // begun is finished. A person must act.
  absl::Status halt = absl::OkStatus();

  // Reading goes on at `offset`, from which the consumer may have gone ahead: what it brought since
  // belongs to no batch any more.
  void GoOnFrom(int64_t offset) {
    next_offset = offset;
    router = nullptr;
    reread_from.reset();
    if (read_to != offset) reread_from = offset;
  }

  // The group had forgotten its offsets (rule S12): below this offset the table holds rows already,
  // these.
  std::optional<int64_t> table_holds_until = std::nullopt;
  HeldRows held = {};

  // SOURCE_TRUNCATED: rows that had to be written again are lost. Shown as long as the assignment
  // lasts.
  absl::Status truncated = absl::OkStatus();

  // Of kRedoing: which rows are written anew, and how they were routed.
  std::optional<RedoPlan> redo = std::nullopt;
  std::unique_ptr<conversion::RecordRouter> redo_router = nullptr;
  int64_t redo_held = 0;  // Rows of them that the table holds already.
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_SOURCE_PARTITION_H_
