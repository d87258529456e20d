#ifndef SLUICE_FORMATS_INTENT_H_
#define SLUICE_FORMATS_INTENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::formats {

// One upload session that an entry names.
struct IntentSession {
  std::string session_id;
  // As the tunnel spells it: pt=11-17-2020 15.
  std::string table_partition;
  int64_t blocks = 0;
  int64_t rows = 0;
  // The source offset of the first row in it.
  int64_t first_row_offset = 0;

  friend bool operator==(const IntentSession&, const IntentSession&) = default;
};

// The ledger's entry for one source partition: what stands in the metadata of the group's committed
// offset.
//
// The committed offset itself is the first record whose row is not certainly in the table. With
// sessions, the entry is an intent: they hold every row of [offset, next_offset) and may or may not
// have been committed. Without sessions nothing is open. docs/formats/intent.md describes the
// bytes.
struct Intent {
  std::string connector_uid;
  int64_t connector_revision = 0;
  // Which task wrote it, and under which assignment: a higher one of the same task tells a woken
  // task that it was replaced.
  int32_t task_index = 0;
  int64_t assignment_revision = 0;
  int64_t next_offset = 0;
  std::vector<IntentSession> sessions;
  // While the offset is below it, the table must be asked what it holds already (rule S12).
  std::optional<int64_t> table_holds_until;

  bool open() const { return !sessions.empty(); }

  friend bool operator==(const Intent&, const Intent&) = default;
};

// The text for the broker: JSON without blanks, UTF-8.
std::string EncodeIntent(const Intent& intent);

// Errors, all FAILED_PRECONDITION: BATCH_FORMAT_UNKNOWN for a version this program does not know (a
// newer Sluice wrote it), LEDGER_UNREADABLE for anything that is no entry. Unknown keys are ignored
// within a known version.
absl::StatusOr<Intent> ParseIntent(absl::string_view metadata);

// What the broker takes at most (its offset.metadata.max.bytes, by default).
inline constexpr int64_t kIntentBytesMax = 4096;

}  // namespace sluice::formats

#endif  // SLUICE_FORMATS_INTENT_H_
