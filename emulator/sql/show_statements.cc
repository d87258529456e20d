#include "emulator/sql/show_statements.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/sql/describe.h"
#include "emulator/sql/partition_statements.h"
#include "emulator/sql/sql_error.h"
#include "emulator/store/catalog.h"
#include "emulator/store/schemas.h"
#include "emulator/value/object_name.h"

namespace sluice::emulator {

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ShowPartitions& show) {
  return context.world().database.TransactFor<SqlOutcome>(
      [&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
        SLUICE_ASSIGN_OR_RETURN(Table table, context.OpenTable(sql, show.table, "Describe"));
        if (table.partition_keys.empty()) {
          return SqlError("0110031", show.table.place,
                          absl::StrCat("Invalid object type - table ", table.project, ".",
                                       table.name, " is not a partitioned table"));
        }
        SLUICE_ASSIGN_OR_RETURN(std::vector<Partition> partitions,
                                Catalog(sql).ListPartitions(table.id));
        SqlOutcome outcome;
        for (const Partition& partition : partitions) {
          SLUICE_ASSIGN_OR_RETURN(bool matches, Matches(table, partition, show.spec));
          if (!matches) continue;
          absl::StrAppend(&outcome.text, PartitionName(table.partition_keys, partition.values),
                          "\n");
        }
        return outcome;
      });
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ShowTables& show) {
  return context.world().database.TransactFor<SqlOutcome>(
      [&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
        std::string project_name = show.project;
        std::string schema = show.schema;
        if (schema.empty() && context.settings().names_have_schema && !project_name.empty()) {
          schema = std::exchange(project_name, "");  // SHOW TABLES IN schema
        }
        if (schema.empty() && project_name.empty()) schema = context.settings().schema;
        if (schema.empty()) schema = kDefaultSchema;
        SLUICE_ASSIGN_OR_RETURN(Project project, context.OpenProject(sql, project_name, "List"));
        SLUICE_RETURN_IF_ERROR(Schemas(sql, project.name).Get(schema).status());
        SLUICE_ASSIGN_OR_RETURN(std::vector<Table> tables, Catalog(sql).ListTables(project.name));
        SqlOutcome outcome;
        for (const Table& table : tables) {
          const std::string name = NameInSchema(table.name);
          if (SchemaOf(table.name) != schema || !absl::StartsWith(name, show.prefix)) continue;
          absl::StrAppend(&outcome.text, table.owner, ":", name, "\n");
        }
        return outcome;
      });
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const DescribeTable& describe) {
  return context.world().database.TransactFor<SqlOutcome>(
      [&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
        SLUICE_ASSIGN_OR_RETURN(Table table, context.OpenTable(sql, describe.table, "Describe"));
        SLUICE_ASSIGN_OR_RETURN(std::vector<Partition> partitions,
                                Catalog(sql).ListPartitions(table.id));
        int64_t rows = 0;
        int64_t bytes = 0;
        for (const Partition& partition : partitions) {
          SLUICE_ASSIGN_OR_RETURN(bool matches, Matches(table, partition, describe.spec));
          if (!matches) continue;
          rows += partition.rows;
          bytes += partition.bytes;
        }
        return SqlOutcome{.text = DescribeTableBox(table, rows, bytes)};
      });
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ShowCreateTable& show) {
  return context.world().database.TransactFor<SqlOutcome>(
      [&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
        SLUICE_ASSIGN_OR_RETURN(Table table, context.OpenTable(sql, show.table, "Describe"));
        return SqlOutcome{.text = CreateTableText(table)};
      });
}

}  // namespace sluice::emulator
