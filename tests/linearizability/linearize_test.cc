#include "tests/linearizability/linearize.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::linearizability {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// A history in the making: calls follow each other unless they are told to overlap.
class LinearizeTest : public ::testing::Test {
 protected:
  Call& Add(Verb verb, absl::StatusCode code = absl::StatusCode::kOk) {
    Call& call = calls_.emplace_back();
    call.verb = verb;
    call.code = code;
    call.begun = absl::Seconds(2 * time_);
    call.ended = absl::Seconds(2 * time_ + 1);
    ++time_;
    return call;
  }
  // At the same time as the one before.
  Call& Beside(Verb verb, absl::StatusCode code = absl::StatusCode::kOk) {
    --time_;
    return Add(verb, code);
  }

  static Seen Draft(int64_t generation, const std::string& description = "") {
    return {"u1", absl::StrCat("e", generation), generation, "DRAFT", description};
  }

  void Created() { Add(Verb::kCreate).seen = Draft(1); }

  std::vector<Call> calls_;
  int time_ = 0;
};

TEST_F(LinearizeTest, CallsOneAfterTheOtherAreJudgedInTheirOrder) {
  Add(Verb::kGet, absl::StatusCode::kNotFound);
  Created();
  Add(Verb::kGet).seen = Draft(1);
  EXPECT_THAT(WhyNotLinearizable(calls_), IsEmpty());

  Add(Verb::kGet, absl::StatusCode::kNotFound);  // It was there, and nobody deleted it.
  EXPECT_THAT(WhyNotLinearizable(calls_), HasSubstr("none of these can be next"));
}

TEST_F(LinearizeTest, OfTwoAtOnceEitherMayHaveBeenFirst) {
  Created();
  Call& first = Add(Verb::kUpdate);
  first.description = "a";
  first.seen = Draft(3, "a");
  Call& second = Beside(Verb::kUpdate);
  second.description = "b";
  second.seen = Draft(2, "b");

  EXPECT_THAT(WhyNotLinearizable(calls_), IsEmpty());
}

TEST_F(LinearizeTest, ALostUpdateIsNoticed) {
  Created();
  for (const char* description : {"a", "b"}) {
    Call& update = std::string(description) == "a" ? Add(Verb::kUpdate) : Beside(Verb::kUpdate);
    update.description = description;
    update.seen = Draft(2, description);  // Both believe that they came second.
  }
  EXPECT_THAT(WhyNotLinearizable(calls_), HasSubstr("no order"));
}

TEST_F(LinearizeTest, AStaleEtagIsRefusedAndAFreshOneIsNot) {
  Created();
  Call& stale = Add(Verb::kUpdate, absl::StatusCode::kAborted);
  stale.etag = "e0";
  EXPECT_THAT(WhyNotLinearizable(calls_), IsEmpty());

  Call& fresh = Add(Verb::kUpdate, absl::StatusCode::kAborted);
  fresh.etag = "e1";
  EXPECT_THAT(WhyNotLinearizable(calls_), HasSubstr("no order"));
}

TEST_F(LinearizeTest, ARefusalForAStaleEtagWithoutAnEtagIsNoticed) {
  Created();
  Add(Verb::kStop, absl::StatusCode::kAborted);

  EXPECT_THAT(WhyNotLinearizable(calls_), HasSubstr("no order"));
}

TEST_F(LinearizeTest, TwoRepeatsOfOneRequestMakeOneChange) {
  Created();
  for (int i = 0; i < 2; ++i) {
    Call& update = i == 0 ? Add(Verb::kUpdate) : Beside(Verb::kUpdate);
    update.request_id = "r";
    update.description = "a";
    update.seen = Draft(2, "a");
  }
  EXPECT_THAT(WhyNotLinearizable(calls_), IsEmpty());

  Call& once_more = Add(Verb::kUpdate);
  once_more.request_id = "r";
  once_more.description = "a";
  once_more.seen = Draft(3, "a");  // Carried out again.
  EXPECT_THAT(WhyNotLinearizable(calls_), HasSubstr("no order"));
}

TEST_F(LinearizeTest, WhatIsBeingDeletedGoesAtAnyMomentAndDoesNotComeBack) {
  Created();
  Seen deleted = Draft(2);
  deleted.desired = "DELETED";
  Add(Verb::kDelete).seen = deleted;
  Add(Verb::kGet).seen = deleted;
  Add(Verb::kGet, absl::StatusCode::kNotFound);
  EXPECT_THAT(WhyNotLinearizable(calls_), IsEmpty());

  Add(Verb::kGet).seen = deleted;
  EXPECT_THAT(WhyNotLinearizable(calls_), HasSubstr("no order"));
}

TEST_F(LinearizeTest, AVerbThatTheStateDoesNotAllowIsRefused) {
  Created();
  Add(Verb::kPause, absl::StatusCode::kFailedPrecondition).reason = "VERB_NOT_ALLOWED";
  EXPECT_THAT(WhyNotLinearizable(calls_), IsEmpty());

  Seen paused = Draft(2);
  paused.desired = "PAUSED";
  Add(Verb::kPause).seen = paused;
  EXPECT_THAT(WhyNotLinearizable(calls_), HasSubstr("no order"));
}

TEST_F(LinearizeTest, AFailureOfOursIsNeverExplained) {
  Created();
  Add(Verb::kGet, absl::StatusCode::kInternal);

  EXPECT_THAT(WhyNotLinearizable(calls_), HasSubstr("INTERNAL"));
}

}  // namespace
}  // namespace sluice::linearizability
