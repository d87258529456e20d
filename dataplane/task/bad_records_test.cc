// What becomes of records that are no rows: dead letters, a task that stops, and storms.

#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "base/kafka/in_memory_admin.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "dataplane/deadletter/dead_letters.h"
#include "dataplane/task/membership_scenario.h"

namespace sluice::dataplane {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kFirstHour[] = "01-01-1970 08";

class BadRecords : public MembershipScenario {
 protected:
  void SendBad(int32_t partition = 0) {
    SendOne(partition, {.key = "k", .value = "\xFF", .timestamp_ms = 0});
  }

  void Tolerate(ErrorPolicy::Tolerance tolerance) { revision_.errors.tolerance = tolerance; }
};

TEST_F(BadRecords, WithToleranceNoneRowsBeforeTheFirstOneAreCommittedAndTheOffsetStaysAtIt) {
  Tolerate(ErrorPolicy::Tolerance::kNone);
  Send(0, 3);
  SendBad();
  Send(0, 4);

  // A restart fails again at the same record.
  for (int life = 0; life < 2; ++life) {
    ASSERT_THAT(Live([&] {
                  return last_.state == TaskState::kFailed && Offset(0) == 3 && !Entry(0).open();
                }),
                IsOk());

    EXPECT_THAT(OffsetsIn(kFirstHour), ElementsAre(0, 1, 2));
    EXPECT_THAT(last_.error, HasReason("BAD_RECORD"));
    EXPECT_FALSE(last_.retrying);
    EXPECT_THAT(std::string(last_.error.message()),
                AllOf(HasSubstr("topic orders, partition 0, offset 3"), HasSubstr("NOT_UTF8"),
                      HasSubstr("VALUE_CONVERTER"), HasSubstr("column value")));
    EXPECT_THAT(RemedyOf(last_.error), HasSubstr("tolerance to ALL"));
    EXPECT_THAT(DeadLetters(), IsEmpty());
  }
}

TEST_F(BadRecords, WithToleranceNoneOtherSourcePartitionsGoOn) {
  Tolerate(ErrorPolicy::Tolerance::kNone);
  SendBad(0);
  Send(1, 5);

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed && Offset(1) == 5; }), IsOk());

  EXPECT_EQ(Offset(0), 0);
  EXPECT_THAT(TableRows(), SizeIs(5));
}

