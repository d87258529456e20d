#include "controlplane/rpc/translate_words.h"

#include <limits>
#include <optional>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::Timestamp;
using testing::Eq;
using testing::Optional;

// What SetTime wrote; none when it left the field absent.
std::optional<std::pair<int64_t, int32_t>> Told(absl::Time time) {
  std::optional<Timestamp> proto;
  SetTime(time, [&] { return &proto.emplace(); });
  if (!proto.has_value()) return std::nullopt;
  return std::pair(proto->seconds(), proto->nanos());
}

TEST(SetTime, TellsMicroseconds) {
  EXPECT_THAT(Told(absl::FromUnixMicros(1'500'000)), Optional(std::pair(1, 500'000'000)));
}

TEST(SetTime, GivenATimeBefore1970ThenNanosAreNotNegative) {
  EXPECT_THAT(Told(absl::FromUnixMicros(-1)), Optional(std::pair(-1, 999'999'000)));
}

// A producer that counts in microseconds where Kafka counts in milliseconds is in the year 55000.
TEST(SetTime, GivenATimeThatATimestampCannotSayThenItIsLeftOut) {
  EXPECT_THAT(Told(absl::FromUnixMillis(1'700'000'000'000'000)), Eq(std::nullopt));
  EXPECT_THAT(Told(absl::FromUnixMillis(std::numeric_limits<int64_t>::max())), Eq(std::nullopt));
  EXPECT_THAT(Told(absl::FromUnixSeconds(kFirstSecond - 1)), Eq(std::nullopt));
  EXPECT_THAT(Told(absl::InfinitePast()), Eq(std::nullopt));
  EXPECT_THAT(Told(absl::InfiniteFuture()), Eq(std::nullopt));
  EXPECT_THAT(Told(absl::FromUnixSeconds(kLastSecond)), Optional(std::pair(kLastSecond, 0)));
}

}  // namespace
}  // namespace sluice::controlplane
