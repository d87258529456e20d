#include "controlplane/store/postgres/postgres_store.h"

#include <utility>

#include "base/status/status_macros.h"
#include "controlplane/store/postgres/schema.h"
#include "controlplane/store/postgres/secret_key.h"

namespace sluice::controlplane::postgres {

PostgresStore::PostgresStore(DatabaseOptions options, const seal::Key& key)
    : database_(std::move(options)), secrets_(seal::Sealer(key)) {}

absl::Status PostgresStore::CheckReady() {
  SLUICE_RETURN_IF_ERROR(CheckSchema(database_));
  return CheckSecretKey(database_, secrets_.key_id());
}

}  // namespace sluice::controlplane::postgres
