#include "maxcompute/record/table_name.h"

#include "absl/strings/str_cat.h"

namespace sluice::maxcompute {

std::string TableName::ToString() const {
  return schema.empty() ? absl::StrCat(project, ".", table)
                        : absl::StrCat(project, ".", schema, ".", table);
}

std::string TableName::ForSql() const {
  return schema.empty() ? absl::StrCat(project, ".`", table, "`")
                        : absl::StrCat(project, ".", schema, ".`", table, "`");
}

}  // namespace sluice::maxcompute
