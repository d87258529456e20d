#include "controlplane/deadletters/replay_decision.h"

#include <optional>

#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using State = DeadLetterMark::State;
using What = ReplayDecision::What;

const absl::Time kBegin = absl::FromUnixSeconds(1'000);
constexpr char kMine[] = "operations/mine";

DeadLetter Letter(int64_t offset, int64_t source_offset) {
  DeadLetter letter = {.place = {"errors", 0, offset}};
  letter.context.partition = 2;
  letter.context.offset = source_offset;
  return letter;
}

DeadLetterMark Mark(int64_t offset, int64_t source_offset, State state, absl::Duration after,
                    const std::string& operation = "operations/other") {
  return {.place = {"errors", 0, offset},
          .state = state,
          .time = kBegin + after,
          .source_partition = 2,
          .source_offset = source_offset,
          .replayed_offset = state == State::kReplayed ? 77 : -1,
          .operation = operation,
          .source_end = state == State::kDiscarded ? -1 : 70};
}

struct Case {
  const char* story;
  std::optional<DeadLetterMark> own;
  bool named;
  What what;
};

TEST(ReplayDecision, EachMarkSaysWhatIsDone) {
  const absl::Duration before = -absl::Seconds(1), after = absl::Seconds(1);
  DeadLetterMark double_of_mine = Mark(5, 50, State::kReplayed, after, kMine);
  double_of_mine.source_end = -1;
  const Case cases[] = {
      {"no mark", std::nullopt, false, What::kWrite},
      {"put aside before", Mark(5, 50, State::kDiscarded, before), false, What::kLeave},
      {"put aside before, and named", Mark(5, 50, State::kDiscarded, before), true, What::kWrite},
      {"put aside meanwhile", Mark(5, 50, State::kDiscarded, after), true, What::kPassOver},
      {"replayed before", Mark(5, 50, State::kReplayed, before), false, What::kLeave},
      {"replayed before, and named", Mark(5, 50, State::kReplayed, before), true, What::kWrite},
      {"replayed meanwhile", Mark(5, 50, State::kReplayed, after), false, What::kPassOver},
      {"by this operation", Mark(5, 50, State::kReplayed, after, kMine), false, What::kDone},
      {"a double, marked by this operation", double_of_mine, false, What::kPassOver},
  };
  for (const Case& one : cases) {
    DeadLetter letter = Letter(5, 50);
    letter.mark = one.own;
    std::vector<DeadLetterMark> of_sources;
    if (one.own.has_value() && one.own->state != State::kDiscarded) of_sources = {*one.own};
    DeadLetterChoice choice;
    if (one.named) choice.places = {letter.place};

    const auto decisions = DecideReplay({letter}, of_sources, choice, kMine, kBegin);

    ASSERT_EQ(decisions.size(), 1);
    EXPECT_EQ(decisions[0].what, one.what) << one.story;
  }
}

TEST(ReplayDecision, ARecordThatBecameADeadLetterTwiceIsWrittenOnce) {
  const std::vector<DeadLetter> letters = {Letter(1, 50), Letter(2, 51), Letter(3, 50),
                                           Letter(4, 52)};
  const std::vector<DeadLetterMark> of_sources = {Mark(9, 52, State::kReplayed, -absl::Hours(1)),
                                                  Mark(8, 51, State::kReplaying, -absl::Hours(1))};

  EXPECT_THAT(
      DecideReplay(letters, of_sources, {}, kMine, kBegin),
      ElementsAre(ReplayDecision{.what = What::kWrite}, ReplayDecision{.what = What::kWrite},
                  ReplayDecision{.what = What::kDouble, .first = 0},
                  ReplayDecision{.what = What::kDouble, .replayed_offset = 77}));
}

TEST(ReplayDecision, WhoAsksForLettersWithMarksGetsThemThoughAnEarlierReplayWroteTheirRecords) {
  const DeadLetter letter = Letter(5, 50);
  const DeadLetterMark earlier = Mark(9, 50, State::kReplayed, -absl::Hours(1));
  const DeadLetterMark mine = Mark(9, 50, State::kReplayed, absl::Seconds(1), kMine);
  const DeadLetterChoice choices[] = {{.places = {letter.place}}, {.marked = true}};

  for (const DeadLetterChoice& choice : choices) {
    EXPECT_THAT(DecideReplay({letter}, {earlier}, choice, kMine, kBegin),
                ElementsAre(ReplayDecision{.what = What::kWrite}));
    EXPECT_THAT(DecideReplay({letter}, {mine}, choice, kMine, kBegin),
                ElementsAre(ReplayDecision{.what = What::kDouble, .replayed_offset = 77}));
  }
}

TEST(ReplayDecision, ALetterOfASourceTopicBeforeItWasMadeAnewIsNoTwin) {
  DeadLetter letter = Letter(5, 50), of_another = Letter(6, 50);
  letter.source_time = kBegin - absl::Hours(1);
  of_another.source_time = kBegin - absl::Hours(2);
  DeadLetterMark earlier = Mark(9, 50, State::kReplayed, -absl::Hours(1));
  earlier.source_time = of_another.source_time;

  EXPECT_THAT(DecideReplay({letter}, {earlier}, {}, kMine, kBegin),
              ElementsAre(ReplayDecision{.what = What::kWrite}));
  EXPECT_THAT(
      DecideReplay({letter, of_another}, {}, {}, kMine, kBegin),
      ElementsAre(ReplayDecision{.what = What::kWrite}, ReplayDecision{.what = What::kWrite}));
  EXPECT_THAT(DecideReplay({of_another}, {earlier}, {}, kMine, kBegin),
              ElementsAre(ReplayDecision{.what = What::kDouble, .replayed_offset = 77}));
}

}  // namespace
}  // namespace sluice::controlplane
