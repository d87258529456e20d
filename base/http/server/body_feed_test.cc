#include "base/http/server/body_feed.h"

#include "gtest/gtest.h"

namespace sluice::http {
namespace {

TEST(BodyFeed, GivenPiecesWhenTakenThenTheyComeTogether) {
  BodyFeed feed;
  EXPECT_EQ(feed.Push("a"), BodyFeed::Room::kYes);
  feed.Push("b");
  EXPECT_EQ(feed.Take(), "ab");
  EXPECT_EQ(feed.Take(), std::nullopt);
}

TEST(BodyFeed, GivenAFullFeedWhenTakenThenTheFeederHearsOnce) {
  BodyFeed feed({.bytes_max = 2});
  int heard = 0;
  feed.Watch([&] { ++heard; });
  EXPECT_EQ(feed.Push("ab"), BodyFeed::Room::kNo);
  feed.Take();
  feed.Take();
  EXPECT_EQ(heard, 1);
  EXPECT_EQ(feed.room(), BodyFeed::Room::kYes);
}

TEST(BodyFeed, GivenAReaderThatIsGoneThenNothingIsKeptAndTheFeederHears) {
  BodyFeed feed;
  int heard = 0;
  feed.Watch([&] { ++heard; });
  feed.Push("a");
  feed.Gone();
  feed.Gone();
  EXPECT_EQ(heard, 1);
  EXPECT_EQ(feed.Push("b"), BodyFeed::Room::kGone);
  EXPECT_EQ(feed.Take(), std::nullopt);
}

TEST(BodyFeed, GivenAReaderThatWasGoneBeforeThenWhoWatchesHearsAtOnce) {
  BodyFeed feed;
  feed.Gone();
  int heard = 0;
  feed.Watch([&] { ++heard; });
  EXPECT_EQ(heard, 1);
}

TEST(BodyFeed, GivenTheEndThenItIsOnlyAfterWhatWaits) {
  BodyFeed feed;
  int woken = 0;
  feed.OnPush([&] { ++woken; });
  feed.Push("last");
  feed.End();
  EXPECT_FALSE(feed.ended());
  feed.Take();
  EXPECT_TRUE(feed.ended());
  EXPECT_EQ(woken, 2);
}

}  // namespace
}  // namespace sluice::http
