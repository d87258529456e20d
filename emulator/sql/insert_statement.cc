#include "emulator/sql/insert_statement.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/record/record_encoder.h"
#include "emulator/record/row_rules.h"
#include "emulator/sql/insert_values.h"
#include "emulator/sql/sql_error.h"
#include "emulator/store/catalog.h"
#include "emulator/store/segments.h"

namespace sluice::emulator {
namespace {

// The place of each value in a row of the table.
absl::StatusOr<std::vector<int>> Places(const Table& table, const Insert& insert) {
  std::vector<int> places;
  if (insert.columns.empty()) {
    for (size_t i = 0; i < table.columns.size(); ++i) places.push_back(static_cast<int>(i));
    return places;
  }
  for (const std::string& name : insert.columns) {
    const int place = FindColumn(table.columns, name);
    if (place < 0) return SemanticError(absl::StrCat("column ", name, " cannot be resolved"));
    places.push_back(place);
  }
  return places;
}

struct Encoded {
  std::string bytes;
  int64_t rows = 0;
};

absl::StatusOr<Encoded> Encode(const Table& table, const Insert& insert, absl::TimeZone zone) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<int> places, Places(table, insert));
  Encoded encoded;
  RecordEncoder encoder(table.columns);
  for (const std::vector<Expression>& values : insert.rows) {
    if (values.size() != places.size()) {
      return SemanticError(absl::StrCat("a row has ", values.size(), " values, ", places.size(),
                                        " columns are wanted"));
    }
    Row row(table.columns.size());
    for (size_t i = 0; i < values.size(); ++i) {
      SLUICE_ASSIGN_OR_RETURN(row[places[i]],
                              InsertedValue(values[i], table.columns[places[i]].type, zone));
    }
    SLUICE_RETURN_IF_ERROR(CheckRow(table.columns, row));
    encoder.Append(row, encoded.bytes);
  }
  encoder.Finish(encoded.bytes);
  encoded.rows = encoder.count();
  return encoded;
}

// Where the rows go.
struct Target {
  Table table;
  std::vector<std::string> values;
};

absl::StatusOr<Target> OpenTarget(const SqlContext& context, Sql& sql, const Insert& insert) {
  Target target;
  SLUICE_ASSIGN_OR_RETURN(target.table, context.OpenTable(sql, insert.table, "Update"));
  if (!target.table.primary_key.empty()) {
    return SemanticError(
        absl::StrCat("table ", target.table.name, " has a primary key: send its rows as upserts"));
  }
  if (insert.partition.has_value() == target.table.partition_keys.empty()) {
    return SemanticError(absl::StrCat("table ", target.table.name,
                                      insert.partition.has_value()
                                          ? " is not partitioned"
                                          : " is partitioned; name a partition"));
  }
  SLUICE_ASSIGN_OR_RETURN(target.values, PartitionValues(insert.partition.value_or(PartitionSpec()),
                                                         target.table.partition_keys));
  return target;
}

// The partition, made where it is missing.
absl::StatusOr<Partition> OpenPartition(const SqlContext& context, Sql& sql, const Target& target) {
  Catalog catalog(sql);
  absl::StatusOr<Partition> partition = catalog.GetPartition(target.table, target.values);
  if (partition.ok() || CodeOf(partition.status()) != "NoSuchPartition") return partition;
  SLUICE_RETURN_IF_ERROR(context.RequireOnTable(sql, target.table, "Alter"));
  SLUICE_RETURN_IF_ERROR(
      catalog.AddPartition(target.table.id, target.values, context.world().clock.Now()));
  return catalog.GetPartition(target.table, target.values);
}

}  // namespace

absl::StatusOr<SqlOutcome> Run(const SqlContext& context, const Insert& insert) {
  const World& world = context.world();
  SLUICE_ASSIGN_OR_RETURN(Target target, world.database.TransactFor<Target>([&](Sql& sql) {
    return OpenTarget(context, sql, insert);
  }));
  SLUICE_ASSIGN_OR_RETURN(Encoded encoded, Encode(target.table, insert, context.settings().zone));
  SLUICE_ASSIGN_OR_RETURN(std::string file, world.blocks.Write(encoded.bytes));
  std::vector<std::string> dead;
  absl::Status done = world.database.Transact([&](Sql& sql) -> absl::Status {
    // Asked again: the table may have changed while the rows were encoded.
    SLUICE_ASSIGN_OR_RETURN(Target now, OpenTarget(context, sql, insert));
    if (now.table.id != target.table.id ||
        now.table.schema_version != target.table.schema_version) {
      return SemanticError(absl::StrCat("table ", now.table.name, " has just changed; try again"));
    }
    SLUICE_ASSIGN_OR_RETURN(Partition partition, OpenPartition(context, sql, now));
    Segments segments(sql, now.table.id, partition.id, world.clock.Now());
    if (insert.overwrite) {
      SLUICE_ASSIGN_OR_RETURN(dead, segments.RemoveAll());
    }
    return segments.Append(file, encoded.rows, static_cast<int64_t>(encoded.bytes.size()));
  });
  world.blocks.Remove(done.ok() ? dead : std::vector<std::string>{file});
  if (!done.ok()) return done;
  return SqlOutcome{};
}

}  // namespace sluice::emulator
