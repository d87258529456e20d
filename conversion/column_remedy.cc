#include "conversion/column_remedy.h"

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
