#include "emulator/sql/sql_job.h"

#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/access/security_run.h"
#include "emulator/access/security_statement.h"
#include "emulator/error/service_error.h"
#include "emulator/sql/describe.h"
#include "emulator/sql/sql_error.h"
#include "emulator/store/catalog.h"
#include "emulator/store/grants.h"

namespace sluice::emulator {
namespace {

constexpr size_t kPartitionsMax = 60'000;

// Types that a partition key may have.
bool MayPartition(const Type& type) {
  switch (type.kind) {
    case Kind::kString:
    case Kind::kVarchar:
    case Kind::kChar:
    case Kind::kTinyint:
    case Kind::kSmallint:
    case Kind::kInt:
    case Kind::kBigint:
    case Kind::kDate:
      return true;
    default:
      return false;
  }
}

// Whether a partition is one of those that `spec`, which may name only some keys, means.
absl::StatusOr<bool> Matches(const Table& table, const Partition& partition,
                             const PartitionSpec& spec) {
  for (const auto& [name, value] : spec) {
    int key = FindColumn(table.partition_keys, name);
    if (key < 0) {
      return ServiceError("InvalidPartitionSpec",
                          absl::StrCat(name, " is not a partition key of ", table.name));
    }
    if (partition.values[key] != value) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<SqlOutcome> SqlJob::Run(const Statement& statement) {
  return std::visit([this](const auto& one) { return Do(one); }, statement);
}

std::string SqlJob::ProjectOf(const TableName& name) const {
  return name.project.empty() ? project_ : name.project;
}

absl::StatusOr<Table> SqlJob::Open(Sql& sql, const TableName& name, const std::string& action) {
  Catalog catalog(sql);
  SLUICE_ASSIGN_OR_RETURN(Project project, catalog.GetProject(ProjectOf(name)));
  AccessCheck access(sql, project, principal_);
  SLUICE_RETURN_IF_ERROR(access.RequireOnTable(action, name.name));
  absl::StatusOr<Table> table = catalog.GetTable(project.name, name.name);
  if (table.ok() || CodeOf(table.status()) != "NoSuchTable") return table;
  return SqlError("0130131", {},
                  absl::StrCat("Table not found - table ", project.name, ".", name.name,
                               " cannot be resolved"));
}

absl::StatusOr<SqlOutcome> SqlJob::Do(const Select& select) {
  std::optional<TableSnapshot> snapshot;
  if (select.from.has_value()) {
    SLUICE_ASSIGN_OR_RETURN(
        snapshot,
        world_.database.TransactFor<TableSnapshot>([&](Sql& sql) -> absl::StatusOr<TableSnapshot> {
          SLUICE_ASSIGN_OR_RETURN(Table table, Open(sql, *select.from, "Select"));
          return TakeSnapshot(sql, std::move(table));
        }));
  }
  SLUICE_ASSIGN_OR_RETURN(SelectResult result, RunSelect(world_.blocks, select, snapshot, zone_,
                                                         world_.limits.result_bytes_max));
  return SqlOutcome{.rows = std::move(result)};
}

absl::StatusOr<SqlOutcome> SqlJob::Do(const CreateTable& create) {
  for (const Column& key : create.partition_keys) {
    if (MayPartition(key.type)) continue;
    return SemanticError(absl::StrCat("a partition key cannot be of type ", key.type.ToString()));
  }
  absl::Status done = world_.database.Transact([&](Sql& sql) -> absl::Status {
    Catalog catalog(sql);
    SLUICE_ASSIGN_OR_RETURN(Project project, catalog.GetProject(ProjectOf(create.table)));
    SLUICE_RETURN_IF_ERROR(AccessCheck(sql, project, principal_).RequireOnProject("CreateTable"));
    if (create.if_not_exists && catalog.GetTable(project.name, create.table.name).ok()) {
      return absl::OkStatus();
    }
    return catalog.CreateTable({.project = project.name,
                                .name = create.table.name,
                                .columns = create.columns,
                                .partition_keys = create.partition_keys,
                                .comment = create.comment,
                                .lifecycle = create.lifecycle,
                                .primary_key = create.primary_key,
                                .properties = create.properties,
                                .owner = principal_.Name(),
                                .created = world_.clock.Now()});
  });
  if (!done.ok()) return done;
  return SqlOutcome{};
}

absl::StatusOr<SqlOutcome> SqlJob::Do(const DropTable& drop) {
  std::vector<std::string> files;
  absl::Status done = world_.database.Transact([&](Sql& sql) -> absl::Status {
    absl::StatusOr<Table> table = Open(sql, drop.table, "Drop");
    if (!table.ok()) {
      const bool missing = CodeOf(table.status()) == "ODPS-0130131";
      return missing && drop.if_exists ? absl::OkStatus() : table.status();
    }
    SLUICE_RETURN_IF_ERROR(
        Grants(sql, table->project).ForgetObject(TableObject(table->project, table->name)));
    SLUICE_ASSIGN_OR_RETURN(files, Catalog(sql).DropTable(table->id));
    return absl::OkStatus();
  });
  if (!done.ok()) return done;
  world_.blocks.Remove(files);
  return SqlOutcome{};
}

absl::StatusOr<SqlOutcome> SqlJob::Do(const AddPartitions& add) {
  absl::Status done = world_.database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Table table, Open(sql, add.table, "Alter"));
    if (table.partition_keys.empty()) {
      return SemanticError(absl::StrCat("table ", table.name, " is not partitioned"));
    }
    Catalog catalog(sql);
    SLUICE_ASSIGN_OR_RETURN(int64_t there, catalog.CountPartitions(table.id));
    if (there + add.specs.size() > kPartitionsMax) {
      return SemanticError(absl::StrCat("a table has at most ", kPartitionsMax, " partitions"));
    }
    for (const PartitionSpec& spec : add.specs) {
      SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values,
                              PartitionValues(spec, table.partition_keys));
      absl::Status added = catalog.AddPartition(table.id, values, world_.clock.Now());
      const bool exists = CodeOf(added) == "ObjectAlreadyExists";
      if (!added.ok() && !(exists && add.if_not_exists)) return added;
    }
    return absl::OkStatus();
  });
  if (!done.ok()) return done;
  return SqlOutcome{};
}

