#include "controlplane/lifecycle/freshness.h"

#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

SourcePartitionReport Partition(int64_t next, int64_t end, absl::Duration newest_row_age) {
  return {.next_offset = next, .end_offset = end, .watermark = kNow - newest_row_age};
}

Freshness Of(std::initializer_list<SourcePartitionReport> partitions) {
  FreshnessSum sum;
  for (const SourcePartitionReport& partition : partitions) sum.Add(partition);
  return sum.At(kNow);
}

TEST(Freshness, WithoutLagTheTableIsAsFreshAsTheTopicHoweverOldThatIs) {
  const Freshness fresh = Of({Partition(5, 5, absl::Hours(3)), Partition(9, 9, absl::Hours(1))});
  EXPECT_EQ(fresh.age, absl::ZeroDuration());
  EXPECT_EQ(fresh.until, kNow - absl::Hours(1));
}

TEST(Freshness, WithLagThePartitionThatIsFurthestBehindCounts) {
  const Freshness fresh = Of({Partition(5, 8, absl::Minutes(2)), Partition(1, 9, absl::Minutes(7)),
                              Partition(9, 9, absl::Hours(5))});
  EXPECT_EQ(fresh.age, absl::Minutes(7));
  EXPECT_EQ(fresh.until, kNow - absl::Minutes(7));
}

TEST(Freshness, IsNotKnownBeforeALaggingPartitionHasBroughtARow) {
  SourcePartitionReport none = Partition(0, 4, {});
  none.watermark = absl::InfinitePast();
  EXPECT_EQ(Of({none, Partition(5, 8, absl::Minutes(2))}), Freshness());
}

TEST(Freshness, IsNotKnownWhileAnEndIsNotKnown) {
  EXPECT_EQ(Of({Partition(0, -1, absl::Minutes(1))}), Freshness());
  FreshnessSum sum;
  sum.Add(Partition(5, 5, absl::Hours(1)));
  sum.AddUnknown();
  EXPECT_EQ(sum.At(kNow), Freshness());
}

TEST(Freshness, ARecordOfTheFutureIsNoNegativeAge) {
  EXPECT_EQ(Of({Partition(5, 8, -absl::Minutes(2))}).age, absl::ZeroDuration());
}

}  // namespace
}  // namespace sluice::controlplane
