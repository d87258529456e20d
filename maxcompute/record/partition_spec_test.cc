#include "maxcompute/record/partition_spec.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

TEST(PartitionSpec, IsSpelledInThreeWays) {
  const PartitionSpec spec{{"PT", "11-17-2020 15"}, {"hh", "1"}};

  EXPECT_EQ(spec.ForTunnel(), "pt=11-17-2020 15,hh=1");
  EXPECT_EQ(spec.ForSql(), "pt='11-17-2020 15',hh='1'");
  EXPECT_EQ(spec.ToString(), "pt=11-17-2020 15/hh=1");
}

TEST(PartitionSpec, ReadsAllThree) {
  const PartitionSpec spec{{"pt", "11-17-2020 15:04"}, {"hh", "1"}};

  for (const char* text : {"pt=11-17-2020 15:04,hh=1", "pt='11-17-2020 15:04',hh='1'",
                           "pt=11-17-2020 15:04/hh=1", " PT = \"11-17-2020 15:04\" , hh = 1 "}) {
    absl::StatusOr<PartitionSpec> parsed = PartitionSpec::Parse(text);
    ASSERT_THAT(parsed, IsOk()) << text;
    EXPECT_EQ(*parsed, spec) << text;
  }
}

TEST(PartitionSpec, EscapesQuotesForSqlAndReadsThemBack) {
  const PartitionSpec spec{{"pt", "it's a \\ b"}};

  EXPECT_EQ(spec.ForSql(), R"(pt='it\'s a \\ b')");
  absl::StatusOr<PartitionSpec> parsed = PartitionSpec::Parse(spec.ForSql());
  ASSERT_THAT(parsed, IsOk());
  EXPECT_EQ(*parsed, spec);
}

TEST(PartitionSpec, RefusesWhatNamesNoPartition) {
  for (const char* text :
       {"", " ", "pt", "=a", "pt=", "pt=''", "pt='a", "pt=a,", "pt=a,,b=1", "pt='a'b", "a/b=c"}) {
    EXPECT_THAT(PartitionSpec::Parse(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(PartitionSpec, IsEmptyForATableWithoutPartitions) {
  EXPECT_TRUE(PartitionSpec().empty());
  EXPECT_EQ(PartitionSpec().ForTunnel(), "");
}

}  // namespace
}  // namespace sluice::maxcompute
