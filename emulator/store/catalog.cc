#include "emulator/store/catalog.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/error/service_error.h"
#include "emulator/store/schema_json.h"

namespace sluice::emulator {
namespace {

constexpr char kPutProject[] = R"sql(
  INSERT INTO projects(name, owner_uid, region, created) VALUES(?1, ?2, ?3, ?4)
  ON CONFLICT(name) DO UPDATE SET owner_uid = ?2, region = ?3)sql";
constexpr char kGetProject[] =
    "SELECT name, owner_uid, region, created FROM projects WHERE name = ?1";

#define TABLE_FIELDS                                                                           \
  "id, project, name, columns, partition_keys, comment, lifecycle, owner, created, modified, " \
  "primary_key, properties, schema_version"
constexpr char kInsertTable[] = R"sql(
  INSERT INTO tables(project, name, columns, partition_keys, comment, lifecycle, owner, created, modified,
                     primary_key, properties)
  VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10) ON CONFLICT DO NOTHING)sql";
constexpr char kGetTable[] = "SELECT " TABLE_FIELDS " FROM tables WHERE project = ?1 AND name = ?2";
constexpr char kGetTableById[] = "SELECT " TABLE_FIELDS " FROM tables WHERE id = ?1";
constexpr char kListTables[] =
    "SELECT " TABLE_FIELDS " FROM tables WHERE project = ?1 ORDER BY name";
constexpr char kChangeTable[] = R"sql(
  UPDATE OR IGNORE tables SET name = ?2, columns = ?3, comment = ?4, lifecycle = ?5, properties = ?6,
                              schema_version = ?7, modified = ?8, primary_key = ?9
  WHERE id = ?1)sql";
constexpr char kTableFiles[] = R"sql(
  SELECT file FROM segments JOIN partitions ON partitions.id = partition_id WHERE table_id = ?1)sql";
constexpr char kDropTable[] = "DELETE FROM tables WHERE id = ?1";
#undef TABLE_FIELDS

// Plain literals: in a raw one the line continuations would be part of the statement.
#define PARTITION_FIELDS                                                               \
  "SELECT id, \"values\", created, modified, "                                         \
  "(SELECT coalesce(sum(rows), 0) FROM segments WHERE partition_id = partitions.id), " \
  "(SELECT coalesce(sum(bytes), 0) FROM segments WHERE partition_id = partitions.id) " \
  "FROM partitions "
constexpr char kInsertPartition[] = R"sql(
  INSERT INTO partitions(table_id, "values", created, modified) VALUES(?1, ?2, ?3, ?3)
  ON CONFLICT DO NOTHING)sql";
constexpr char kGetPartition[] = PARTITION_FIELDS R"sql(WHERE table_id = ?1 AND "values" = ?2)sql";
constexpr char kGetPartitionById[] = PARTITION_FIELDS "WHERE id = ?1";
constexpr char kListPartitions[] = PARTITION_FIELDS "WHERE table_id = ?1 ORDER BY id";
constexpr char kCountPartitions[] = "SELECT count(*) FROM partitions WHERE table_id = ?1";
constexpr char kPartitionFiles[] = "SELECT file FROM segments WHERE partition_id = ?1";
constexpr char kRenamePartition[] =
    "UPDATE OR IGNORE partitions SET \"values\" = ?2, modified = ?3 WHERE id = ?1";
constexpr char kDropPartition[] = "DELETE FROM partitions WHERE id = ?1";
#undef PARTITION_FIELDS
constexpr char kListSegments[] =
    "SELECT file, rows FROM segments WHERE partition_id = ?1 ORDER BY id";

struct TableRow {
  Table table;
  std::string columns;
  std::string keys;
  std::string primary_key;
  std::string properties;
};

TableRow ReadTable(const SqlRow& row) {
  return {.table = {.id = row.Int(0),
                    .project = row.Text(1),
                    .name = row.Text(2),
                    .comment = row.Text(5),
                    .lifecycle = row.Int(6),
                    .schema_version = row.Int(12),
                    .owner = row.Text(7),
                    .created = absl::FromUnixMillis(row.Int(8)),
                    .modified = absl::FromUnixMillis(row.Int(9))},
          .columns = row.Text(3),
          .keys = row.Text(4),
          .primary_key = row.Text(10),
          .properties = row.Text(11)};
}

