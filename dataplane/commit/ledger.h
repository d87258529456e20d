#ifndef SLUICE_DATAPLANE_COMMIT_LEDGER_H_
#define SLUICE_DATAPLANE_COMMIT_LEDGER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "base/kafka/group_consumer.h"
#include "dataplane/commit/entry_plan.h"
#include "formats/intent.h"

namespace sluice::dataplane {

// One entry to write, under one assignment of its source partition.
struct LedgerWrite {
  int32_t partition = 0;
  int64_t epoch = 0;
  int64_t offset = 0;  // What the group is to have committed with it.
  formats::Intent entry;
};

// What the group remembers of one source partition.
struct LedgerEntry {
  int64_t offset = 0;  // The first record whose row is not certainly in the table.
  formats::Intent intent;
};

// The record, in the consumer group's committed offsets, of what is in the table and what is about
// to be.
//
// Borrows `group`. Any thread may call.
class Ledger {
 public:
  Ledger(kafka::GroupConsumer& group, LedgerIdentity identity)
      : group_(group), identity_(std::move(identity)) {}

  // An entry of this writer that names nothing: everything below `next_offset` is in the table. It
  // carries `table_holds_until` while that is not behind it (rule S12).
  formats::Intent Advanced(int64_t next_offset,
                           std::optional<int64_t> table_holds_until = std::nullopt) const;

  // An entry of this writer that names sessions which hold the rows up to `next_offset`, routed by
  // `revision`.
  formats::Intent Intended(int64_t next_offset, int64_t revision,
                           std::vector<formats::IntentSession> sessions,
                           std::optional<int64_t> table_holds_until = std::nullopt) const;

  // Writes all, in as few commits as the broker takes. Answers in the order of `writes`.
  std::vector<kafka::PartitionAnswer> Write(const std::vector<LedgerWrite>& writes);

  // Reads what an assignment brought, or a later look. Nothing: the group has no offset for it. An
  // offset without metadata has nothing open. FAILED_PRECONDITION: FOREIGN_LEDGER,
  // BATCH_FORMAT_UNKNOWN, LEDGER_UNREADABLE. ABORTED, TASK_REPLACED: a later assignment of this
  // task has written already.
  absl::StatusOr<std::optional<LedgerEntry>> Understand(
      const std::optional<kafka::CommittedOffset>& committed) const;

  const LedgerIdentity& identity() const { return identity_; }

 private:
  kafka::GroupConsumer& group_;
  const LedgerIdentity identity_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_LEDGER_H_
