// Dead letters, by sluicectl.
#include <string>
#include <utility>
#include <vector>

#include "cli/run_scenario.h"
#include "gmock/gmock.h"
#include "sluice/v1/operation.pb.h"

namespace sluice::cli {
namespace {

using google::longrunning::Operation;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

std::string Letters(const std::string& method) { return "/sluice.v1.DeadLetterService/" + method; }

std::string NameOf(int number) {
  return absl::StrCat(kOrders, "/deadLetters/dead-letter-0-", number);
}

class RunDeadLetters : public RunScenario {
 protected:
  // Lists answer `count` letters, two on a page.
  void AnswerLists(int count) {
    transport_.On<v1::ListDeadLettersRequest, v1::ListDeadLettersResponse>(
        Letters("ListDeadLetters"), [this, count](const v1::ListDeadLettersRequest& request) {
          lists_.push_back(request);
          v1::ListDeadLettersResponse page;
          const int first = request.page_token().empty() ? 0 : std::stoi(request.page_token());
          for (int i = first; i < std::min(first + 2, count); ++i) {
            v1::DeadLetter& letter = *page.add_dead_letters();
            letter.set_name(NameOf(i));
            letter.set_reason("NOT_UTF8");
          }
          if (first + 2 < count) page.set_next_page_token(absl::StrCat(first + 2));
          if (first == 0 && count > 0) {
            page.add_counts()->set_reason("NOT_UTF8");
            page.mutable_counts(0)->set_count(count);
          }
          return page;
        });
  }

  static Operation Replaying(int done, bool ended) {
    Operation operation;
    operation.set_name("operations/1");
    operation.set_done(ended);
    v1::OperationMetadata metadata;
    metadata.set_step("writes");
    metadata.set_done_count(done);
    metadata.set_total_count(3);
    operation.mutable_metadata()->PackFrom(metadata);
    if (!ended) return operation;
    v1::ReplayDeadLettersResponse response;
    response.set_replayed_count(done);
    response.set_passed_over_count(1);
    operation.mutable_response()->PackFrom(response);
    return operation;
  }

  // A replay answers these in turn, the first to the call that begins it.
  void AnswerReplay(std::vector<Operation> answers) {
    transport_.On<v1::ReplayDeadLettersRequest, Operation>(
        Letters("ReplayDeadLetters"), [this, answers](const v1::ReplayDeadLettersRequest& request) {
          replay_ = request;
          return answers.front();
        });
    transport_.On<google::longrunning::WaitOperationRequest, Operation>(
        "/google.longrunning.Operations/WaitOperation",
        [answers, at = size_t{0}](const google::longrunning::WaitOperationRequest&) mutable {
          at = std::min(at + 1, answers.size() - 1);
          return answers[at];
        });
  }

