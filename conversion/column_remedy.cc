#include "conversion/column_remedy.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

namespace sluice::conversion {

std::string ColumnRemedy::Add(absl::string_view column, absl::string_view type) const {
  return absl::StrCat("ALTER TABLE ", table_.ForSql(), " ADD COLUMNS (`", column, "` ", type, ");");
}

std::string ColumnRemedy::Replace(absl::string_view column, absl::string_view type) const {
  return absl::StrCat("ALTER TABLE ", table_.ForSql(), " CHANGE COLUMN `", column, "` RENAME TO `",
                      Free(absl::StrCat(column, "_old")), "`;\n", Add(column, type));
}

std::string ColumnRemedy::LetBeNull(absl::string_view column) const {
  return absl::StrCat("ALTER TABLE ", table_.ForSql(), " CHANGE COLUMN `", column, "` NULL;");
}

std::string ColumnRemedy::CreatePartitioned() const {
  return CreateAnother("_by_time", schema_.columns, Free("pt"));
}

std::string ColumnRemedy::CreateWith(const std::vector<maxcompute::Column>& columns) const {
  const bool has_key = schema_.partition_keys.size() == 1;
  return CreateAnother("_typed", columns, has_key ? schema_.partition_keys[0].name : Free("pt"));
}

std::string ColumnRemedy::CreateDelta(const std::vector<std::string>& primary_key) const {
  std::vector<std::string> columns;
  for (const std::string& name : primary_key) {
    const std::optional<int> position = schema_.FindColumn(name);
    const std::string type = position.has_value() ? schema_.columns[*position].type.ToString()
                             : name == "partition" || name == "offset" ? "BIGINT"
                                                                       : "STRING";
    columns.push_back(absl::StrCat("`", name, "` ", type, " NOT NULL"));
  }
  for (const maxcompute::Column& column : schema_.columns) {
    if (std::find(primary_key.begin(), primary_key.end(), column.name) != primary_key.end())
      continue;
    columns.push_back(absl::StrCat("`", column.name, "` ", column.type.ToString()));
  }
  maxcompute::TableName other = table_;
  absl::StrAppend(&other.table, "_delta");
  const std::string partitions =
      schema_.partition_keys.empty()
          ? ""
          : absl::StrCat(" PARTITIONED BY (`", schema_.partition_keys[0].name, "` STRING)");
  return absl::StrCat("CREATE TABLE IF NOT EXISTS ", other.ForSql(), " (",
                      absl::StrJoin(columns, ", "), ", PRIMARY KEY (`",
                      absl::StrJoin(primary_key, "`, `"), "`))", partitions,
                      " TBLPROPERTIES ('transactional'='true');\nset sink.table to ", other.table);
}

std::string ColumnRemedy::CreateAnother(absl::string_view suffix,
                                        const std::vector<maxcompute::Column>& columns,
                                        absl::string_view partition_key) const {
  maxcompute::TableName other = table_;
  absl::StrAppend(&other.table, suffix);
  return absl::StrCat(
      "CREATE TABLE IF NOT EXISTS ", other.ForSql(), " (",
      absl::StrJoin(columns, ", ",
                    [](std::string* out, const maxcompute::Column& column) {
                      absl::StrAppend(out, "`", column.name, "` ", column.type.ToString(),
                                      column.nullable ? "" : " NOT NULL");
                    }),
      ") PARTITIONED BY (`", partition_key, "` STRING);\nset sink.table to ", other.table);
}

std::string ColumnRemedy::Free(absl::string_view wanted) const {
  std::string name(wanted);
  for (int number = 2; schema_.FindColumn(name).has_value(); ++number)
    name = absl::StrCat(wanted, number);
  return name;
}

}  // namespace sluice::conversion