TEST_F(BadRecords, ARefusedIntentBeforeTheBadRecordIsWrittenAgain) {
  Tolerate(ErrorPolicy::Tolerance::kNone);
  Send(0, 3);
  SendBad();
  group_.AnswerNextCommit(kafka::CommitVerdict::kRefused, /*written=*/false);

  ASSERT_THAT(Live([&] { return Offset(0) == 3 && last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(OffsetsIn(kFirstHour), ElementsAre(0, 1, 2));
  EXPECT_THAT(last_.error, HasReason("BAD_RECORD"));
}

TEST_F(BadRecords, DeadLettersAreCountedByReason) {
  Send(0, 1);
  SendBad();
  SendOne(0, {.key = "k", .value = "v", .timestamp_ms = -1});
  SendBad();

  ASSERT_THAT(Live([&] { return Offset(0) == 4; }), IsOk());

  EXPECT_THAT(last_.partitions[0].dead_letters,
              UnorderedElementsAre(Pair("NOT_UTF8", 2), Pair("NO_TIMESTAMP", 1)));
}

TEST_F(BadRecords, ABatchThatIsWrittenAgainCountsItsDeadLettersOnce) {
  Send(0, 2);
  SendBad();
  HoldCommits();
  std::thread service([&] { ExpireAndRelease({kFirstHour}); });

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  service.join();
  EXPECT_THAT(OffsetsIn(kFirstHour), ElementsAre(0, 1));
  EXPECT_THAT(last_.partitions[0].dead_letters, ElementsAre(Pair("NOT_UTF8", 1)));
  EXPECT_FALSE(DeadLetters().empty());
}

TEST_F(BadRecords, WhereTheErrorTopicIsMissingNothingMovesUntilItIsThere) {
  kafka::InMemoryAdmin admin(cluster_);
  ASSERT_THAT(admin.DeleteTopics({"errors"}, absl::Seconds(1)), IsOk());
  Send(0, 2);
  SendBad();
  bool failed = false;

  ASSERT_THAT(Live([&] {
                if (!failed && last_.state == TaskState::kFailed) {
                  failed = true;
                  EXPECT_THAT(last_.error, HasReason(kErrorTopicUnusable));
                  EXPECT_TRUE(last_.retrying);
                  EXPECT_THAT(RemedyOf(last_.error), HasSubstr("create topic errors"));
                  EXPECT_EQ(Offset(0), 0);
                  EXPECT_THAT(
                      admin.CreateTopics({{.name = "errors", .partitions = 1}}, absl::Seconds(1)),
                      IsOk());
                }
                return AllAdvanced() && last_.state == TaskState::kRunning;
              }),
              IsOk());

  EXPECT_TRUE(failed);
  EXPECT_THAT(OffsetsIn(kFirstHour), ElementsAre(0, 1));
  EXPECT_THAT(DeadLetters(), SizeIs(1));
  EXPECT_THAT(last_.partitions[0].dead_letters, ElementsAre(Pair("NOT_UTF8", 1)));
}

TEST_F(BadRecords, AShareAboveTheLimitStopsTheSourcePartitionBeforeTheBatchInHand) {
  for (int i = 0; i < 1200; ++i) {
    if (i % 5 == 0) {
      SendBad(0);
    } else {
      Send(0, 1);
    }
  }
  Send(1, 3);
  limits_.age_min = absl::Milliseconds(500);

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed && Offset(1) == 3; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("TOO_MANY_BAD_RECORDS"));
  EXPECT_FALSE(last_.retrying);
  EXPECT_THAT(std::string(last_.error.message()),
              AllOf(HasSubstr("200 of the last 1000"), HasSubstr("partition 0")));
  EXPECT_THAT(RemedyOf(last_.error), HasSubstr("topic errors"));
  EXPECT_EQ(Offset(0), 0);
  EXPECT_THAT(OffsetsIn(kFirstHour), IsEmpty());
  EXPECT_THAT(TableRows(), SizeIs(3));
}

TEST_F(BadRecords, TooManyInAMinuteStopTheWholeTask) {
  revision_.errors.per_minute_max = 10;
  Send(1, 2);
  for (int i = 0; i < 20; ++i) SendBad(0);
  limits_.age_min = absl::Milliseconds(500);

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());
  EXPECT_THAT(last_.error, HasReason("TOO_MANY_BAD_RECORDS"));
  EXPECT_THAT(std::string(last_.error.message()), HasSubstr("11 records of the task"));
  EXPECT_EQ(Offset(0), 0);
  EXPECT_EQ(Offset(1), 0);
  EXPECT_THAT(DeadLetters(), SizeIs(11));
}

TEST_F(BadRecords, AStormLetsWhatWasBegunComeToItsEnd) {
  revision_.errors.per_minute_max = 10;
  Send(0, 2);
  HoldCommits();
  std::thread service([&] {
    tunnel_.WaitUntilHeld(maxcompute::InMemoryTunnel::Operation::kCommitUpload, 1);
    for (int i = 0; i < 20; ++i) SendBad(0);
    while (DeadLetters().size() < 11) clock_.SleepFor(absl::Milliseconds(1));
    ExpireAndRelease({kFirstHour});
  });

  ASSERT_THAT(Live([&] { return Offset(0) == 2 && !Entry(0).open(); }), IsOk());

  service.join();
  EXPECT_THAT(OffsetsIn(kFirstHour), ElementsAre(0, 1));
  EXPECT_THAT(last_.error, HasReason("TOO_MANY_BAD_RECORDS"));
}

}  // namespace
}  // namespace sluice::dataplane
