#include "conversion/column_plan.h"

#include <algorithm>
#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "conversion/column_remedy.h"
#include "conversion/primary_key.h"

namespace sluice::conversion {
namespace {

using maxcompute::Column;
using maxcompute::ColumnType;
using maxcompute::TypeKind;

// A column that is found by its name.
struct Named {
  const char* name;
  ColumnSource source;
  bool required;
  std::vector<TypeKind> kinds;  // Any of them; the first is what a remedy advises.
};

const std::vector<TypeKind>& TimeKinds() {
  static const std::vector<TypeKind> kinds = {TypeKind::kBigint, TypeKind::kDatetime,
                                              TypeKind::kTimestamp, TypeKind::kTimestampNtz};
  return kinds;
}

bool FillsFields(const ConversionDefinition& definition) {
  return definition.format == Format::kCsv ||
         (definition.format == Format::kJson && definition.mode != Mode::kDefault);
}

std::vector<TypeKind> WholeKinds(Format format) {
  switch (format) {
    case Format::kBinary:
      return {TypeKind::kBinary};
    case Format::kJson:
      return {TypeKind::kString, TypeKind::kJson};
    default:
      return {TypeKind::kString, TypeKind::kVarchar, TypeKind::kChar, TypeKind::kJson};
  }
}

std::vector<Named> NamedColumns(const ConversionDefinition& definition) {
  const bool by_position = definition.row_key != RowKey::kRecordKey;
  std::vector<Named> named = {
      {"topic", ColumnSource::kTopic, by_position, {TypeKind::kString}},
      {"partition", ColumnSource::kPartition, by_position, {TypeKind::kBigint}},
      {"offset", ColumnSource::kOffset, by_position, {TypeKind::kBigint}},
      {"timestamp", ColumnSource::kTimestamp, false, TimeKinds()},
      {"insert_time", ColumnSource::kInsertTime, false, TimeKinds()},
      {"headers",
       ColumnSource::kHeaders,
       false,
       {TypeKind::kString, TypeKind::kJson, TypeKind::kMap}},
  };
  if (FillsFields(definition)) return named;
  const std::vector<TypeKind> kinds = WholeKinds(definition.format);
  if (definition.mode != Mode::kValue) named.push_back({"key", ColumnSource::kKey, true, kinds});
  if (definition.mode != Mode::kKey) named.push_back({"value", ColumnSource::kValue, true, kinds});
  return named;
}

std::string Advised(TypeKind kind) { return ColumnType{.kind = kind}.ToString(); }

std::string OneOf(const std::vector<TypeKind>& kinds) {
  std::vector<std::string> names;
  for (TypeKind kind : kinds) {
    const bool is_map = kind == TypeKind::kMap;
    const bool has_length = kind == TypeKind::kVarchar || kind == TypeKind::kChar;
    names.push_back(is_map       ? "MAP<STRING,STRING>"
                    : has_length ? absl::StrCat(kind == TypeKind::kVarchar ? "VARCHAR" : "CHAR")
                                 : Advised(kind));
  }
  if (names.size() == 1) return absl::StrCat(names[0], " is needed");
  const std::string last = names.back();
  names.pop_back();
  return absl::StrCat(absl::StrJoin(names, ", "), " or ", last, " is needed");
}

bool Takes(const std::vector<TypeKind>& kinds, const ColumnType& type) {
  if (std::find(kinds.begin(), kinds.end(), type.kind) == kinds.end()) return false;
  return type.kind != TypeKind::kMap || (type.arguments[0].kind == TypeKind::kString &&
                                         type.arguments[1].kind == TypeKind::kString);
}

// Whether texts become values of the type, here and in everything within it.
bool IsWritable(const ColumnType& type) {
  if (type.kind == TypeKind::kIntervalDayTime || type.kind == TypeKind::kIntervalYearMonth)
    return false;
  return std::all_of(type.arguments.begin(), type.arguments.end(), IsWritable);
}

// One table's columns against one definition.
class Planner {
 public:
  Planner(const maxcompute::TableSchema& schema, const ConversionDefinition& definition,
          const maxcompute::TableName& table)
      : schema_(schema),
        definition_(definition),
        remedy_(schema, table),
        named_(NamedColumns(definition)) {}

  std::variant<ColumnPlan, std::vector<ColumnProblem>> Plan() {
    if (definition_.format == Format::kCsv && definition_.mode == Mode::kDefault) {
      problems_.push_back({.column = "",
                           .message = "CSV fills the columns from one text, and mode DEFAULT has "
                                      "two: key and value",
                           .remedy = "set sink.mode to VALUE or KEY"});
    }
    FindMissing();
    for (size_t i = 0; i < schema_.columns.size(); ++i) Place(static_cast<int>(i));
    CheckFields();
    CheckPartitionKeys();
    for (ColumnProblem& problem : CheckPrimaryKey(schema_, definition_, remedy_))
      problems_.push_back(std::move(problem));
    if (!problems_.empty()) return std::move(problems_);
    if (!schema_.partition_keys.empty()) plan_.partition_key = schema_.partition_keys[0].name;
    if (definition_.row_key != RowKey::kNone)
      plan_.changes_of_columns = static_cast<int>(schema_.columns.size());
    return std::move(plan_);
  }