absl::StatusOr<Table> Decode(TableRow row) {
  SLUICE_ASSIGN_OR_RETURN(row.table.columns, ColumnsFromJson(row.columns));
  SLUICE_ASSIGN_OR_RETURN(row.table.partition_keys, ColumnsFromJson(row.keys));
  SLUICE_ASSIGN_OR_RETURN(row.table.primary_key, StringsFromJson(row.primary_key));
  SLUICE_ASSIGN_OR_RETURN(row.table.properties, PropertiesFromJson(row.properties));
  return std::move(row.table);
}

absl::Status NoSuchTable(const std::string& project, const std::string& name) {
  return ServiceError("NoSuchTable", absl::StrCat("table ", name.substr(0, 128),
                                                  " does not exist in project ", project));
}

}  // namespace

bool Table::is_transactional() const {
  auto found = properties.find("transactional");
  return found != properties.end() && absl::EqualsIgnoreCase(found->second, "true");
}

absl::Status Catalog::PutProject(const Project& project) {
  return sql_.Run(kPutProject, {absl::AsciiStrToLower(project.name), project.owner_uid,
                                project.region, absl::ToUnixMillis(project.created)});
}

absl::StatusOr<Project> Catalog::GetProject(const std::string& name) {
  std::optional<Project> found;
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(kGetProject, {absl::AsciiStrToLower(name)}, [&](const SqlRow& row) {
        found = Project{row.Text(0), row.Text(1), row.Text(2), absl::FromUnixMillis(row.Int(3))};
      }));
  if (found.has_value()) return *found;
  return ServiceError("NoSuchProject",
                      absl::StrCat("project ", name.substr(0, 128), " does not exist"));
}

absl::Status Catalog::CreateTable(const Table& table) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(
      kInsertTable, {absl::AsciiStrToLower(table.project), absl::AsciiStrToLower(table.name),
                     ColumnsToJson(table.columns), ColumnsToJson(table.partition_keys),
                     table.comment, table.lifecycle, table.owner, absl::ToUnixMillis(table.created),
                     StringsToJson(table.primary_key), PropertiesToJson(table.properties)}));
  if (sql_.Changes() == 0) {
    return ServiceError("ObjectAlreadyExists", absl::StrCat("table ", table.name, " exists"));
  }
  if (!table.partition_keys.empty()) return absl::OkStatus();
  return AddPartition(sql_.LastId(), {}, table.created);
}

absl::StatusOr<std::optional<Table>> Catalog::FindTable(const char* text,
                                                        std::initializer_list<SqlValue> values) {
  std::optional<TableRow> found;
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(text, values, [&](const SqlRow& row) { found = ReadTable(row); }));
  if (!found.has_value()) return std::optional<Table>();
  SLUICE_ASSIGN_OR_RETURN(Table table, Decode(*std::move(found)));
  return std::optional<Table>(std::move(table));
}

absl::StatusOr<Table> Catalog::GetTable(const std::string& project, const std::string& name) {
  SLUICE_ASSIGN_OR_RETURN(
      std::optional<Table> found,
      FindTable(kGetTable, {absl::AsciiStrToLower(project), absl::AsciiStrToLower(name)}));
  if (!found.has_value()) return NoSuchTable(project, name);
  return *std::move(found);
}

absl::StatusOr<Table> Catalog::GetTableById(int64_t id) {
  SLUICE_ASSIGN_OR_RETURN(std::optional<Table> found, FindTable(kGetTableById, {id}));
  if (!found.has_value()) return ServiceError("NoSuchTable", "the table has been dropped");
  return *std::move(found);
}

absl::StatusOr<std::vector<Table>> Catalog::ListTables(const std::string& project) {
  std::vector<TableRow> rows;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kListTables, {absl::AsciiStrToLower(project)},
                                  [&](const SqlRow& row) { rows.push_back(ReadTable(row)); }));
  std::vector<Table> tables;
  for (TableRow& row : rows) {
    SLUICE_ASSIGN_OR_RETURN(Table table, Decode(std::move(row)));
    tables.push_back(std::move(table));
  }
  return tables;
}

