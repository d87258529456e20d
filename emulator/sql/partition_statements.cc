#include "emulator/sql/partition_statements.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/sql/sql_error.h"
#include "emulator/store/catalog.h"

namespace sluice::emulator {
namespace {

constexpr size_t kPartitionsMax = 60'000;

// A table that has partitions and that the caller may alter.
absl::StatusOr<Table> OpenPartitioned(const SqlContext& context, Sql& sql, const TableName& name) {
  SLUICE_ASSIGN_OR_RETURN(Table table, context.OpenTable(sql, name, "Alter"));
  if (!table.partition_keys.empty()) return table;
  return SemanticError(absl::StrCat("table ", table.name, " is not partitioned"));
}

absl::StatusOr<SqlOutcome> Done(const absl::Status& status) {
  if (!status.ok()) return status;
  return SqlOutcome{};
}

}  // namespace

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

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const AddPartitions& add) {
  const absl::Time now = context.world().clock.Now();
  return Done(context.world().database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Table table, OpenPartitioned(context, sql, add.table));
    Catalog catalog(sql);
    SLUICE_ASSIGN_OR_RETURN(int64_t there, catalog.CountPartitions(table.id));
    if (there + add.specs.size() > kPartitionsMax) {
      return SemanticError(absl::StrCat("a table has at most ", kPartitionsMax, " partitions"));
    }
    for (const PartitionSpec& spec : add.specs) {
      SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values,
                              PartitionValues(spec, table.partition_keys));
      absl::Status added = catalog.AddPartition(table.id, values, now);
      const bool exists = CodeOf(added) == "ObjectAlreadyExists";
      if (!added.ok() && !(exists && add.if_not_exists)) return added;
    }
    return absl::OkStatus();
  }));
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const DropPartitions& drop) {
  std::vector<std::string> files;
  absl::Status done = context.world().database.Transact([&](Sql& sql) -> absl::Status {
    files.clear();
    SLUICE_ASSIGN_OR_RETURN(Table table, OpenPartitioned(context, sql, drop.table));
    Catalog catalog(sql);
    for (const PartitionSpec& spec : drop.specs) {
      SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values,
                              PartitionValues(spec, table.partition_keys));
      absl::StatusOr<Partition> partition = catalog.GetPartition(table, values);
      const bool missing = CodeOf(partition.status()) == "NoSuchPartition";
      if (!partition.ok() && missing && drop.if_exists) continue;
      if (!partition.ok()) return partition.status();
      SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> dead, catalog.DropPartition(partition->id));
      files.insert(files.end(), dead.begin(), dead.end());
    }
    return absl::OkStatus();
  });
  if (done.ok()) context.world().blocks.Remove(files);
  return Done(done);
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const RenamePartition& rename) {
  return Done(context.world().database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Table table, OpenPartitioned(context, sql, rename.table));
    Catalog catalog(sql);
    SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> from,
                            PartitionValues(rename.from, table.partition_keys));
    SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> to,
                            PartitionValues(rename.to, table.partition_keys));
    SLUICE_ASSIGN_OR_RETURN(Partition partition, catalog.GetPartition(table, from));
    return catalog.RenamePartition(partition.id, to, context.world().clock.Now());
  }));
}

}  // namespace sluice::emulator
