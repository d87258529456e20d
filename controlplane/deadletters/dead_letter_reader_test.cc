#include "controlplane/deadletters/dead_letter_reader.h"

#include "controlplane/deadletters/dead_letter_scenario.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

class DeadLetterReaderTest : public DeadLetterScenario {
 protected:
  DeadLetterPage Page(const DeadLetterQuery& query) {
    const auto page = reader_.List(AConnector(), AnInstance(), query);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? *page : DeadLetterPage();
  }

  // Source offsets of all pages, the newest first.
  std::vector<int64_t> All(DeadLetterQuery query) {
    std::vector<int64_t> offsets;
    for (int pages = 0; pages < 1000; ++pages) {
      const DeadLetterPage page = Page(query);
      for (const DeadLetter& letter : page.letters) offsets.push_back(letter.context.offset);
      if (page.next.empty()) return offsets;
      query.after = page.next;
    }
    ADD_FAILURE() << "the list does not end";
    return offsets;
  }

  void Mark(const DeadLetterPlace& place, int64_t source_offset,
            DeadLetterMark::State state = DeadLetterMark::State::kDiscarded) {
    EXPECT_THAT(store_.AddMarks(AConnector().uid,
                                {{.place = place,
                                  .state = state,
                                  .time = clock_.Now(),
                                  .source_partition = static_cast<int32_t>(source_offset % 3),
                                  .source_offset = source_offset}},
                                absl::InfinitePast(), {}, clock_.Now()),
                IsOk());
  }

  DeadLetterReader reader_{connections_, store_, clock_, {}};
};

TEST_F(DeadLetterReaderTest, ALetterIsSeenOnceTheNewestFirstWhateverThePageSize) {
  std::vector<int64_t> expected;
  for (int64_t i = 0; i < 100; ++i) {
    Write(i % 3 == 0 ? "a" : "d", i % 3 == 1 ? 1 : 0, Context(i));
    if (i % 5 == 0) WriteOther("d", 0);
    expected.insert(expected.begin(), i);
  }
  for (const int size : {3, 7, 50, 1000}) EXPECT_EQ(All({.letters_max = size}), expected) << size;
}