absl::Status Catalog::ChangeTable(const Table& table) {
  SLUICE_RETURN_IF_ERROR(sql_.Run(
      kChangeTable,
      {table.id, absl::AsciiStrToLower(table.name), ColumnsToJson(table.columns), table.comment,
       table.lifecycle, PropertiesToJson(table.properties), table.schema_version,
       absl::ToUnixMillis(table.modified), StringsToJson(table.primary_key)}));
  if (sql_.Changes() > 0) return absl::OkStatus();
  return ServiceError("ObjectAlreadyExists", absl::StrCat("table ", table.name, " exists"));
}

absl::StatusOr<std::vector<std::string>> Catalog::Files(const char* text, int64_t id) {
  std::vector<std::string> files;
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(text, {id}, [&](const SqlRow& row) { files.push_back(row.Text(0)); }));
  return files;
}

absl::StatusOr<std::vector<std::string>> Catalog::DropTable(int64_t id) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> files, Files(kTableFiles, id));
  SLUICE_RETURN_IF_ERROR(sql_.Run(kDropTable, {id}));
  return files;
}

absl::Status Catalog::AddPartition(int64_t table_id, const std::vector<std::string>& values,
                                   absl::Time now) {
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(kInsertPartition, {table_id, StringsToJson(values), absl::ToUnixMillis(now)}));
  if (sql_.Changes() > 0) return absl::OkStatus();
  return ServiceError("ObjectAlreadyExists", "the partition exists");
}

absl::StatusOr<std::vector<Partition>> Catalog::FindPartitions(
    const char* text, std::initializer_list<SqlValue> values) {
  std::vector<Partition> partitions;
  std::vector<std::string> lists;
  SLUICE_RETURN_IF_ERROR(sql_.Run(text, values, [&](const SqlRow& row) {
    lists.push_back(row.Text(1));
    partitions.push_back({.id = row.Int(0),
                          .created = absl::FromUnixMillis(row.Int(2)),
                          .modified = absl::FromUnixMillis(row.Int(3)),
                          .rows = row.Int(4),
                          .bytes = row.Int(5)});
  }));
  for (size_t i = 0; i < partitions.size(); ++i) {
    SLUICE_ASSIGN_OR_RETURN(partitions[i].values, StringsFromJson(lists[i]));
  }
  return partitions;
}

absl::StatusOr<Partition> Catalog::GetPartition(const Table& table,
                                                const std::vector<std::string>& values) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<Partition> found,
                          FindPartitions(kGetPartition, {table.id, StringsToJson(values)}));
  if (!found.empty()) return std::move(found[0]);
  return ServiceError("NoSuchPartition",
                      absl::StrCat("partition ", PartitionName(table.partition_keys, values),
                                   " of table ", table.name, " does not exist"));
}

absl::StatusOr<Partition> Catalog::GetPartitionById(int64_t id) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<Partition> found, FindPartitions(kGetPartitionById, {id}));
  if (found.empty()) return ServiceError("NoSuchPartition", "the partition has been dropped");
  return std::move(found[0]);
}

absl::StatusOr<std::vector<Partition>> Catalog::ListPartitions(int64_t table_id) {
  return FindPartitions(kListPartitions, {table_id});
}

absl::StatusOr<int64_t> Catalog::CountPartitions(int64_t table_id) {
  int64_t count = 0;
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(kCountPartitions, {table_id}, [&](const SqlRow& row) { count = row.Int(0); }));
  return count;
}

absl::StatusOr<std::vector<std::string>> Catalog::DropPartition(int64_t id) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<std::string> files, Files(kPartitionFiles, id));
  SLUICE_RETURN_IF_ERROR(sql_.Run(kDropPartition, {id}));
  return files;
}

absl::Status Catalog::RenamePartition(int64_t id, const std::vector<std::string>& values,
                                      absl::Time now) {
  SLUICE_RETURN_IF_ERROR(
      sql_.Run(kRenamePartition, {id, StringsToJson(values), absl::ToUnixMillis(now)}));
  if (sql_.Changes() > 0) return absl::OkStatus();
  return ServiceError("ObjectAlreadyExists", "the partition exists");
}

absl::StatusOr<std::vector<Segment>> Catalog::ListSegments(int64_t partition_id) {
  std::vector<Segment> segments;
  SLUICE_RETURN_IF_ERROR(sql_.Run(kListSegments, {partition_id}, [&](const SqlRow& row) {
    segments.push_back({row.Text(0), row.Int(1)});
  }));
  return segments;
}

}  // namespace sluice::emulator
