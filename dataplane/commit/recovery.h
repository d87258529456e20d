#ifndef SLUICE_DATAPLANE_COMMIT_RECOVERY_H_
#define SLUICE_DATAPLANE_COMMIT_RECOVERY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "dataplane/commit/held_rows.h"
#include "dataplane/commit/offset_memory.h"
#include "dataplane/commit/recovery_plan.h"
#include "dataplane/commit/table_witness.h"

namespace sluice::dataplane {

// Which connector's offsets are missing, and where.
struct RecoverySubject {
  std::string connector_uid;
  std::string group_id;
  std::string source_topic;
  // By source partition that was there at the first Deploy: below, rows may be somebody else's
  // (rule S10).
  std::map<int32_t, int64_t> asked_until;
  // No earlier revision wrote into another table than the one that is asked.
  bool one_table = true;
};

// Where a source partition goes on of which the group holds nothing.
struct Recovered {
  // OK; or LEDGER_LOST, with since when, until when, and what a person can do; or why it cannot be
  // told now: try again.
  absl::Status status;
  absl::Time look_again = absl::InfiniteFuture();  // Of LEDGER_LOST that passes by itself.
  int64_t next_offset = 0;
  // The table may hold rows of [next_offset, table_holds_until) already.
  std::optional<int64_t> table_holds_until = std::nullopt;
};

// Finds out where to go on when the group holds no offset of a source partition (rule S12). Reads
// only: whoever asks writes the entry, before anything else.
//
// Borrows all but the subject. Any thread may call.
class Recovery {
 public:
  // `witness` is null where rows may be written again: then the table is not asked, and reading
  // goes on at what is noted.
  Recovery(const OffsetMemory& memory, TableWitness* witness, Clock& clock, RecoverySubject subject)
      : memory_(memory), witness_(witness), clock_(clock), subject_(std::move(subject)) {}

  Recovered Look(int32_t partition);

  // Which rows of [first_offset, next_offset) the table holds: they are not to be written again.
  // LEDGER_LOST when it may not be asked.
  absl::StatusOr<HeldRows> Held(int32_t partition, int64_t first_offset, int64_t next_offset);

 private:
  Recovered Lost(int32_t partition, const std::string& why, const std::string& remedy) const;
  Recovered Wait(int32_t partition, const NotedOffset& noted, absl::Time until) const;
  Recovered MayNotAsk(int32_t partition, const absl::Status& denied) const;
  Recovered AskTable(int32_t partition, const NotedOffset& noted);

  const OffsetMemory& memory_;
  TableWitness* const witness_;
  Clock& clock_;
  const RecoverySubject subject_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_RECOVERY_H_
