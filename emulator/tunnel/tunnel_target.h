#ifndef SLUICE_EMULATOR_TUNNEL_TUNNEL_TARGET_H_
#define SLUICE_EMULATOR_TUNNEL_TUNNEL_TARGET_H_

#include <initializer_list>
#include <string>

#include "absl/status/statusor.h"
#include "emulator/access/principal.h"
#include "emulator/store/catalog.h"
#include "emulator/store/database.h"

namespace sluice::emulator {

// The table and partition that a tunnel request names.
struct TunnelTarget {
  Table table;
  Partition partition;
};

// Looks both up for a caller who may do all of `actions` on the table. Errors: NoSuchProject,
// NoPermission, NoSuchTable, MissingPartitionSpec, InvalidPartitionSpec, NoSuchPartition.
absl::StatusOr<TunnelTarget> OpenTarget(Sql& sql, const Principal& caller,
                                        const std::string& project, const std::string& table,
                                        const std::string& partition,
                                        std::initializer_list<const char*> actions);

// The table alone, likewise.
absl::StatusOr<Table> OpenTunnelTable(Sql& sql, const Principal& caller, const std::string& project,
                                      const std::string& table,
                                      std::initializer_list<const char*> actions);

// The values of a tunnel's `partition=`; none for an unpartitioned table.
absl::StatusOr<std::vector<std::string>> TargetValues(const Table& table,
                                                      const std::string& partition);

// Whether a request on a session names what the session is for: `partition` may be left out.
// InvalidResourceSpec when it names another table or partition, NoSuchPartition when that has gone.
absl::Status RequireSameTarget(Sql& sql, const Table& table, const std::string& partition,
                               int64_t session_table_id, int64_t session_partition_id);

// InvalidArgument for a table whose rows are changed by their key: it takes upserts only.
absl::Status RequireNoPrimaryKey(const Table& table);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_TUNNEL_TARGET_H_
