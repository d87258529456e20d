#include "maxcompute/request/requester.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/http/in_memory_client.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/request/answer.h"

namespace sluice::maxcompute {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

http::HttpResponse Refusal(int status, absl::string_view code) {
  return {status, {}, absl::StrCat(R"({"Code":")", code, R"(","Message":"m"})")};
}

// Numbered credentials, each of which may be rejected once.
class NumberedCredentials : public CredentialsProvider {
 public:
  absl::StatusOr<Credentials> Get() override {
    if (!failure.ok()) return failure;
    return Credentials{absl::StrCat("id", number), Secret("secret"), Secret("token")};
  }
  void Reject(const Credentials&) override { ++number; }

  int number = 1;
  absl::Status failure;
};

class RequesterTest : public ::testing::Test {
 protected:
  ServiceRequest Request() {
    ServiceRequest request;
    request.endpoint = {"http", "host", "/api"};
    request.path = "/projects/p 1";
    request.parameters = {{"partition", "pt='a b'"}, {"uploads", ""}};
    request.subject.table.project = "p 1";
    return request;
  }

  std::vector<absl::StatusOr<http::HttpResponse>> answers;  // Then 200.
  size_t next_answer = 0;
  SimulatedClock clock{absl::FromUnixSeconds(1704164645)};
  http::InMemoryClient http{[this](const http::ReceivedRequest&) {
    return next_answer < answers.size()
               ? answers[next_answer++]
               : absl::StatusOr<http::HttpResponse>(http::HttpResponse{200, {}, "fine"});
  }};
  NumberedCredentials credentials;
  Requester requester{http, credentials, clock, {.user_agent = "test/1"}};
};

TEST_F(RequesterTest, SignsWhatItSends) {
  absl::StatusOr<http::HttpResponse> response = requester.Send(Request());

  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->body, "fine");
  const http::ReceivedRequest sent = http.Received().at(0);
  EXPECT_EQ(sent.url, "http://host/api/projects/p%201?partition=pt%3D%27a%20b%27&uploads");
  EXPECT_EQ(sent.headers.Find("Date"), "Tue, 02 Jan 2024 03:04:05 GMT");
  EXPECT_EQ(sent.headers.Find("authorization-sts-token"), "token");
  EXPECT_EQ(sent.headers.Find("User-Agent"), "test/1");
  EXPECT_THAT(std::string(*sent.headers.Find("Authorization")), HasSubstr("ODPS id1:"));
}

TEST_F(RequesterTest, WhenCredentialsAreRefusedThenOthersAreTriedOnce) {
  answers = {Refusal(401, "Unauthorized")};
  EXPECT_THAT(requester.Send(Request()), IsOk());
  EXPECT_THAT(std::string(*http.Received().at(1).headers.Find("Authorization")),
              HasSubstr("ODPS id2:"));

  next_answer = 0;
  answers = {Refusal(401, "Unauthorized"), Refusal(401, "Unauthorized")};
  EXPECT_THAT(requester.Send(Request()), HasReason(kReasonCredentialsRejected));
  EXPECT_THAT(http.Received(), SizeIs(4));
}

TEST_F(RequesterTest, WhenOurClockIsWrongThenItGoesByTheServices) {
  http::HttpResponse skewed = Refusal(403, "RequestTimeTooSkewed");
  skewed.headers.Add("Date", "Tue, 02 Jan 2024 05:00:00 GMT");
  answers = {skewed};

  EXPECT_THAT(requester.Send(Request()), IsOk());
  EXPECT_EQ(http.Received().at(1).headers.Find("Date"), "Tue, 02 Jan 2024 05:00:00 GMT");
  clock.Advance(absl::Seconds(1));
  EXPECT_THAT(requester.Send(Request()), IsOk());
  EXPECT_EQ(http.Received().at(2).headers.Find("Date"), "Tue, 02 Jan 2024 05:00:01 GMT");
}

TEST_F(RequesterTest, WithoutCredentialsNothingIsAsked) {
  credentials.failure = absl::UnavailableError("STS is away");

  const absl::Status status = requester.Send(Request()).status();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_TRUE(IsClearRefusal(status));
  EXPECT_THAT(http.Received(), SizeIs(0));
}

TEST_F(RequesterTest, SendAsksOnceWhateverHappens) {
  answers = {Refusal(500, "InternalServerError")};

  EXPECT_THAT(requester.Send(Request()), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(http.Received(), SizeIs(1));
}

TEST_F(RequesterTest, SendRepeatedlyAsksUntilThereIsAnAnswer) {
  answers = {Refusal(500, "InternalServerError"), absl::UnavailableError("cut"),
             absl::DeadlineExceededError("late"), Refusal(429, "FlowExceeded")};

  EXPECT_THAT(requester.SendRepeatedly(Request(), absl::Minutes(1)), IsOk());
  EXPECT_THAT(http.Received(), SizeIs(5));
}

TEST_F(RequesterTest, SendRepeatedlyStopsAtARefusalAndAtTheDeadline) {
  answers = {Refusal(404, "NoSuchProject")};
  EXPECT_THAT(requester.SendRepeatedly(Request(), absl::Minutes(1)),
              HasReason(kReasonProjectNotFound));
  EXPECT_THAT(http.Received(), SizeIs(1));

  next_answer = 0;
  answers.assign(1000, absl::UnavailableError("cut"));
  const absl::Time begin = clock.Now();
  EXPECT_THAT(requester.SendRepeatedly(Request(), absl::Minutes(1)),
              HasReason(kReasonMaxComputeUnreachable));
  EXPECT_LE(clock.Now() - begin, absl::Minutes(1));
  EXPECT_LT(http.Received().size(), 100);
}

TEST_F(RequesterTest, TheServicesWishToBeLeftAloneIsHonoured) {
  answers = {http::HttpResponse{
      429, {}, R"({"Code":"FlowExceeded","Message":"m","HoldClientMillis":"7000"})"}};
  const absl::Time begin = clock.Now();

  EXPECT_THAT(requester.SendRepeatedly(Request(), absl::Minutes(1)), IsOk());

  EXPECT_GE(clock.Now() - begin, absl::Seconds(7));
}

TEST_F(RequesterTest, OnceItIsLetGoNothingIsSentAnyMoreNorTriedAgain) {
  answers = {absl::UnavailableError("cut")};
  requester.LetGo();

  const absl::StatusOr<http::HttpResponse> response =
      requester.SendRepeatedly(Request(), absl::Minutes(2));

  EXPECT_THAT(response, StatusIs(absl::StatusCode::kCancelled));
  EXPECT_TRUE(IsClearRefusal(response.status()));
  EXPECT_THAT(http.Received(), SizeIs(0));
}

}  // namespace
}  // namespace sluice::maxcompute
