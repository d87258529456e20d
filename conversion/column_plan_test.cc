#include "conversion/column_plan.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

using maxcompute::Column;
using maxcompute::TableSchema;
using maxcompute::TypeKind;
using ::testing::ElementsAre;
using ::testing::Field;

Column Of(const char* name, TypeKind kind, bool nullable = true) {
  return {.name = name, .type = {.kind = kind}, .nullable = nullable, .comment = ""};
}

TableSchema TestKafka() {
  return {.columns = {Of("topic", TypeKind::kString), Of("partition", TypeKind::kBigint),
                      Of("offset", TypeKind::kBigint), Of("key", TypeKind::kString),
                      Of("value", TypeKind::kString)},
          .partition_keys = {Of("pt", TypeKind::kString)}};
}

std::vector<ColumnProblem> Problems(const TableSchema& schema) {
  auto planned = PlanColumns(schema);
  return planned.index() == 1 ? std::get<1>(planned) : std::vector<ColumnProblem>{};
}

TEST(PlanColumns, FindsTheColumnsByNameWhereverTheyStand) {
  TableSchema schema = TestKafka();
  std::swap(schema.columns[0], schema.columns[4]);
  schema.columns.push_back(Of("extra", TypeKind::kDouble));

  auto plan = PlanColumns(schema);

  ASSERT_EQ(plan.index(), 0);
  EXPECT_EQ(
      std::get<0>(plan),
      (ColumnPlan{
          .topic = 4, .partition = 1, .offset = 2, .key = 3, .value = 0, .partition_key = "pt"}));
}

TEST(PlanColumns, NamesEveryProblemAtOnce) {
  TableSchema schema = TestKafka();
  schema.columns[0].name = "subject";
  schema.columns[0].nullable = false;
  schema.columns[2].type.kind = TypeKind::kInt;
  schema.partition_keys.clear();

  EXPECT_THAT(
      Problems(schema),
      ElementsAre(
          Field(&ColumnProblem::message, "the table has no column topic"),
          Field(&ColumnProblem::message, "the column offset is INT, and BIGINT is needed"),
          Field(&ColumnProblem::message, "nothing fills the column subject, which is NOT NULL"),
          Field(&ColumnProblem::message,
                "the table must have one partition column, and it has none")));
}

TEST(PlanColumns, AColumnThatMustHoldAValueCannotTakeATombstone) {
  TableSchema schema = TestKafka();
  schema.columns[4].nullable = false;

  EXPECT_THAT(Problems(schema), ElementsAre(Field(&ColumnProblem::column, "value")));
}

TEST(PlanColumns, TwoPartitionColumnsAreOneTooMany) {
  TableSchema schema = TestKafka();
  schema.partition_keys.push_back(Of("region", TypeKind::kString));

  EXPECT_THAT(Problems(schema),
              ElementsAre(Field(&ColumnProblem::message,
                                "the table must have one partition column, and it has 2")));
}

}  // namespace
}  // namespace sluice::conversion
