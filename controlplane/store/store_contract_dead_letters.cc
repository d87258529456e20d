#include <vector>

#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// What was done about dead letters.
namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using State = DeadLetterMark::State;

const std::string kUid = AConnector().uid;
constexpr char kOperation[] = "operations/1";
const std::vector<DeadLetterRange> kEverything = {
    {"a", 0, 0, 1'000}, {"a", 1, 0, 1'000}, {"b", 0, 0, 1'000}};

DeadLetterMark AMark(const std::string& topic, int32_t partition, int64_t offset,
                     State state = State::kDiscarded) {
  return {.place = {topic, partition, offset},
          .state = state,
          .time = kT0 + absl::Microseconds(7),
          .source_partition = 3,
          .source_offset = 100 + offset,
          .operation = state == State::kDiscarded ? "" : kOperation,
          .source_end = state == State::kDiscarded ? -1 : 200};
}

absl::StatusOr<std::vector<DeadLetterPlace>> Add(DeadLetterMarkStore& marks,
                                                 const std::vector<DeadLetterMark>& added) {
  return marks.AddMarks(kUid, added, absl::InfinitePast(), {}, kT0);
}

// Of an operation on the connector.
OperationClaim Claimed(OperationStore& operations) {
  EXPECT_THAT(operations.CreateOperation(AnOperation(), {}), IsOk());
  const auto claims = operations.ClaimOperations(1, absl::Minutes(2), kT0 + absl::Minutes(2));
  EXPECT_THAT(claims, IsOkAndHolds(testing::SizeIs(1)));
  return claims->at(0);
}

TEST_P(ConnectorContract, MarksAreFoundByTheRangesOfTheirPlaces) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(IsEmpty()));
  const DeadLetterMark first = AMark("a", 0, 5), second = AMark("a", 1, 6),
                       third = AMark("b", 0, 5, State::kReplaying);
  ASSERT_THAT(Add(marks, {third, first, second}), IsOk());

  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(first, second, third)));
  EXPECT_THAT(marks.FindMarks(kUid, {{"a", 0, 0, 5}, {"a", 1, 6, 7}, {"b", 0, 6, 9}}),
              IsOkAndHolds(ElementsAre(second)));
  EXPECT_THAT(marks.FindMarks("another", kEverything), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(marks.FindMarks(kUid, {}), IsOkAndHolds(IsEmpty()));
}

TEST_P(ConnectorContract, WhatIsMarkedKeepsItsMark) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  const DeadLetterMark first = AMark("a", 0, 5);
  EXPECT_THAT(Add(marks, {first}), IsOkAndHolds(ElementsAre(first.place)));
  const DeadLetterMark again = AMark("a", 0, 5, State::kReplaying);
  const DeadLetterMark other = AMark("a", 0, 6, State::kReplaying);

  EXPECT_THAT(Add(marks, {again, other}), IsOkAndHolds(ElementsAre(other.place)));

  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(first, other)));
}

TEST_P(ConnectorContract, TheAnswerIsStoredWithTheMarksAndARepeatMarksNothing) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  const Request request = {"id", "DiscardDeadLetters", "f", "answer"};
  ASSERT_THAT(marks.AddMarks(kUid, {AMark("a", 0, 5)}, absl::InfinitePast(), request, kT0), IsOk());

  EXPECT_THAT(marks.AddMarks(kUid, {AMark("a", 0, 6)}, absl::InfinitePast(), request, kT0),
              HasReason(kRequestRepeated));

  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(AMark("a", 0, 5))));
  EXPECT_THAT(store().requests().FindAnswer("DiscardDeadLetters", "id", kT0),
              IsOkAndHolds(testing::Optional(testing::Field(&StoredAnswer::answer, "answer"))));
}

TEST_P(ConnectorContract, AConnectorThatIsGoneGetsNoMarks) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  EXPECT_THAT(marks.AddMarks("another", {AMark("a", 0, 5)}, absl::InfinitePast(), {}, kT0),
              HasReason("CONNECTOR_NOT_FOUND"));
}

