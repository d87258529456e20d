#include "conversion/column_plan.h"

#include <optional>

#include "absl/strings/str_cat.h"

namespace sluice::conversion {
namespace {

using maxcompute::TypeKind;

struct Wanted {
  const char* name;
  TypeKind kind;
  const char* type;
  int ColumnPlan::*position;
};

constexpr Wanted kWanted[] = {
    {"topic", TypeKind::kString, "STRING", &ColumnPlan::topic},
    {"partition", TypeKind::kBigint, "BIGINT", &ColumnPlan::partition},
    {"offset", TypeKind::kBigint, "BIGINT", &ColumnPlan::offset},
    {"key", TypeKind::kString, "STRING", &ColumnPlan::key},
    {"value", TypeKind::kString, "STRING", &ColumnPlan::value},
};

const Wanted* FindWanted(const std::string& name) {
  for (const Wanted& wanted : kWanted) {
    if (name == wanted.name) return &wanted;
  }
  return nullptr;
}

void CheckPartitionKeys(const maxcompute::TableSchema& schema,
                        std::vector<ColumnProblem>& problems) {
  if (schema.partition_keys.size() == 1 && schema.partition_keys[0].type.kind == TypeKind::kString)
    return;
  const std::string found = schema.partition_keys.empty()
                                ? "it has none"
                                : absl::StrCat("it has ", schema.partition_keys.size());
  problems.push_back(
      {.column = schema.partition_keys.empty() ? "" : schema.partition_keys[0].name,
       .message =
           schema.partition_keys.size() == 1
               ? absl::StrCat("the partition column is ", schema.partition_keys[0].type.ToString(),
                              ", and STRING is needed")
               : absl::StrCat("the table must have one partition column, and ", found),
       .remedy = "create the table with PARTITIONED BY (pt STRING)"});
}

}  // namespace

std::variant<ColumnPlan, std::vector<ColumnProblem>> PlanColumns(
    const maxcompute::TableSchema& schema) {
  ColumnPlan plan;
  std::vector<ColumnProblem> problems;
  for (const Wanted& wanted : kWanted) {
    const std::optional<int> position = schema.FindColumn(wanted.name);
    if (!position.has_value()) {
      problems.push_back({.column = wanted.name,
                          .message = absl::StrCat("the table has no column ", wanted.name),
                          .remedy = absl::StrCat("add a column ", wanted.name, " ", wanted.type)});
      continue;
    }
    const maxcompute::Column& column = schema.columns[*position];
    if (column.type.kind != wanted.kind) {
      problems.push_back(
          {.column = wanted.name,
           .message = absl::StrCat("the column ", wanted.name, " is ", column.type.ToString(),
                                   ", and ", wanted.type, " is needed"),
           .remedy = absl::StrCat("use a table whose column ", wanted.name, " is ", wanted.type)});
    }
    plan.*wanted.position = *position;
  }
  for (const maxcompute::Column& column : schema.columns) {
    if (FindWanted(column.name) != nullptr || column.nullable) continue;
    problems.push_back(
        {.column = column.name,
         .message = absl::StrCat("nothing fills the column ", column.name, ", which is NOT NULL"),
         .remedy = absl::StrCat("let the column ", column.name, " be NULL")});
  }
  // A tombstone has no value and a record may have no key.
  for (const char* name : {"key", "value"}) {
    const std::optional<int> position = schema.FindColumn(name);
    if (position.has_value() && !schema.columns[*position].nullable) {
      problems.push_back({.column = name,
                          .message = absl::StrCat("the column ", name,
                                                  " is NOT NULL, and a record may have no ", name),
                          .remedy = absl::StrCat("let the column ", name, " be NULL")});
    }
  }
  CheckPartitionKeys(schema, problems);
  if (!problems.empty()) return problems;
  plan.partition_key = schema.partition_keys[0].name;
  return plan;
}

}  // namespace sluice::conversion
