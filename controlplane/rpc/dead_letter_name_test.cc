#include "controlplane/rpc/dead_letter_name.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::Optional;

ConnectorResources TwoTopics() {
  ConnectorResources resources;
  resources.dead_letter_topic = "unreadable";
  resources.abnormal_data_topic = "unfit";
  return resources;
}

TEST(DeadLetterName, ANameIsThePlaceByTheRoleOfItsTopic) {
  const ConnectorId connector = {"a", "b"};
  for (const DeadLetterPlace& place :
       {DeadLetterPlace{"unreadable", 0, 9'000'000'000}, DeadLetterPlace{"unfit", 11, 0}}) {
    const std::string name = NameOfDeadLetter(connector, TwoTopics(), place);
    const auto parsed = ParseDeadLetterName(name);
    ASSERT_TRUE(parsed.has_value()) << name;
    EXPECT_EQ(parsed->connector, connector);
    EXPECT_EQ(PlaceOf(*parsed, TwoTopics()), place);
  }
  EXPECT_EQ(NameOfDeadLetter(connector, TwoTopics(), {"unfit", 1, 2}),
            "instances/a/connectors/b/deadLetters/abnormal-1-2");
  EXPECT_THAT(ParseDeadLetterName("instances/a/connectors/b/deadLetters/dead-letter-1-2"),
              Optional(Eq(DeadLetterName{connector, false, 1, 2})));
}

TEST(DeadLetterName, OtherTextsAreNone) {
  for (const char* text :
       {"", "instances/a/connectors/b", "instances/a/connectors/b/deadLetters/",
        "instances/a/connectors/b/deadLetters/letter-1-2",
        "instances/a/connectors/b/deadLetters/abnormal-1",
        "instances/a/connectors/b/deadLetters/abnormal-01-2",
        "instances/a/connectors/b/deadLetters/abnormal-1-+2",
        "instances/a/connectors/b/deadLetters/abnormal--1-2",
        "instances/a/connectors/b/deadLetters/abnormal-1-2-3",
        "instances/a/connectors/b/deadLetters/abnormal-1-9223372036854775807",
        "instances/a/deadLetters/abnormal-1-2",
        "instances/a/connectors/b/deadLetters/abnormal-1-2/deadLetters/abnormal-1-2"}) {
    EXPECT_FALSE(ParseDeadLetterName(text).has_value()) << text;
  }
}

TEST(DeadLetterName, PositionsAreReadAsTheyWereWritten) {
  const DeadLetterPositions positions = {
      {{"unreadable", 0}, 17}, {{"unreadable", 5}, 9'000'000'000}, {{"unfit", 2}, 1}};
  EXPECT_THAT(PositionsFromText(PositionsText(positions, TwoTopics()), TwoTopics()),
              IsOkAndHolds(positions));
  for (const char* text : {"", "d", "x0:1", "d0", "d0:", "d-1:4", "d0:1 ", "d0:1:2"})
    EXPECT_THAT(PositionsFromText(text, TwoTopics()), HasReason("PAGE_TOKEN_INVALID")) << text;
}

}  // namespace
}  // namespace sluice::controlplane
