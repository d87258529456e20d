#ifndef SLUICE_EMULATOR_SQL_AST_H_
#define SLUICE_EMULATOR_SQL_AST_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "emulator/value/partition_spec.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// The statements that are covered, as the parser understood them. Names are in lower case.

struct TableName {
  std::string project;  // Empty: the project of the request.
  std::string name;
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
  };
  Kind kind = Kind::kLiteral;
  Value literal;       // Of kLiteral: NULL, bool, int64, double or text.
  std::string column;  // Of kColumn.
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

struct ShowPartitions {
  TableName table;
  PartitionSpec spec;  // Only those below it.
};

struct ShowTables {
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

using Statement = std::variant<Select, CreateTable, DropTable, AddPartitions, DropPartitions,
                               ShowPartitions, ShowTables, DescribeTable, SecurityStatement>;

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_AST_H_
