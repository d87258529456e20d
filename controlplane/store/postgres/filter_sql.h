#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_FILTER_SQL_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_FILTER_SQL_H_

#include <string>
#include <vector>

#include "controlplane/store/connector_index.h"
#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {

// The end of a statement that is made of fixed pieces, and its parameters: what a caller wrote is
// in the parameters only. Of `connectors c JOIN connector_observations o`.
struct SqlTail {
  std::string text;
  std::vector<Param> params;
};

// ` WHERE …`: which connectors a query means.
SqlTail WhereOf(const ConnectorQuery& query);

// ` WHERE … ORDER BY … LIMIT …`: one page of them.
SqlTail PageOf(const ConnectorQuery& query);

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_FILTER_SQL_H_
