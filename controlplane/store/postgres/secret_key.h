#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_SECRET_KEY_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_SECRET_KEY_H_

#include <string>

#include "absl/status/status.h"
#include "controlplane/store/postgres/database.h"

namespace sluice::controlplane::postgres {

// Refuses to go on with a key that is not the one of this database: two replicas with keys of their
// own would write what the other cannot read. The first key that comes is the database's.
// FAILED_PRECONDITION, SECRET_KEY_DIFFERS.
absl::Status CheckSecretKey(Database& database, const std::string& key_id);

// For a key that is lost: from now on the database's key is this one. What the old one sealed must
// be given again.
absl::Status AdoptSecretKey(Database& database, const std::string& key_id);

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_SECRET_KEY_H_