  std::vector<v1::ListDeadLettersRequest> lists_;
  v1::ReplayDeadLettersRequest replay_;
};

TEST_F(RunDeadLetters, TheyAreListedPageByPageWithCountsUnderTheFilter) {
  AnswerLists(5);
  EXPECT_EQ(Sluicectl({"get", "deadletters", "orders", "--reason", "NOT_UTF8", "--partition", "3",
                       "--marked"}),
            0);
  EXPECT_THAT(out_.str(), AllOf(HasSubstr("dead-letter-0-0"), HasSubstr("dead-letter-0-4")));
  EXPECT_EQ(err_.str(), "newest by reason: 5 NOT_UTF8\n");
  ASSERT_THAT(lists_, SizeIs(3));
  EXPECT_EQ(lists_[0].parent(), kOrders);
  EXPECT_EQ(lists_[0].reason(), "NOT_UTF8");
  EXPECT_EQ(lists_[0].source_partition(), 3);
  EXPECT_TRUE(lists_[0].marked());

  EXPECT_EQ(Sluicectl({"get", "deadletters", "orders", "--limit", "2"}), 0);
  EXPECT_THAT(err_.str(), HasSubstr("there are more"));
  EXPECT_FALSE(lists_.back().has_source_partition());
  AnswerLists(0);
  EXPECT_EQ(Sluicectl({"get", "deadletters", "orders", "-o", "json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\"deadLetters\": []"));
}

TEST_F(RunDeadLetters, OneIsDescribedByItsIdOrItsName) {
  std::vector<std::string> asked;
  transport_.On<v1::GetDeadLetterRequest, v1::DeadLetter>(
      Letters("GetDeadLetter"), [&](const v1::GetDeadLetterRequest& request) {
        asked.push_back(request.name());
        v1::DeadLetter letter;
        letter.set_name(request.name());
        letter.set_value("hello");
        letter.set_value_bytes(5);
        return letter;
      });
  EXPECT_EQ(Sluicectl({"describe", "deadletter", "orders", "dead-letter-0-7"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("5 bytes: hello"));
  EXPECT_EQ(Sluicectl({"describe", "deadletter", NameOf(7)}), 0);
  EXPECT_THAT(asked, ElementsAre(NameOf(7), NameOf(7)));
  EXPECT_EQ(Sluicectl({"describe", "deadletter", "dead-letter-0-7"}), 2);
}

TEST_F(RunDeadLetters, AReplayAsksFirstThenTellsHowFarItIsAndWhatItCameTo) {
  AnswerReplay({Replaying(0, false), Replaying(2, false), Replaying(2, false), Replaying(2, true)});
  in_.str("y\n");
  EXPECT_EQ(Sluicectl({"replay", "orders", "dead-letter-0-1", NameOf(2), "--author", "ada"}), 0);
  EXPECT_THAT(replay_.choice().names(), ElementsAre(NameOf(1), NameOf(2)));
  EXPECT_EQ(replay_.author(), "ada");
  EXPECT_THAT(err_.str(), AllOf(HasSubstr("[y/N]"), HasSubstr("operations/1: writes, 0 of 3\n"),
                                HasSubstr("operations/1: writes, 2 of 3\n")));
  EXPECT_EQ(out_.str(), "2 dead letters written to the source topic again, 1 passed over\n");

  in_.str("n\n");
  EXPECT_EQ(Sluicectl({"replay", "orders", "--all"}), 2);
  in_.str("");
  EXPECT_EQ(Sluicectl({"replay", "orders", "--all"}), 2);
  EXPECT_FALSE(replay_.choice().all());
}

TEST_F(RunDeadLetters, AReplayChoosesByReasonPartitionOrAllAndNeverByNothing) {
  AnswerReplay({Replaying(3, true)});
  EXPECT_EQ(Sluicectl({"replay", "orders", "--yes"}), 2);
  EXPECT_EQ(Sluicectl({"replay", "orders", "--reason=NOT_UTF8", "--partition=0", "--yes"}), 0);
  EXPECT_EQ(replay_.choice().reason(), "NOT_UTF8");
  EXPECT_TRUE(replay_.choice().has_source_partition());
  EXPECT_EQ(Sluicectl({"replay", "orders", "--all", "--yes"}), 0);
  EXPECT_TRUE(replay_.choice().all());
  EXPECT_EQ(Sluicectl({"replay", "orders", "--all", "--validate-only"}), 0);
  EXPECT_EQ(out_.str(), "dead letters of connector orders could be replayed\n");
}

TEST_F(RunDeadLetters, WhatAReplayFailsWithIsTheError) {
  Operation failed = Replaying(1, true);
  failed.mutable_error()->set_code(static_cast<int>(absl::StatusCode::kFailedPrecondition));
  failed.mutable_error()->set_message("source topic orders does not exist");
  AnswerReplay({Replaying(1, false), failed});
  EXPECT_EQ(Sluicectl({"replay", "orders", "--all", "--yes"}), 6);
  EXPECT_THAT(err_.str(), HasSubstr("source topic orders does not exist"));
}

TEST_F(RunDeadLetters, DiscardGoesOnUntilAllArePutAside) {
  std::vector<v1::DiscardDeadLettersRequest> asked;
  transport_.On<v1::DiscardDeadLettersRequest, v1::DiscardDeadLettersResponse>(
      Letters("DiscardDeadLetters"), [&](const v1::DiscardDeadLettersRequest& request) {
        asked.push_back(request);
        v1::DiscardDeadLettersResponse response;
        response.set_discarded_count(10);
        // More is no reason to ask the same again: without a token it would never end.
        response.set_more(true);
        if (asked.size() < 3) response.set_next_page_token(absl::StrCat("page-", asked.size()));
        return response;
      });
  EXPECT_EQ(
      Sluicectl({"discard", "orders", "--reason", "NOT_UTF8", "--yes", "--request-id", "build-7"}),
      0);
  EXPECT_EQ(out_.str(), "30 dead letters and more put aside\n");
  ASSERT_THAT(asked, SizeIs(3));
  EXPECT_EQ(asked[0].request_id(), "build-7");
  EXPECT_EQ(asked[1].request_id(), "build-7-1");
  EXPECT_EQ(asked[2].request_id(), "build-7-2");
  EXPECT_EQ(asked[0].page_token(), "");
  EXPECT_EQ(asked[1].page_token(), "page-1");
  EXPECT_EQ(asked[2].page_token(), "page-2");
}

}  // namespace
}  // namespace sluice::cli
