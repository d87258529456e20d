#include "absl/strings/string_view.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/in_memory/in_memory_sql.h"
#include "maxcompute/in_memory/in_memory_table_catalog.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

const TableName kTable{"p", "", "t"};

class InMemoryTest : public ::testing::Test {
 protected:
  InMemoryTest() {
    TableSchema schema;
    schema.columns.push_back({"a", {.kind = TypeKind::kBigint}});
    schema.partition_keys.push_back({"pt", {.kind = TypeKind::kString}});
    tunnel.AddTable(kTable, schema);
  }

  InMemoryTunnel tunnel;
  InMemoryTableCatalog catalog{tunnel};
  InMemorySql sql{tunnel};
};

TEST_F(InMemoryTest, APartitionAddedBySqlIsInTheCatalogAndTakesUploads) {
  const PartitionSpec partition{{"pt", "a"}};
  EXPECT_THAT(catalog.PartitionExists(kTable, partition), IsOkAndHolds(false));

  ASSERT_THAT(sql.AddPartition(kTable, partition), IsOk());

  EXPECT_THAT(catalog.PartitionExists(kTable, partition), IsOkAndHolds(true));
  EXPECT_THAT(tunnel.CreateUpload(kTable, partition), IsOk());
  EXPECT_THAT(catalog.GetTable(kTable)->schema.columns, SizeIs(1));
}

TEST_F(InMemoryTest, PartitionsAreListedPageByPage) {
  for (const char* value : {"a", "b", "c"}) {
    ASSERT_THAT(sql.AddPartition(kTable, PartitionSpec{{"pt", value}}), IsOk());
  }
  const PartitionPage first = *catalog.ListPartitions(kTable, 2, "");
  EXPECT_THAT(first.partitions, SizeIs(2));
  const PartitionPage second = *catalog.ListPartitions(kTable, 2, first.next_marker);
  EXPECT_THAT(second.partitions, ElementsAre(PartitionSpec{{"pt", "c"}}));
  EXPECT_EQ(second.next_marker, "");
}

TEST_F(InMemoryTest, WhatIsMissingIsNotFoundAndFailuresComeInTurn) {
  EXPECT_THAT(catalog.GetTable({"p", "", "none"}), HasReason("TABLE_NOT_FOUND"));
  EXPECT_THAT(sql.AddPartition({"p", "", "none"}, PartitionSpec{{"pt", "a"}}),
              HasReason("TABLE_NOT_FOUND"));
  catalog.FailNext(absl::UnavailableError("cut"));
  EXPECT_THAT(catalog.GetTable(kTable), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(catalog.GetTable(kTable), IsOk());
}

TEST_F(InMemoryTest, SelectIsAnsweredByTheTest) {
  sql.OnSelect([](absl::string_view) { return SqlRows{{"n"}, {{"7"}}}; });

  EXPECT_EQ(*sql.Select("p", "select count(*)")->rows[0][0], "7");
  EXPECT_THAT(sql.Statements(), ElementsAre("select count(*)"));
}

}  // namespace
}  // namespace sluice::maxcompute
