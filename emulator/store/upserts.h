#ifndef SLUICE_EMULATOR_STORE_UPSERTS_H_
#define SLUICE_EMULATOR_STORE_UPSERTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/store/catalog.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// Only forwards, and from kNormal only.
enum class UpsertState { kNormal, kCommitted, kAborted, kExpired };

const char* ToString(UpsertState state);  // "normal", …

// A session that changes rows of a table by their primary key.
struct Upsert {
  std::string id;
  int64_t table_id = 0;
  int64_t partition_id = 0;
  UpsertState state = UpsertState::kNormal;
  int64_t schema_version = 0;  // Of the table: packs are of these columns.
  int64_t slots = 1;
  std::string owner;  // A principal.
  absl::Time created;
  absl::Time expires;
};

// Upsert sessions and the packs of changes that they received. Borrows a transaction.
class Upserts {
 public:
  Upserts(Sql& sql, absl::Time now) : sql_(sql), now_(now) {}

  absl::Status Create(const Upsert& upsert);

  // UpsertSessionNotFound. Notices when the session has expired and remembers it.
  absl::StatusOr<Upsert> Get(const std::string& id);

  absl::Status AddPack(const std::string& id, const Segment& pack);
  // In the order in which they came.
  absl::StatusOr<std::vector<Segment>> ListPacks(const std::string& id);

  // Ends a session; its packs are forgotten.
  absl::Status End(const std::string& id, UpsertState state);

 private:
  Sql& sql_;
  const absl::Time now_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_STORE_UPSERTS_H_
