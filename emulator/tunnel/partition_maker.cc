#include "emulator/tunnel/partition_maker.h"

#include <optional>
#include <vector>

#include "absl/strings/match.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/tunnel/tunnel_target.h"

namespace sluice::emulator {

bool HasFlag(const http::ServerRequest& request, absl::string_view flag) {
  std::optional<std::string> value = request.Query(flag);
  return value.has_value() && !absl::EqualsIgnoreCase(*value, "false");
}

absl::Status MakePartitionIfAsked(Sql& sql, const Principal& caller, const std::string& project,
                                  const std::string& name, const http::ServerRequest& request,
                                  absl::Time now) {
  if (!HasFlag(request, "create_partition")) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(Table table,
                          OpenTunnelTable(sql, caller, project, name, {"Update", "Alter"}));
  SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values,
                          TargetValues(table, request.Query("partition").value_or("")));
  absl::Status added = Catalog(sql).AddPartition(table.id, values, now);
  return CodeOf(added) == "ObjectAlreadyExists" ? absl::OkStatus() : added;
}

}  // namespace sluice::emulator