absl::StatusOr<SqlOutcome> SqlJob::Do(const DropPartitions& drop) {
  std::vector<std::string> files;
  absl::Status done = world_.database.Transact([&](Sql& sql) -> absl::Status {
    files.clear();
    SLUICE_ASSIGN_OR_RETURN(Table table, Open(sql, drop.table, "Alter"));
    Catalog catalog(sql);
    for (const PartitionSpec& spec : drop.specs) {
      SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values,
                              PartitionValues(spec, table.partition_keys));
      absl::StatusOr<Partition> partition = catalog.GetPartition(table, values);
      if (!partition.ok() && drop.if_exists && CodeOf(partition.status()) == "NoSuchPartition")
        continue;
      if (!partition.ok()) return partition.status();
      SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> dead, catalog.DropPartition(partition->id));
      files.insert(files.end(), dead.begin(), dead.end());
    }
    return absl::OkStatus();
  });
  if (!done.ok()) return done;
  world_.blocks.Remove(files);
  return SqlOutcome{};
}

absl::StatusOr<SqlOutcome> SqlJob::Do(const ShowPartitions& show) {
  return world_.database.TransactFor<SqlOutcome>([&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
    SLUICE_ASSIGN_OR_RETURN(Table table, Open(sql, show.table, "Describe"));
    if (table.partition_keys.empty()) {
      return SqlError("0110031", {},
                      absl::StrCat("Invalid object type - table ", table.project, ".", table.name,
                                   " is not a partitioned table"));
    }
    SLUICE_ASSIGN_OR_RETURN(std::vector<Partition> partitions,
                            Catalog(sql).ListPartitions(table.id));
    SqlOutcome outcome;
    for (const Partition& partition : partitions) {
      SLUICE_ASSIGN_OR_RETURN(bool matches, Matches(table, partition, show.spec));
      if (!matches) continue;
      absl::StrAppend(&outcome.text, PartitionName(table.partition_keys, partition.values), "\n");
    }
    return outcome;
  });
}

absl::StatusOr<SqlOutcome> SqlJob::Do(const ShowTables& show) {
  return world_.database.TransactFor<SqlOutcome>([&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
    Catalog catalog(sql);
    SLUICE_ASSIGN_OR_RETURN(Project project,
                            catalog.GetProject(ProjectOf({.project = show.project})));
    SLUICE_RETURN_IF_ERROR(AccessCheck(sql, project, principal_).RequireOnProject("List"));
    SLUICE_ASSIGN_OR_RETURN(std::vector<Table> tables, catalog.ListTables(project.name));
    SqlOutcome outcome;
    for (const Table& table : tables)
      absl::StrAppend(&outcome.text, table.owner, ":", table.name, "\n");
    return outcome;
  });
}

absl::StatusOr<SqlOutcome> SqlJob::Do(const DescribeTable& describe) {
  return world_.database.TransactFor<SqlOutcome>([&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
    SLUICE_ASSIGN_OR_RETURN(Table table, Open(sql, describe.table, "Describe"));
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

absl::StatusOr<SqlOutcome> SqlJob::Do(const SecurityStatement& statement) {
  SLUICE_ASSIGN_OR_RETURN(SecurityCommand command, ParseSecurityStatement(statement.text));
  return world_.database.TransactFor<SqlOutcome>([&](Sql& sql) -> absl::StatusOr<SqlOutcome> {
    SLUICE_ASSIGN_OR_RETURN(Project project, Catalog(sql).GetProject(project_));
    AccessCheck access(sql, project, principal_);
    SLUICE_ASSIGN_OR_RETURN(std::string text,
                            RunSecurityCommand(sql, access, command, AnswerFormat::kText));
    return SqlOutcome{.text = std::move(text)};
  });
}

}  // namespace sluice::emulator