TEST_F(DeadLetterReaderTest, RecordsOfOthersDoNotEndAListBeforeItsEnd) {
  Write("d", 0, Context(1));
  for (int i = 0; i < 3'000; ++i) WriteOther("d", 0);
  Write("d", 1, Context(2));

  EXPECT_THAT(All({.letters_max = 2}), ElementsAre(2, 1));
}

TEST_F(DeadLetterReaderTest, ACallThatReachesItsLimitsSaysWhereToGoOn) {
  DeadLetterReader hasty(connections_, store_, clock_, {.offsets_max = 100});
  Write("d", 0, Context(1));
  for (int i = 0; i < 1'000; ++i) WriteOther("d", 0);

  const auto page = hasty.List(AConnector(), AnInstance(), {});

  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->letters, IsEmpty());
  EXPECT_THAT(page->next, SizeIs(1));
}

TEST_F(DeadLetterReaderTest, APageIsNoLargerThanItMayBe) {
  for (int64_t i = 0; i < 40; ++i) Write("d", 0, Context(i), std::string(200'000, 'v'));

  const DeadLetterPage page = Page({.letters_max = 40, .payload_bytes_max = 64 << 10});

  EXPECT_THAT(page.letters, SizeIs(32));  // 2 MiB.
  EXPECT_EQ(page.letters[0].value->size(), 64 << 10);
  EXPECT_EQ(page.letters[0].value_bytes, 200'000);
  EXPECT_EQ(All({.letters_max = 40, .payload_bytes_max = 64 << 10}).size(), 40);
}

TEST_F(DeadLetterReaderTest, TheFilterChoosesByReasonSourcePartitionAndMark) {
  Write("d", 0, Context(3));
  Write("a", 0, Context(4, "VALUE_UNFIT"));
  Mark(Write("d", 1, Context(6)), 6);

  EXPECT_THAT(All({}), ElementsAre(4, 3));
  EXPECT_THAT(All({.choice = {.marked = true}}), ElementsAre(6, 4, 3));
  EXPECT_THAT(All({.choice = {.reason = "NOT_UTF8"}}), ElementsAre(3));
  EXPECT_THAT(All({.choice = {.source_partition = 1}}), ElementsAre(4));
  EXPECT_THAT(All({.choice = {.reason = "NOT_UTF8", .source_partition = 1}}), IsEmpty());
  EXPECT_TRUE(Page({.choice = {.marked = true}}).letters[0].mark.has_value());
}

TEST_F(DeadLetterReaderTest, TheyAreCountedByReason) {
  for (int64_t i = 0; i < 30; ++i) Write("d", i % 2, Context(i));
  for (int64_t i = 30; i < 33; ++i) Write("a", 0, Context(i, "VALUE_UNFIT"));
  Mark(Write("d", 0, Context(40)), 40);
  WriteOther("d", 1);

  EXPECT_THAT(reader_.CountByReason(AConnector(), AnInstance(), {}),
              IsOkAndHolds(UnorderedElementsAre(Pair("NOT_UTF8", 30), Pair("VALUE_UNFIT", 3))));
  EXPECT_THAT(reader_.CountByReason(AConnector(), AnInstance(), {.marked = true}),
              IsOkAndHolds(UnorderedElementsAre(Pair("NOT_UTF8", 31), Pair("VALUE_UNFIT", 3))));
  DeadLetterReader few(connections_, store_, clock_, {.counted_per_partition = 2});
  EXPECT_THAT(few.CountByReason(AConnector(), AnInstance(), {.marked = true}),
              IsOkAndHolds(UnorderedElementsAre(Pair("NOT_UTF8", 3), Pair("VALUE_UNFIT", 2))));
}

TEST_F(DeadLetterReaderTest, OneIsReadWithItsPayloadAndItsMark) {
  const DeadLetterPlace place = Write("d", 1, Context(5));
  Mark(place, 5);

  const auto letter = reader_.Get(AConnector(), AnInstance(), place, 64 << 10);

  ASSERT_THAT(letter, IsOk());
  EXPECT_EQ(letter->key, "k5");
  EXPECT_EQ(letter->value, "v5");
  EXPECT_EQ(letter->headers, (std::vector<kafka::StoredHeader>{{"trace", "t5"}}));
  EXPECT_TRUE(letter->mark.has_value());
}

TEST_F(DeadLetterReaderTest, WhatIsNoLetterIsNotFound) {
  WriteOther("d", 0);
  for (const DeadLetterPlace& place : {DeadLetterPlace{"d", 0, 0}, DeadLetterPlace{"d", 0, 1},
                                       DeadLetterPlace{"d", 9, 0}, DeadLetterPlace{"x", 0, 0}}) {
    EXPECT_THAT(reader_.Get(AConnector(), AnInstance(), place, 1),
                HasReason("DEAD_LETTER_NOT_FOUND"));
  }
}

TEST_F(DeadLetterReaderTest, NamedOnesAreFoundHoweverFarApart) {
  std::set<DeadLetterPlace> places = {Write("d", 0, Context(1)), Write("a", 0, Context(2))};
  for (int i = 0; i < 5'000; ++i) WriteOther("d", 0);
  places.insert(Write("d", 0, Context(3)));

  const auto found = reader_.Find(AConnector(), AnInstance(), places, absl::Seconds(1));

  ASSERT_THAT(found, IsOkAndHolds(SizeIs(3)));
  EXPECT_THAT((*found)[1].context.offset, Eq(1));
  places.insert({"d", 0, 7});
  EXPECT_THAT(reader_.Find(AConnector(), AnInstance(), places, absl::Seconds(1)),
              HasReason("DEAD_LETTER_NOT_FOUND"));
}

TEST_F(DeadLetterReaderTest, AConnectorWhoseTopicsAreNotThereYetHasNone) {
  Connector young = AConnector();
  young.spec.resources.dead_letter_topic = "none";
  young.spec.resources.abnormal_data_topic = "none";
  const auto page = reader_.List(young, AnInstance(), {});
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->letters, IsEmpty());
  EXPECT_THAT(page->next, IsEmpty());
}

TEST_F(DeadLetterReaderTest, WhenNoBrokerAnswersThatIsSaid) {
  kafka_.SetReachable(false);
  EXPECT_THAT(reader_.List(AConnector(), AnInstance(), {}), HasReason("KAFKA_UNAVAILABLE"));
}

TEST_F(DeadLetterReaderTest, MarksOfRecordsThatAreGoneAreForgotten) {
  Mark({"d", 0, -1}, 7);
  Mark(Write("d", 0, Context(1)), 1);

  Page({});

  EXPECT_THAT(store_.FindMarks(AConnector().uid, {{"d", 0, -9, 100}}), IsOkAndHolds(SizeIs(1)));
}

TEST_F(DeadLetterReaderTest, AListDoesNotFailBecauseOldMarksCannotBeForgotten) {
  Write("d", 0, Context(1));
  store_.FailNext(absl::UnavailableError("away"));

  EXPECT_THAT(Page({}).letters, SizeIs(1));
}

TEST_F(DeadLetterReaderTest, OneThatIsOnItsWayIsStillListedAndCounted) {
  Mark(Write("d", 0, Context(1)), 1, DeadLetterMark::State::kReplaying);
  Mark(Write("d", 0, Context(2)), 2, DeadLetterMark::State::kReplayed);

  EXPECT_THAT(All({}), ElementsAre(1));
  EXPECT_THAT(reader_.CountByReason(AConnector(), AnInstance(), {}),
              IsOkAndHolds(UnorderedElementsAre(Pair("NOT_UTF8", 1))));
}

TEST_F(DeadLetterReaderTest, AMarkOfARecordBeforeTheTopicWasMadeAnewSaysNothing) {
  const DeadLetterPlace place = Write("d", 0, Context(1));
  Mark(place, 99);

  EXPECT_THAT(All({}), ElementsAre(1));
  EXPECT_FALSE(reader_.Get(AConnector(), AnInstance(), place, 0)->mark.has_value());
}

}  // namespace
}  // namespace sluice::controlplane
