#include "maxcompute/rest/tunnel_endpoints.h"

#include <string>

#include "base/http/in_memory_client.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

using ::testing::SizeIs;

class TunnelEndpointsTest : public ::testing::Test {
 protected:
  absl::StatusOr<http::HttpResponse> answer = http::HttpResponse{200, {}, "dt.example:8080"};
  SimulatedClock clock;
  http::InMemoryClient http{[this](const http::ReceivedRequest&) { return answer; }};
  StaticCredentials credentials{{"id", Secret("secret"), Secret()}};
  Requester requester{http, credentials, clock};
  TunnelEndpoints endpoints{requester, {"https", "host", "/api"}, clock};
};

TEST_F(TunnelEndpointsTest, AreAskedForOnceAndTakeTheSchemeOfRest) {
  for (int i = 0; i < 3; ++i) {
    absl::StatusOr<http::Url> endpoint = endpoints.Get("p1");
    ASSERT_THAT(endpoint, IsOk());
    EXPECT_EQ(endpoint->ToString(), "https://dt.example:8080");
  }
  ASSERT_THAT(http.Received(), SizeIs(1));
  EXPECT_EQ(http.Received()[0].url, "https://host/api/projects/p1/tunnel?service&curr_project=p1");
  ASSERT_THAT(endpoints.Get("p2"), IsOk());
  EXPECT_THAT(http.Received(), SizeIs(2));
}

TEST_F(TunnelEndpointsTest, AreAskedForAgainAfterAWhileAndKeptWhenNobodyAnswers) {
  ASSERT_THAT(endpoints.Get("p1"), IsOk());
  clock.Advance(absl::Minutes(11));
  answer = http::HttpResponse{200, {}, "dt2.example"};
  EXPECT_EQ(endpoints.Get("p1")->authority, "dt2.example");

  clock.Advance(absl::Minutes(11));
  answer = absl::UnavailableError("cut");
  EXPECT_EQ(endpoints.Get("p1")->authority, "dt2.example");
}

TEST_F(TunnelEndpointsTest, AnAnswerThatIsNoHostIsRefused) {
  for (const char* body : {"", "http://x", "a b", "host/path"}) {
    answer = http::HttpResponse{200, {}, body};
    EXPECT_THAT(endpoints.Get("p1"), HasReason(kReasonAnswerInvalid)) << body;
  }
}

TEST_F(TunnelEndpointsTest, AFixedOneIsTakenWithoutAsking) {
  TunnelEndpoints fixed(requester, {"https", "host", "/api"}, clock,
                        {.fixed_endpoint = "http://127.0.0.1:9"});

  EXPECT_EQ(fixed.Get("p1")->ToString(), "http://127.0.0.1:9");
  EXPECT_THAT(http.Received(), SizeIs(0));
}

}  // namespace
}  // namespace sluice::maxcompute
