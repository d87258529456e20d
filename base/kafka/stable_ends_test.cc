#include "base/kafka/stable_ends.h"

#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(StableEndsIn, AreThoseOfTheTopicThatAreKnown) {
  const char* statistics = R"({"name": "rdkafka#consumer-1", "topics": {
    "other": {"partitions": {"0": {"ls_offset": 99}}},
    "orders": {"topic": "orders", "partitions": {
      "0": {"partition": 0, "hi_offset": 12, "ls_offset": 7},
      "1": {"partition": 1, "hi_offset": -1001, "ls_offset": -1001},
      "10": {"partition": 10, "hi_offset": 0, "ls_offset": 0},
      "-1": {"partition": -1, "hi_offset": 5, "ls_offset": 5}}}}})";
  EXPECT_THAT(StableEndsIn(statistics, "orders"), ElementsAre(Pair(0, 7), Pair(10, 0)));
  EXPECT_THAT(StableEndsIn(statistics, "unknown"), IsEmpty());
}

TEST(StableEndsIn, OfSomethingElseThereAreNone) {
  for (const char* other : {"", "[]", "{", R"({"topics": {"t": {}}})", R"({"topics": []})"}) {
    EXPECT_THAT(StableEndsIn(other, "t"), IsEmpty()) << other;
  }
}

}  // namespace
}  // namespace sluice::kafka
