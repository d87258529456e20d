#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_SCHEMA_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_SCHEMA_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "controlplane/store/postgres/database.h"
#include "migrations/migrations.h"

namespace sluice::controlplane::postgres {

// Applies those of `migrations` that the database lacks, each in a transaction of its own together
// with the note that it was applied. Several may try at once: an advisory lock lets one after the
// other. Returns how many were applied. FAILED_PRECONDITION, SCHEMA_TOO_NEW, when the database has
// one that is not among `migrations`.
absl::StatusOr<int> Migrate(Database& database, absl::Span<const migrations::Migration> migrations);

// OK when exactly the migrations of this program are applied. UNAVAILABLE, DATABASE_UNAVAILABLE
// when some are missing; FAILED_PRECONDITION, SCHEMA_TOO_NEW.
absl::Status CheckSchema(Database& database);

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_SCHEMA_H_
