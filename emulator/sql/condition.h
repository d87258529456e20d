#ifndef SLUICE_EMULATOR_SQL_CONDITION_H_
#define SLUICE_EMULATOR_SQL_CONDITION_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "emulator/sql/ast.h"
#include "emulator/value/type.h"
#include "emulator/value/value.h"

namespace sluice::emulator {

// SQL's three answers, and "cannot be said without the data columns".
enum class Truth { kFalse, kNull, kTrue, kUnknown };

// A WHERE whose columns are places in a row and whose literals have the types they are compared
// with. A row is the table's data columns, then its partition keys.
class Condition {
 public:
  // SemanticError for a column that is not there or a literal that cannot be compared.
  static absl::StatusOr<Condition> Bind(const Expression& where, const Columns& columns,
                                        absl::TimeZone zone);

  // `known_from`: columns before it count as unknown. 0 to know the whole row.
  Truth Evaluate(const Row& row, size_t known_from = 0) const;

  // Marks the columns that the condition looks at.
  void MarkColumns(std::vector<bool>& wanted) const;

 private:
  struct Node {
    Expression::Kind kind;
    Value literal;
    int column = -1;
    std::vector<Node> operands;
  };

  static absl::StatusOr<Node> BindNode(const Expression& expression, const Columns& columns,
                                       absl::TimeZone zone);
  static absl::Status AlignLiterals(Node& node, const Columns& columns, absl::TimeZone zone);
  static Truth Evaluate(const Node& node, const Row& row, size_t known_from);
  static Truth EvaluateChain(const Node& node, const Row& row, size_t known_from);
  static Truth CompareOperands(Expression::Kind kind, const Node& left, const Node& right,
                               const Row& row, size_t known_from);
  static void Mark(const Node& node, std::vector<bool>& wanted);

  explicit Condition(Node root) : root_(std::move(root)) {}
  Node root_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_SQL_CONDITION_H_
