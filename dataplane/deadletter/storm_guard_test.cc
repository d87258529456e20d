#include "dataplane/deadletter/storm_guard.h"

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using Storm = StormGuard::Storm;

constexpr absl::Duration kBegin = absl::Hours(3);

// Every `nth` of `count` records is bad; what the last one made of it.
Storm Read(StormGuard& guard, RecentRecords& recent, int64_t first, int count, int nth) {
  Storm last = Storm::kNone;
  for (int64_t offset = first; offset < first + count; ++offset) {
    last = offset % nth == 0 ? guard.Bad(offset, recent, kBegin) : guard.Good(offset, recent);
  }
  return last;
}

TEST(StormGuard, NothingIsJudgedBeforeAThousandRecordsWereSeen) {
  StormGuard guard({});
  RecentRecords recent;

  EXPECT_EQ(Read(guard, recent, 0, 999, 1), Storm::kNone);
  EXPECT_EQ(guard.Bad(999, recent, kBegin), Storm::kShare);
}

TEST(StormGuard, TheShareMayBeReachedAndNotExceeded) {
  StormGuard guard({.share_max = 0.1});
  RecentRecords recent;

  EXPECT_EQ(Read(guard, recent, 0, 5000, 10), Storm::kNone);
  EXPECT_EQ(guard.Good(5001, recent), Storm::kNone);  // A bad one has left the window.
  EXPECT_EQ(guard.Bad(5002, recent, kBegin), Storm::kNone);
  EXPECT_EQ(guard.Bad(5003, recent, kBegin), Storm::kShare);
}

TEST(StormGuard, AGoodRecordCompletesTheThousandToo) {
  StormGuard guard({.share_max = 0.01});
  RecentRecords recent;
  Read(guard, recent, 0, 500, 1);
  Read(guard, recent, 500, 499, 100'000);

  EXPECT_EQ(guard.Good(999, recent), Storm::kShare);
}

TEST(StormGuard, ATopicMendsItself) {
  StormGuard guard({.share_max = 0.5});
  RecentRecords recent;
  Read(guard, recent, 1, 400, 1);

  EXPECT_EQ(Read(guard, recent, 401, 2000, 100'000), Storm::kNone);
  EXPECT_EQ(recent.bad(), 0);
}

TEST(StormGuard, AShareOfOneIsNoLimit) {
  StormGuard guard({.share_max = 1});
  RecentRecords recent;
  EXPECT_EQ(Read(guard, recent, 0, 5000, 1), Storm::kNone);
}

TEST(StormGuard, WhatIsReadAgainCountsOnce) {
  StormGuard guard({.share_max = 1, .per_minute_max = 600});
  RecentRecords recent;
  for (int again = 0; again < 5; ++again) EXPECT_EQ(Read(guard, recent, 0, 600, 1), Storm::kNone);

  EXPECT_EQ(guard.in_last_minute(), 600);
  EXPECT_EQ(guard.Bad(600, recent, kBegin), Storm::kRate);
}

TEST(StormGuard, TheMinuteSlides) {
  StormGuard guard({.per_minute_max = 60});
  RecentRecords recent;
  // One each second, for ten minutes.
  for (int i = 0; i < 600; ++i)
    ASSERT_EQ(guard.Bad(i, recent, kBegin + absl::Seconds(i)), Storm::kNone) << i;

  EXPECT_EQ(guard.Bad(600, recent, kBegin + absl::Seconds(599)), Storm::kRate);
  // After a long silence nothing is left of them.
  EXPECT_EQ(guard.Bad(601, recent, kBegin + absl::Hours(1)), Storm::kNone);
  EXPECT_EQ(guard.in_last_minute(), 1);
}

TEST(StormGuard, TheMinuteIsOfAllSourcePartitionsAndTheShareOfEach) {
  StormGuard guard({.share_max = 0.1, .per_minute_max = 10});
  RecentRecords one, other;
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(guard.Bad(i, one, kBegin), Storm::kNone);
    EXPECT_EQ(guard.Bad(i, other, kBegin), Storm::kNone);
  }
  EXPECT_EQ(guard.Bad(5, other, kBegin), Storm::kRate);
}

}  // namespace
}  // namespace sluice::dataplane