TEST_P(ConnectorContract, OnlyTheOperationThatIsAtItSaysWhatBecameOfALetter) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  const DeadLetterMark mine = AMark("a", 0, 5, State::kReplaying), aside = AMark("a", 0, 6),
                       others = AMark("a", 0, 7, State::kReplaying);
  ASSERT_THAT(Add(marks, {mine, aside, others}), IsOk());
  EXPECT_THAT(marks.ListUnfinished(kUid), IsOkAndHolds(ElementsAre(mine, others)));
  std::vector<DeadLetterMark> finished = {mine, aside, others};
  for (DeadLetterMark& mark : finished) {
    mark.state = State::kReplayed;
    mark.time = kT0 + absl::Seconds(2);
    mark.replayed_offset = 900;
  }
  finished[2].operation = "operations/2";

  ASSERT_THAT(marks.FinishMarks(Claimed(store().operations()), kUid, finished), IsOk());

  EXPECT_THAT(marks.FindMarks(kUid, kEverything),
              IsOkAndHolds(ElementsAre(finished[0], aside, others)));
  EXPECT_THAT(marks.ListUnfinished(kUid), IsOkAndHolds(ElementsAre(others)));
}

TEST_P(ConnectorContract, WhatWasMarkedBeforeMayBeMarkedAnewByWhoAsksForIt) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  const DeadLetterMark aside = AMark("a", 0, 5), writing = AMark("a", 0, 6, State::kReplaying);
  ASSERT_THAT(Add(marks, {aside, writing}), IsOk());
  DeadLetterMark anew = AMark("a", 0, 5, State::kReplaying), taken = writing;
  anew.time = taken.time = kT0 + absl::Seconds(5);

  EXPECT_THAT(marks.AddMarks(kUid, {anew}, aside.time, {}, kT0), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(marks.AddMarks(kUid, {anew, taken}, kT0 + absl::Seconds(1), {}, kT0),
              IsOkAndHolds(ElementsAre(anew.place)));

  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(anew, writing)));
}

TEST_P(ConnectorContract, WhatWasNotWrittenIsTakenBackAndMayBeChosenAgain) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  const DeadLetterMark mine = AMark("a", 0, 5, State::kReplaying), aside = AMark("a", 0, 6);
  ASSERT_THAT(Add(marks, {mine, aside}), IsOk());

  ASSERT_THAT(marks.TakeBackMarks(Claimed(store().operations()), kUid, {mine, aside}), IsOk());

  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(aside)));
  EXPECT_THAT(Add(marks, {mine}), IsOkAndHolds(ElementsAre(mine.place)));
}

TEST_P(ConnectorContract, ARecordIsKnownAsReplayedByAnyOfItsDeadLetters) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  DeadLetterMark double_of_it = AMark("b", 0, 9, State::kReplaying);
  double_of_it.source_offset = 105;
  const DeadLetterMark first = AMark("a", 0, 5, State::kReplaying);
  ASSERT_THAT(Add(marks, {first, double_of_it, AMark("a", 0, 6)}), IsOk());

  EXPECT_THAT(marks.FindMarksOfSources(kUid, {{3, 105}, {3, 106}, {4, 105}}),
              IsOkAndHolds(ElementsAre(first, double_of_it)));
}

TEST_P(ConnectorContract, MarksOfRecordsThatAreGoneAreForgotten) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  ASSERT_THAT(Add(marks, {AMark("a", 0, 4), AMark("a", 0, 5), AMark("a", 0, 8), AMark("a", 1, 1),
                          AMark("b", 0, 1)}),
              IsOk());

  ASSERT_THAT(marks.ForgetBelow(kUid, {{"a", 0, 5, 8}}), IsOk());

  // What was added after the bounds were asked lies above them.
  EXPECT_THAT(marks.FindMarks(kUid, kEverything),
              IsOkAndHolds(ElementsAre(AMark("a", 0, 5), AMark("a", 0, 8), AMark("a", 1, 1),
                                       AMark("b", 0, 1))));
}

