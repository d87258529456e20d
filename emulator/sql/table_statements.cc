#include "emulator/sql/table_statements.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/access/access_check.h"
#include "emulator/error/service_error.h"
#include "emulator/sql/column_change.h"
#include "emulator/sql/sql_error.h"
#include "emulator/store/catalog.h"
#include "emulator/store/grants.h"
#include "emulator/store/schemas.h"
#include "emulator/store/segments.h"
#include "emulator/value/object_name.h"
#include "emulator/value/partition_spec.h"

namespace sluice::emulator {
namespace {

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

absl::StatusOr<SqlOutcome> Done(const absl::Status& status) {
  if (!status.ok()) return status;
  return SqlOutcome{};
}

// Applies `change` to a table that the caller may alter, and stores it.
absl::StatusOr<SqlOutcome> Alter(const SqlContext& context, const TableName& name,
                                 absl::FunctionRef<absl::Status(Table&)> change) {
  return Done(context.world().database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Table table, context.OpenTable(sql, name, "Alter"));
    SLUICE_RETURN_IF_ERROR(change(table));
    table.modified = context.world().clock.Now();
    return Catalog(sql).ChangeTable(table);
  }));
}

}  // namespace

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const CreateTable& create) {
  for (const Column& key : create.partition_keys) {
    if (MayPartition(key.type)) continue;
    return SemanticError(absl::StrCat("a partition key cannot be of type ", key.type.ToString()));
  }
  return Done(context.world().database.Transact([&](Sql& sql) -> absl::Status {
    const SqlContext::Place place = context.PlaceOf(create.table);
    SLUICE_ASSIGN_OR_RETURN(Project project,
                            context.OpenProject(sql, place.project, "CreateTable"));
    SLUICE_RETURN_IF_ERROR(Schemas(sql, project.name).Get(SchemaOf(place.name)).status());
    Catalog catalog(sql);
    if (create.if_not_exists && catalog.GetTable(project.name, place.name).ok()) {
      return absl::OkStatus();
    }
    return catalog.CreateTable({.project = project.name,
                                .name = place.name,
                                .columns = create.columns,
                                .partition_keys = create.partition_keys,
                                .comment = create.comment,
                                .lifecycle = create.lifecycle,
                                .primary_key = create.primary_key,
                                .properties = create.properties,
                                .owner = context.principal().Name(),
                                .created = context.world().clock.Now()});
  }));
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const DropTable& drop) {
  std::vector<std::string> files;
  absl::Status done = context.world().database.Transact([&](Sql& sql) -> absl::Status {
    absl::StatusOr<Table> table = context.OpenTable(sql, drop.table, "Drop");
    if (!table.ok()) {
      const bool nothing_to_do = drop.if_exists && IsTableNotFound(table.status());
      return nothing_to_do ? absl::OkStatus() : table.status();
    }
    SLUICE_RETURN_IF_ERROR(
        Grants(sql, table->project).ForgetObject(TableObject(table->project, table->name)));
    SLUICE_ASSIGN_OR_RETURN(files, Catalog(sql).DropTable(table->id));
    return absl::OkStatus();
  });
  if (done.ok()) context.world().blocks.Remove(files);
  return Done(done);
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const TruncateTable& truncate) {
  std::vector<std::string> files;
  absl::Status done = context.world().database.Transact([&](Sql& sql) -> absl::Status {
    files.clear();
    SLUICE_ASSIGN_OR_RETURN(Table table, context.OpenTable(sql, truncate.table, "Update"));
    std::vector<PartitionSpec> specs = truncate.specs;
    if (specs.empty() && !table.partition_keys.empty()) {
      return SemanticError(
          absl::StrCat("table ", table.name, " is partitioned; name the partitions, or drop them"));
    }
    if (specs.empty()) specs.emplace_back();  // All that a table without partitions has.
    for (const PartitionSpec& spec : specs) {
      SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> values,
                              PartitionValues(spec, table.partition_keys));
      SLUICE_ASSIGN_OR_RETURN(Partition partition, Catalog(sql).GetPartition(table, values));
      Segments segments(sql, table.id, partition.id, context.world().clock.Now());
      SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> dead, segments.RemoveAll());
      files.insert(files.end(), dead.begin(), dead.end());
    }
    return absl::OkStatus();
  });
  if (done.ok()) context.world().blocks.Remove(files);
  return Done(done);
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const RenameTable& rename) {
  return Done(context.world().database.Transact([&](Sql& sql) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(Table table, context.OpenTable(sql, rename.table, "Alter"));
    const std::string old_object = TableObject(table.project, table.name);
    table.name = NameInProject(SchemaOf(table.name), rename.new_name);
    table.modified = context.world().clock.Now();
    SLUICE_RETURN_IF_ERROR(Catalog(sql).ChangeTable(table));
    return Grants(sql, table.project)
        .MoveObject(old_object, TableObject(table.project, table.name));
  }));
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const SetTable& set) {
  return Alter(context, set.table, [&](Table& table) -> absl::Status {
    if (set.comment.has_value()) table.comment = *set.comment;
    if (set.lifecycle.has_value()) table.lifecycle = *set.lifecycle;
    for (const auto& [name, value] : set.properties) {
      if (name == "transactional") {
        return SemanticError("whether a table is transactional is said when it is created");
      }
      table.properties[name] = value;
    }
    return absl::OkStatus();
  });
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const AddColumns& add) {
  return Alter(context, add.table, [&](Table& table) { return AddTo(table, add); });
}

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const ChangeColumn& change) {
  return Alter(context, change.table, [&](Table& table) { return ChangeIn(table, change); });
}

}  // namespace sluice::emulator
