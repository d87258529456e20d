#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_API_TOKEN_ROW_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_API_TOKEN_ROW_H_

#include <pqxx/pqxx>

#include "controlplane/model/api_token.h"
#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {

// Columns of api_tokens to select, and a selected row as a value. Everything but the hash.
#define SLUICE_API_TOKEN_COLUMNS \
  " id, display_name, kind, role_bindings, created_by, revoked_by, " SLUICE_MICROS("create_time") \
  "," SLUICE_MICROS("expire_time") "," SLUICE_MICROS("last_used_time") "," SLUICE_MICROS(         \
      "revoke_time")
ApiToken ApiTokenOf(const pqxx::row& row);

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_API_TOKEN_ROW_H_
