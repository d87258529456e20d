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
  maxcompute::TableName other = table_;
  other.table += "_by_time";
  return absl::StrCat(
      "CREATE TABLE IF NOT EXISTS ", other.ForSql(), " (",
      absl::StrJoin(schema_.columns, ", ",
                    [](std::string* out, const maxcompute::Column& column) {
                      absl::StrAppend(out, "`", column.name, "` ", column.type.ToString(),
                                      column.nullable ? "" : " NOT NULL");
                    }),
      ") PARTITIONED BY (`", Free("pt"), "` STRING);\nset sink.table to ", other.table);
}

std::string ColumnRemedy::Free(absl::string_view wanted) const {
  std::string name(wanted);
  for (int number = 2; schema_.FindColumn(name).has_value(); ++number)
    name = absl::StrCat(wanted, number);
  return name;
}

}  // namespace sluice::conversion
