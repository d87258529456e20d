#include "controlplane/store/postgres/postgres_store.h"

#include <utility>

#include "controlplane/store/postgres/schema.h"

namespace sluice::controlplane::postgres {

PostgresStore::PostgresStore(DatabaseOptions options) : database_(std::move(options)) {}

absl::Status PostgresStore::CheckReady() { return CheckSchema(database_); }

}  // namespace sluice::controlplane::postgres
