#include "controlplane/deadletters/replay_json.h"

#include "base/status/status_matchers.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

TEST(ReplayJson, WhatWasWrittenIsRead) {
  const DeadLetterChoice named = {.places = {{"errors", 1, 9'000'000'000}, {"unfit", 0, 2}}};
  const DeadLetterChoice by_rest = {.reason = "NOT_UTF8", .source_partition = 0, .marked = true};
  for (const DeadLetterChoice& choice : {DeadLetterChoice(), named, by_rest})
    EXPECT_THAT(ChoiceFromJson(ToJson(choice)), IsOkAndHolds(choice));
  const ReplayCheckpoint checkpoint = {.left = {{{"errors", 1}, {3, 9'000'000'000}}},
                                       .replayed_count = 7,
                                       .passed_over_count = 2,
                                       .searched = {{4, {11, 12}}}};
  EXPECT_THAT(CheckpointFromJson(ToJson(checkpoint)), IsOkAndHolds(checkpoint));
}

TEST(ReplayJson, TheResultIsTheMessageThatTheApiNames) {
  EXPECT_EQ(ToJson(ReplayResult{.replayed_count = 7, .passed_over_count = 2}),
            R"({"passedOverCount":2,"replayedCount":7})");
}

TEST(ReplayJson, WhatIsNotOursIsSaid) {
  for (const char* text : {"", "{", "[]", R"({"left": 1, "replayed": 1, "passed_over": 2})"})
    EXPECT_THAT(CheckpointFromJson(text), StatusIs(absl::StatusCode::kInternal)) << text;
}

}  // namespace
}  // namespace sluice::controlplane