 private:
  void FindMissing() {
    for (const Named& named : named_) {
      if (!named.required || schema_.FindColumn(named.name).has_value()) continue;
      problems_.push_back({.column = named.name,
                           .message = absl::StrCat("the table has no column ", named.name),
                           .remedy = remedy_.Add(named.name, Advised(named.kinds[0]))});
    }
  }

  void Place(int position) {
    const Column& column = schema_.columns[position];
    const Named* named = FindNamed(column.name);
    if (named != nullptr) {
      if (!Takes(named->kinds, column.type)) {
        problems_.push_back(
            {.column = column.name,
             .message = absl::StrCat("the column ", column.name, " is ", column.type.ToString(),
                                     ", and ", OneOf(named->kinds)),
             .remedy = ReplaceNamed(*named)});
      }
      return Fill(position, named->source);
    }
    if (FillsFields(definition_)) {
      if (!IsWritable(column.type)) {
        problems_.push_back(
            {.column = column.name,
             .message = absl::StrCat("the column ", column.name, " is ", column.type.ToString(),
                                     ", which no text becomes"),
             .remedy = remedy_.CreateWith(Fitting())});
      }
      const bool beside_value = definition_.row_key == RowKey::kRecordKey &&
                                definition_.mode == Mode::kValue &&
                                IsOfPrimaryKey(schema_, column.name);
      return Fill(position, beside_value ? ColumnSource::kKeyField : ColumnSource::kField);
    }
    if (column.nullable) return;
    problems_.push_back(
        {.column = column.name,
         .message = absl::StrCat("nothing fills the column ", column.name, ", which is NOT NULL"),
         .remedy = remedy_.LetBeNull(column.name)});
  }

  // With CSV a renamed column would be filled by the record's fields: it would shift them.
  std::string ReplaceNamed(const Named& named) const {
    if (definition_.format == Format::kCsv) return remedy_.CreateWith(Fitting());
    return remedy_.Replace(named.name, Advised(named.kinds[0]));
  }

  // The table's columns, each with a type that it could be filled with.
  std::vector<Column> Fitting() const {
    std::vector<Column> columns = schema_.columns;
    for (Column& column : columns) {
      const Named* named = FindNamed(column.name);
      if (named != nullptr && !Takes(named->kinds, column.type)) {
        column.type = {.kind = named->kinds[0]};
      } else if (named == nullptr && !IsWritable(column.type)) {
        column.type = {.kind = TypeKind::kString};
      }
    }
    return columns;
  }

  const Named* FindNamed(absl::string_view column) const {
    const auto found = std::find_if(named_.begin(), named_.end(), [&](const Named& candidate) {
      return absl::AsciiStrToLower(column) == candidate.name;
    });
    return found == named_.end() ? nullptr : &*found;
  }

  void Fill(int position, ColumnSource source) {
    const Column& column = schema_.columns[position];
    const bool is_key = IsOfPrimaryKey(schema_, column.name);
    plan_.columns.push_back({.position = position,
                             .source = source,
                             .name = column.name,
                             .type = column.type,
                             .nullable = column.nullable && !is_key,
                             .is_key = is_key});
  }

  void CheckFields() {
    if (!FillsFields(definition_)) return;
    const bool some = std::any_of(
        plan_.columns.begin(), plan_.columns.end(),
        [](const PlannedColumn& column) { return column.source == ColumnSource::kField; });
    if (some) return;
    problems_.push_back({.column = "",
                         .message = "the table has no column for the fields of a record",
                         .remedy = remedy_.Add("value", "STRING")});
  }

  void CheckPartitionKeys() {
    const std::vector<Column>& keys = schema_.partition_keys;
    if (keys.size() == 1 && keys[0].type.kind == TypeKind::kString) return;
    if (keys.empty() && definition_.row_key == RowKey::kRecordKey) return;
    const std::string found = keys.empty() ? "it has none" : absl::StrCat("it has ", keys.size());
    problems_.push_back(
        {.column = keys.empty() ? "" : keys[0].name,
         .message = keys.size() == 1
                        ? absl::StrCat("the partition column is ", keys[0].type.ToString(),
                                       ", and STRING is needed")
                        : absl::StrCat("the table must have one partition column, and ", found),
         .remedy = remedy_.CreatePartitioned()});
  }

  const maxcompute::TableSchema& schema_;
  const ConversionDefinition& definition_;
  const ColumnRemedy remedy_;
  const std::vector<Named> named_;
  ColumnPlan plan_;
  std::vector<ColumnProblem> problems_;
};

}  // namespace

std::variant<ColumnPlan, std::vector<ColumnProblem>> PlanColumns(
    const maxcompute::TableSchema& schema, const ConversionDefinition& definition,
    const maxcompute::TableName& table) {
  return Planner(schema, definition, table).Plan();
}

}  // namespace sluice::conversion
