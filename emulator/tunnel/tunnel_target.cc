#include "emulator/tunnel/tunnel_target.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/error/service_error.h"
#include "emulator/value/partition_spec.h"

namespace sluice::emulator {

absl::StatusOr<Table> OpenTunnelTable(Sql& sql, const Principal& caller,
                                      const std::string& project_name, const std::string& table,
                                      std::initializer_list<const char*> actions) {
  Catalog catalog(sql);
  SLUICE_ASSIGN_OR_RETURN(Project project, catalog.GetProject(project_name));
  AccessCheck access(sql, project, caller);
  for (const char* action : actions) {
    SLUICE_RETURN_IF_ERROR(access.RequireOnTable(action, absl::AsciiStrToLower(table)));
  }
  return catalog.GetTable(project.name, table);
}

absl::StatusOr<std::vector<std::string>> TargetValues(const Table& table,
                                                      const std::string& partition) {
  if (table.partition_keys.empty()) {
    if (partition.empty()) return std::vector<std::string>();
    return ServiceError("InvalidPartitionSpec",
                        absl::StrCat("table ", table.name, " is not partitioned"));
  }
  if (partition.empty()) {
    return ServiceError("MissingPartitionSpec",
                        absl::StrCat("table ", table.name, " is partitioned; name a partition"));
  }
  SLUICE_ASSIGN_OR_RETURN(PartitionSpec spec, ParsePartitionSpec(partition));
  return PartitionValues(spec, table.partition_keys);
}

absl::StatusOr<TunnelTarget> OpenTarget(Sql& sql, const Principal& caller,
                                        const std::string& project, const std::string& name,
                                        const std::string& partition,
                                        std::initializer_list<const char*> actions) {
  TunnelTarget target;
  SLUICE_ASSIGN_OR_RETURN(target.table, OpenTunnelTable(sql, caller, project, name, actions));
  SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values, TargetValues(target.table, partition));
  SLUICE_ASSIGN_OR_RETURN(target.partition, Catalog(sql).GetPartition(target.table, values));
  return target;
}

absl::Status RequireSameTarget(Sql& sql, const Table& table, const std::string& partition,
                               int64_t session_table_id, int64_t session_partition_id) {
  if (session_table_id != table.id) {
    return ServiceError("InvalidResourceSpec",
                        absl::StrCat("the session is not one of table ", table.name));
  }
  if (partition.empty() && !table.partition_keys.empty()) {
    return Catalog(sql).GetPartitionById(session_partition_id).status();
  }
  SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values, TargetValues(table, partition));
  SLUICE_ASSIGN_OR_RETURN(Partition target, Catalog(sql).GetPartition(table, values));
  if (target.id == session_partition_id) return absl::OkStatus();
  return ServiceError("InvalidResourceSpec",
                      absl::StrCat("the session is not one of partition ", partition));
}

absl::Status RequireNoPrimaryKey(const Table& table) {
  if (table.primary_key.empty()) return absl::OkStatus();
  return ServiceError("InvalidArgument", absl::StrCat("table ", table.name,
                                                      " has a primary key; write it by upserts"));
}

}  // namespace sluice::emulator
