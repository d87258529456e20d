#ifndef SLUICE_EMULATOR_SQL_AST_H_
#define SLUICE_EMULATOR_SQL_AST_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "emulator/sql/sql_error.h"
#include "emulator/value/partition_spec.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// The statements that are covered, as the parser understood them. Names are in lower case.

struct TableName {
  std::string project;  // Empty: the project of the request.
  std::string schema;   // Empty: not said.
  std::string name;
  TextPlace place;  // Of its first word.
};

// A condition, or an operand of one.
struct Expression {
  enum class Kind {
    kLiteral,
    kColumn,
    kEqual,
    kNotEqual,
    kLess,
    kLessEqual,
    kGreater,
    kGreaterEqual,
    kIn,       // operands[0] among the others.
    kBetween,  // operands[1] <= operands[0] <= operands[2].
    kIsNull,
    kAnd,
    kOr,
    kNot,
    kCall,  // array(1, 2), named_struct('a', 1), cast('1' as bigint): of INSERT … VALUES alone.
  };
  Kind kind = Kind::kLiteral;
  Value literal;       // Of kLiteral: NULL, bool, int64, double or text.
  std::string column;  // Of kColumn; of kCall the function.
  Type type;           // Of kCall: what CAST makes.
  std::vector<Expression> operands;
};

struct SelectItem {
  enum class Kind { kStar, kOperand, kCount, kCountDistinct, kMax, kMin, kSum };
  Kind kind = Kind::kOperand;
  std::vector<Expression> operands;  // Columns and literals; none for COUNT(*).
  std::string alias;

  bool IsAggregate() const { return kind != Kind::kStar && kind != Kind::kOperand; }
};

struct OrderBy {
  std::string column;
  bool descending = false;
};

struct Select {
  std::vector<SelectItem> items;
  std::optional<TableName> from;
  std::optional<Expression> where;
  std::vector<std::string> group_by;
  std::vector<OrderBy> order_by;
  std::optional<int64_t> limit;
  int64_t offset = 0;
};

struct CreateTable {
  TableName table;
  bool if_not_exists = false;
  Columns columns;
  Columns partition_keys;
  std::vector<std::string> primary_key;
  std::map<std::string, std::string> properties;  // TBLPROPERTIES, names in lower case.
  std::string comment;
  int64_t lifecycle = -1;
};

struct DropTable {
  TableName table;
  bool if_exists = false;
};

struct TruncateTable {
  TableName table;
  std::vector<PartitionSpec> specs;  // Of a partitioned table.
};

struct RenameTable {
  TableName table;
  std::string new_name;
};

// ALTER TABLE … SET: what is not said stays.
struct SetTable {
  TableName table;
  std::optional<std::string> comment;
  std::optional<int64_t> lifecycle;
  std::map<std::string, std::string> properties;
};

struct AddColumns {
  TableName table;
  bool if_not_exists = false;
  Columns columns;
};

// ALTER TABLE … CHANGE COLUMN: what is not said stays.
struct ChangeColumn {
  TableName table;
  std::string column;
  std::optional<std::string> new_name;
  std::optional<Type> new_type;
  std::optional<std::string> new_comment;
  bool make_nullable = false;
};

// INSERT INTO|OVERWRITE … VALUES.
struct Insert {
  TableName table;
  bool overwrite = false;
  std::optional<PartitionSpec> partition;
  std::vector<std::string> columns;  // Empty: all data columns.
  std::vector<std::vector<Expression>> rows;
};

struct AddPartitions {
  TableName table;
  bool if_not_exists = false;
  std::vector<PartitionSpec> specs;
};

struct DropPartitions {
  TableName table;
  bool if_exists = false;
  std::vector<PartitionSpec> specs;
};

struct RenamePartition {
  TableName table;
  PartitionSpec from;
  PartitionSpec to;
};

struct ShowPartitions {
  TableName table;
  PartitionSpec spec;  // Only those below it.
};

struct ShowTables {
  std::string project;  // Empty: the one of the request.
  std::string schema;   // Empty: the default one.
  std::string prefix;
};

struct ShowCreateTable {
  TableName table;
};

struct CreateSchema {
  std::string project;  // Empty: the one of the request.
  std::string name;
  bool if_not_exists = false;
};

struct DropSchema {
  std::string project;
  std::string name;
  bool if_exists = false;
};

struct ShowSchemas {
  std::string project;
};

struct DescribeTable {
  TableName table;
  PartitionSpec spec;
};

// `add user …`, `grant …` and their sisters: the words are read elsewhere.
struct SecurityStatement {
  std::string text;
};

using Statement =
    std::variant<Select, CreateTable, DropTable, AddPartitions, DropPartitions, ShowPartitions,
                 ShowTables, DescribeTable, SecurityStatement, TruncateTable, RenameTable, SetTable,
                 AddColumns, ChangeColumn, Insert, RenamePartition, ShowCreateTable, CreateSchema,
                 DropSchema, ShowSchemas>;

// A statement with what `set name=value;` before it said.
struct Script {
  std::map<std::string, std::string> settings;
  Statement statement;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_AST_H_
