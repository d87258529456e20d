#include "base/kafka/commit_rules.h"

#include <librdkafka/rdkafka.h>

#include "gtest/gtest.h"

namespace sluice::kafka {
namespace {

CommitReply Answered(std::map<int32_t, int> errors, int64_t requests_sent = 1) {
  return {.requests_sent = requests_sent, .call_error = 0, .partition_errors = std::move(errors)};
}

TEST(JudgeCommit, OnlyWhatTheCoordinatorRefusesBeforeItWritesIsRefused) {
  EXPECT_EQ(JudgeCommit(Answered({{0, 0}}), 0), CommitVerdict::kAccepted);
  for (int refusal :
       {RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE, RD_KAFKA_RESP_ERR_INVALID_COMMIT_OFFSET_SIZE,
        RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
        RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
        RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID, RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID}) {
    EXPECT_EQ(JudgeCommit(Answered({{0, refusal}}), 0), CommitVerdict::kRefused) << refusal;
  }
  for (int error :
       {RD_KAFKA_RESP_ERR__TIMED_OUT, RD_KAFKA_RESP_ERR__TRANSPORT, RD_KAFKA_RESP_ERR__WAIT_COORD,
        RD_KAFKA_RESP_ERR_REQUEST_TIMED_OUT, RD_KAFKA_RESP_ERR_NOT_COORDINATOR,
        RD_KAFKA_RESP_ERR_COORDINATOR_NOT_AVAILABLE, RD_KAFKA_RESP_ERR_UNKNOWN}) {
    EXPECT_EQ(JudgeCommit(Answered({{0, error}}), 0), CommitVerdict::kUnclear) << error;
  }
}

TEST(JudgeCommit, AnAnswerIsBelievedWhenExactlyOneRequestWasOnTheWire) {
  for (int64_t requests_sent : {0, 2}) {
    EXPECT_EQ(JudgeCommit(Answered({{0, 0}}, requests_sent), 0), CommitVerdict::kUnclear);
    EXPECT_EQ(JudgeCommit(Answered({{0, RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION}}, requests_sent), 0),
              CommitVerdict::kUnclear);
  }
}

TEST(JudgeCommit, EachPartitionIsJudgedApart) {
  CommitReply reply = Answered({{0, 0}, {1, RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED}});
  reply.call_error = RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED;

  EXPECT_EQ(JudgeCommit(reply, 0), CommitVerdict::kAccepted);
  EXPECT_EQ(JudgeCommit(reply, 1), CommitVerdict::kRefused);
  EXPECT_EQ(JudgeCommit(reply, 2), CommitVerdict::kUnclear);
}

TEST(JudgeCommit, AnErrorOfTheWholeCallIsThatOfEachPartition) {
  CommitReply reply = Answered({{0, 0}, {1, 0}});
  reply.call_error = RD_KAFKA_RESP_ERR__TIMED_OUT;
  EXPECT_EQ(JudgeCommit(reply, 0), CommitVerdict::kUnclear);
  EXPECT_EQ(ErrorOf(reply, 0), RD_KAFKA_RESP_ERR__TIMED_OUT);

  EXPECT_EQ(ErrorOf({.requests_sent = 0, .call_error = RD_KAFKA_RESP_ERR__FATAL}, 0),
            RD_KAFKA_RESP_ERR__FATAL);
}

TEST(MaySend, WorkOfAnEarlierAssignmentIsNot) {
  EXPECT_TRUE(MaySend(7, 7));
  EXPECT_FALSE(MaySend(8, 7));
  EXPECT_FALSE(MaySend(std::nullopt, 7));
}

TEST(PlanLettingGo, WaitsForTheAnswerOrEndsTheMember) {
  EXPECT_EQ(PlanLettingGo(/*lost=*/false, /*outstanding=*/false), BeforeLettingGo::kNothing);
  EXPECT_EQ(PlanLettingGo(/*lost=*/true, /*outstanding=*/false), BeforeLettingGo::kEndMember);
  EXPECT_EQ(PlanLettingGo(/*lost=*/false, /*outstanding=*/true), BeforeLettingGo::kWaitForAnswer);
  EXPECT_EQ(PlanLettingGo(/*lost=*/true, /*outstanding=*/true), BeforeLettingGo::kEndMember);
}

}  // namespace
}  // namespace sluice::kafka
