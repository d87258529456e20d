#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "controlplane/gateway/gateway_world.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr char kAll[] = R"({"subscriptions":[{"id":"all","parent":"instances/-","counts":true}]})";

std::string WatchRequestOf(const std::string& body, const std::string& more = "") {
  return absl::StrCat("POST /v1:watch HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n",
                      more, "Content-Length: ", body.size(), "\r\n\r\n", body);
}

// The value of the last `id:` in `events`.
std::string LastIdIn(const std::string& events) {
  const size_t begin = events.rfind("\nid: ") + 5;
  return events.substr(begin, events.find('\n', begin) - begin);
}

class GatewayWatchTest : public GatewayWorld {
 protected:
  void CreateConnector() {
    v1::Connector connector;
    ASSERT_TRUE(Create(R0Request(), &connector).ok());
    ASSERT_TRUE(observer_.Look().ok());
  }
};

TEST_F(GatewayWatchTest, ASnapshotComesAsAnEventWithItsTokenAndThenChangesDo) {
  CreateConnector();
  http::RawClient client(*http_);
  const std::string snapshot = client.Say(WatchRequestOf(kAll)).HearUntil("\"snapshotDone\":true");
  EXPECT_THAT(snapshot, HasSubstr("Content-Type: text/event-stream; charset=utf-8\r\n"));
  EXPECT_THAT(snapshot, HasSubstr("Cache-Control: no-store\r\n"));
  EXPECT_THAT(snapshot, HasSubstr("event: SNAPSHOT\n"));
  EXPECT_THAT(snapshot, HasSubstr("kafka-maxcompute-sink"));

  ASSERT_TRUE(Deploy().ok());
  clock_.Advance(absl::Seconds(2));
  ASSERT_TRUE(observer_.Look().ok());

  EXPECT_THAT(client.HearUntil("event: CHANGED\n"), HasSubstr("event: CHANGED\n"));
}

TEST_F(GatewayWatchTest, GivenTheLastEventIdThenTheStreamGoesOnFromThere) {
  CreateConnector();
  std::string token;
  {
    http::RawClient client(*http_);
    std::string heard = client.Say(WatchRequestOf(kAll)).HearUntil("event: COUNTS");
    heard += client.HearUntil("\n\n");
    token = LastIdIn(heard);
  }
  ASSERT_NE(token, "");
  ASSERT_TRUE(Deploy().ok());
  clock_.Advance(absl::Seconds(2));
  ASSERT_TRUE(observer_.Look().ok());

  http::RawClient again(*http_);
  const std::string heard =
      again.Say(WatchRequestOf(kAll, absl::StrCat("Last-Event-ID: ", token, "\r\n")))
          .HearUntil("event: CHANGED\n");
  EXPECT_THAT(heard, testing::Not(HasSubstr("event: SNAPSHOT")));
}

TEST_F(GatewayWatchTest, AnErrorBeforeTheFirstEventIsAnOrdinaryAnswer) {
  const Got unknown =
      Ask("POST", "/v1:watch", R"({"subscriptions":[{"id":"a","parent":"instances/none"}]})");
  EXPECT_EQ(unknown.status, 404);
  EXPECT_EQ(unknown.Error(), "NOT_FOUND INSTANCE_NOT_FOUND");
  EXPECT_EQ(Ask("POST", "/v1:watch", "{}").Error(), "INVALID_ARGUMENT VALIDATION_FAILED");
  EXPECT_EQ(Ask("POST", "/v1:watch", R"({"subscription":[]})").Error(),
            "INVALID_ARGUMENT VALIDATION_FAILED");
}

TEST_F(GatewayWatchTest, GivenTheServerStopsThenTheStreamSaysSoAndEnds) {
  http::RawClient client(*http_);
  client.Say(WatchRequestOf(kAll)).HearUntil("\"snapshotDone\":true");
  handlers_.EndStreams();
  const std::string end = client.HearToTheEnd();
  EXPECT_THAT(end, HasSubstr("event: error\ndata: {\"error\":{\"code\":503,"));
  EXPECT_THAT(end, HasSubstr("SHUTTING_DOWN"));
  EXPECT_TRUE(absl::EndsWith(end, "0\r\n\r\n"));
}

TEST_F(GatewayWatchTest, GivenAReaderThatLeavesThenItsPlaceIsFree) {
  {
    http::RawClient client(*http_);
    client.Say(WatchRequestOf(kAll)).HearUntil("\"snapshotDone\":true");
    EXPECT_EQ(gateway_->streams_open(), 1);
  }
  gateway_->WaitUntilNoStreamIsOpen();
  EXPECT_EQ(gateway_->streams_open(), 0);
}

// All browsers come through one gateway; each counts for its own address all the same.
TEST_F(GatewayWatchTest, StreamsAreCountedByTheAddressOfTheBrowser) {
  std::vector<std::unique_ptr<http::RawClient>> clients;
  for (int i = 0; i < 100; ++i) {
    clients.push_back(std::make_unique<http::RawClient>(*http_));
    clients.back()->Say(WatchRequestOf(kAll)).HearUntil("\"snapshotDone\":true");
  }
  const Got more = Ask("POST", "/v1:watch", kAll);
  EXPECT_EQ(more.status, 429);
  EXPECT_EQ(more.Error(), "RESOURCE_EXHAUSTED TOO_MANY_STREAMS");
  EXPECT_THAT(more.body, HasSubstr("the address has 100 open streams"));
}

}  // namespace
}  // namespace sluice::controlplane
