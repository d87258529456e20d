#include "emulator/sql/sql_job.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/access/security_run.h"
#include "emulator/access/security_statement.h"
#include "emulator/sql/insert_statement.h"
#include "emulator/sql/partition_statements.h"
#include "emulator/sql/schema_statements.h"
#include "emulator/sql/show_statements.h"
#include "emulator/sql/table_statements.h"
#include "emulator/store/catalog.h"

namespace sluice::emulator {
namespace {

// Needed: Select on the table.
absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const Select& select) {
  const World& world = context.world();
  std::optional<TableSnapshot> snapshot;
  if (select.from.has_value()) {
    SLUICE_ASSIGN_OR_RETURN(
        snapshot,
        world.database.TransactFor<TableSnapshot>([&](Sql& sql) -> absl::StatusOr<TableSnapshot> {
          SLUICE_ASSIGN_OR_RETURN(Table table, context.OpenTable(sql, *select.from, "Select"));
          return TakeSnapshot(sql, std::move(table));
        }));
  }
  SLUICE_ASSIGN_OR_RETURN(SelectResult result,
                          RunSelect(world.blocks, select, snapshot, context.settings().zone,
                                    world.limits.result_bytes_max));
  return SqlOutcome{.rows = std::move(result)};
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const SecurityStatement& statement) {
  SLUICE_ASSIGN_OR_RETURN(SecurityCommand command, ParseSecurityStatement(statement.text));
  return context.world().database.TransactFor<SqlOutcome>(
      [&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
        SLUICE_ASSIGN_OR_RETURN(Project project, Catalog(sql).GetProject(context.project()));
        AccessCheck access(sql, project, context.principal());
        SLUICE_ASSIGN_OR_RETURN(std::string text,
                                RunSecurityCommand(sql, access, command, AnswerFormat::kText));
        return SqlOutcome{.text = std::move(text)};
      });
}

}  // namespace

absl::StatusOr<SqlOutcome> RunStatement(const SqlContext& context, const Statement& statement) {
  return std::visit([&](const auto& one) { return Run(context, one); }, statement);
}

}  // namespace sluice::emulator
