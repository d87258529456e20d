#include <fstream>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "controlplane/gateway/gateway_world.h"
#include "controlplane/rpc/call_runner.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using testing::HasSubstr;

std::string WatchOf(const std::string& id, const std::string& more_headers = "") {
  const std::string body =
      absl::StrCat(R"({"subscriptions":[{"id":")", id, R"(","parent":"instances/-"}]})");
  return absl::StrCat("POST /v1:watch HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n",
                      more_headers, "Content-Length: ", body.size(), "\r\n\r\n", body);
}

using GatewayWatchTest = GatewayWorld;

TEST_F(GatewayWatchTest, ASnapshotComesAsAnEventWithItsTokenAndThenChangesDo) {
  http::RawClient client(*http_);
  const std::string snapshot = client.Say(WatchOf("all")).HearUntil("\"snapshotDone\":true");
  EXPECT_THAT(snapshot, HasSubstr("Content-Type: text/event-stream; charset=utf-8\r\n"));
  EXPECT_THAT(snapshot, HasSubstr("Cache-Control: no-store\r\n"));
  EXPECT_THAT(snapshot, HasSubstr("event: SNAPSHOT\nid: t-1\ndata: {\"type\":\"SNAPSHOT\","));

  v1::WatchResponse change;
  change.set_type(v1::WatchResponse::CHANGED);
  change.set_resume_token("t-2");
  watch_.Tell(change);

  EXPECT_THAT(client.HearUntil("\"resumeToken\":\"t-2\"}"), HasSubstr("event: CHANGED\nid: t-2\n"));
}

TEST_F(GatewayWatchTest, TheLastEventIdIsTheResumeToken) {
  http::RawClient(*http_).Say(WatchOf("all", "Last-Event-ID: t-7\r\n")).HearUntil("snapshotDone");
  EXPECT_EQ(watch_.last_request().resume_token(), "t-7");
}

TEST_F(GatewayWatchTest, GivenALastEventIdThatIsNoUtf8ThenItIsTold) {
  EXPECT_THAT(http::RawClient(*http_)
                  .Say(WatchOf("all", "Last-Event-ID: \xff\r\n"))
                  .HearUntil("Last-Event-ID"),
              HasSubstr("400"));
}

// All browsers come through one gateway; each counts for its own address all the same.
TEST_F(GatewayWatchTest, TheStreamIsTheBrowsers) {
  http::RawClient(*http_).Say(WatchOf("all")).HearUntil("snapshotDone");
  EXPECT_EQ(watch_.last_caller(), "127.0.0.1");
}

TEST_F(GatewayWatchTest, AnErrorBeforeTheFirstEventIsAnOrdinaryAnswer) {
  const Got unknown =
      Ask("POST", "/v1:watch", R"({"subscriptions":[{"id":"none","parent":"instances/none"}]})");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.Error(), "NOT_FOUND INSTANCE_NOT_FOUND");
  EXPECT_EQ(Ask("POST", "/v1:watch", R"({"subscription":[]})").Error(),
            "INVALID_ARGUMENT VALIDATION_FAILED");
}

TEST_F(GatewayWatchTest, AnErrorAfterItIsTheLastEvent) {
  http::RawClient client(*http_);
  client.Say(WatchOf("all")).HearUntil("\"snapshotDone\":true");
  watch_.EndAll(ToGrpc(WithReason(absl::UnavailableError("stopping"), "SHUTTING_DOWN")));
  const std::string end = client.HearToTheEnd();
  EXPECT_THAT(end, HasSubstr("event: error\ndata: {\"error\":{\"code\":503,"));
  EXPECT_THAT(end, HasSubstr("SHUTTING_DOWN"));
  EXPECT_TRUE(absl::EndsWith(end, "0\r\n\r\n"));
}

TEST_F(GatewayWatchTest, GivenAReaderThatLeavesThenTheStreamEndsAndItsPlaceIsFree) {
  {
    http::RawClient client(*http_);
    client.Say(WatchOf("all")).HearUntil("\"snapshotDone\":true");
    EXPECT_EQ(gateway_->streams_open(), 1);
  }
  watch_.WaitUntilAllHaveEnded();
  gateway_->WaitUntilNoStreamIsOpen();
}

// All calls go on over one connection, which ends when too much is said with one of them.
TEST_F(GatewayWatchTest, GivenOthersWithEndlessHeadersThenTheStreamGoesOn) {
  http::RawClient client(*http_);
  client.Say(WatchOf("all")).HearUntil("\"snapshotDone\":true");

  const std::string endless(8000, 'x');
  const Got refused =
      Ask("GET", "/v1/instances/a", "", {{"Authorization", absl::StrCat("Bearer ", endless)}});
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.Error(), "UNAUTHENTICATED TOKEN_INVALID");
  EXPECT_EQ(Ask("GET", "/v1/instances/a", "", {{"X-Request-Id", endless}}).status, 400);

  v1::WatchResponse change;
  change.set_type(v1::WatchResponse::CHANGED);
  change.set_resume_token("t-2");
  watch_.Tell(change);
  EXPECT_THAT(client.HearUntil("\"resumeToken\":\"t-2\"}"), HasSubstr("event: CHANGED"));
}

class SlowReaderTest : public GatewayWorld {
 protected:
  SlowReaderTest() : GatewayWorld({.stall_timeout = absl::Milliseconds(500)}) {}
};

TEST_F(SlowReaderTest, GivenAReaderThatReadsNothingThenLittleIsHeldAndItIsCut) {
  http::RawClient client(*http_);
  client.Say(WatchOf("flood")).HearUntil("snapshotDone");
  watch_.WaitUntilAllHaveEnded();  // It is cut: nobody else ends it.
  // What the sockets hold, and little more: what the feed holds, and what gRPC has on its way.
  int least = 0, usual = 0, most = 0;
  std::ifstream("/proc/sys/net/ipv4/tcp_wmem") >> least >> usual >> most;
  ASSERT_GT(most, 0);
  EXPECT_LT(watch_.messages_written(), most / kFloodBytes + 250);
}

}  // namespace
}  // namespace sluice::controlplane