TEST_P(ConnectorContract, ThousandsOfMarksAreForgottenAtOnce) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  std::vector<DeadLetterMark> many;
  for (int64_t offset = 0; offset < 2'001; ++offset) many.push_back(AMark("a", 0, offset));
  ASSERT_THAT(Add(marks, many), IsOk());

  ASSERT_THAT(marks.ForgetBelow(kUid, {{"a", 0, 2'000, 2'001}}), IsOk());

  EXPECT_THAT(marks.FindMarks(kUid, {{"a", 0, 0, 9'999}}),
              IsOkAndHolds(ElementsAre(AMark("a", 0, 2'000))));
}

TEST_P(ConnectorContract, WhoeverLostTheOperationMarksNothingMore) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  const DeadLetterMark mine = AMark("a", 0, 5, State::kReplaying);
  const OperationClaim lost = Claimed(store().operations());
  const auto taken_over =
      store().operations().ClaimOperations(1, absl::Minutes(2), kT0 + absl::Minutes(4));
  ASSERT_THAT(taken_over, IsOkAndHolds(testing::SizeIs(1)));
  EXPECT_EQ(lost.until, kT0 + absl::Minutes(4));

  EXPECT_THAT(marks.AddMarksOf(lost, kUid, {mine}, absl::InfinitePast()), HasReason(kClaimLost));
  EXPECT_THAT(marks.AddMarksOf(taken_over->at(0), kUid, {mine}, absl::InfinitePast()),
              IsOkAndHolds(ElementsAre(mine.place)));
  EXPECT_THAT(marks.FinishMarks(lost, kUid, {mine}), HasReason(kClaimLost));
  EXPECT_THAT(marks.TakeBackMarks(lost, kUid, {mine}), HasReason(kClaimLost));

  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(mine)));
}

TEST_P(ConnectorContract, AMarkOfARecordBeforeTheTopicWasMadeAnewGivesWay) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  ASSERT_THAT(Add(marks, {AMark("a", 0, 5)}), IsOk());
  DeadLetterMark of_another = AMark("a", 0, 5);
  of_another.source_offset = 9'000;
  DeadLetterMark of_another_time = of_another;
  of_another_time.source_time = kT0 + absl::Milliseconds(1);
  DeadLetterMark later = of_another_time;
  later.source_time = kT0 + absl::Milliseconds(2);

  EXPECT_THAT(Add(marks, {of_another}), IsOkAndHolds(ElementsAre(of_another.place)));
  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(of_another)));
  EXPECT_THAT(Add(marks, {of_another_time}), IsOkAndHolds(IsEmpty())) << "one is not known";
  EXPECT_THAT(marks.AddMarks(kUid, {of_another_time}, kT0 + absl::Hours(1), {}, kT0),
              IsOkAndHolds(ElementsAre(of_another.place)));
  EXPECT_THAT(Add(marks, {later}), IsOkAndHolds(ElementsAre(of_another.place)));
  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(later)));
}

TEST_P(ConnectorContract, WhatIsTakenBackIsWhatItWasBefore) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  DeadLetterMark aside = AMark("a", 0, 5), replayed = AMark("a", 0, 6, State::kReplayed);
  aside.source_time = replayed.source_time = kT0;
  replayed.operation = "operations/0";
  replayed.replayed_offset = 77;
  DeadLetterMark again = AMark("a", 0, 5, State::kReplaying),
                 anew = AMark("a", 0, 6, State::kReplaying);
  const DeadLetterMark first = AMark("a", 0, 7, State::kReplaying);
  again.source_time = anew.source_time = kT0;
  again.time = anew.time = kT0 + absl::Hours(1);
  ASSERT_THAT(Add(marks, {aside, replayed}), IsOk());
  const OperationClaim claim = Claimed(store().operations());
  ASSERT_THAT(marks.AddMarksOf(claim, kUid, {again, anew, first}, kT0 + absl::Hours(1)),
              IsOkAndHolds(testing::SizeIs(3)));
  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(again, anew, first)));

  ASSERT_THAT(marks.TakeBackMarks(claim, kUid, {again, anew, first}), IsOk());

  EXPECT_THAT(marks.FindMarks(kUid, kEverything), IsOkAndHolds(ElementsAre(aside, replayed)));
}

TEST_P(ConnectorContract, ThousandsOfMarksGoWithTheirConnector) {
  DeadLetterMarkStore& marks = store().dead_letter_marks();
  std::vector<DeadLetterMark> many;
  for (int64_t offset = 0; offset < 2'001; ++offset) many.push_back(AMark("a", 0, offset));
  ASSERT_THAT(Add(marks, many), IsOk());
  ASSERT_THAT(Desire(DesiredState::kDeleted, 1), IsOk());

  ASSERT_THAT(store().connectors().RemoveConnector(Claim(), kT0), IsOk());

  EXPECT_THAT(marks.FindMarks(kUid, {{"a", 0, 0, 9'999}}), IsOkAndHolds(IsEmpty()));
}

}  // namespace
}  // namespace sluice::controlplane
