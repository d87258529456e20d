#include "controlplane/gateway/request_observer.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/sync/mutex.h"
#include "controlplane/gateway/gateway_world.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using testing::ElementsAre;
using testing::Gt;

// Keeps what it hears.
class Heard : public RequestObserver {
 public:
  void OnAnswered(const AnsweredRequest& request) override {
    MutexLock lock(mu_);
    answered_.push_back(absl::StrCat(request.route, " ", request.status));
    bytes_[request.route] += request.body_bytes;
  }
  void OnEvent(const std::string& route, size_t bytes) override {
    MutexLock lock(mu_);
    bytes_[route] += bytes;
  }
  void OnRefused(HttpLimit limit) override {
    MutexLock lock(mu_);
    refused_.push_back(limit);
  }

  std::vector<std::string> answered() {
    MutexLock lock(mu_);
    return answered_;
  }
  size_t bytes(const std::string& route) {
    MutexLock lock(mu_);
    return bytes_[route];
  }
  std::vector<HttpLimit> refused() {
    MutexLock lock(mu_);
    return refused_;
  }

 private:
  Mutex mu_;
  std::vector<std::string> answered_ SLUICE_GUARDED_BY(mu_);
  std::map<std::string, size_t> bytes_ SLUICE_GUARDED_BY(mu_);
  std::vector<HttpLimit> refused_ SLUICE_GUARDED_BY(mu_);
};

struct HasHeard {
  Heard heard_;
};

// A gateway that is listened to; at most one stream may be open.
class RequestObserverTest : public HasHeard, public GatewayWorld {
 protected:
  RequestObserverTest() : GatewayWorld({}, {.streams_max = 1, .observer = &heard_}) {}
};

std::string WatchAll() {
  const std::string body = R"({"subscriptions":[{"id":"all","parent":"instances/-"}]})";
  return absl::StrCat("POST /v1:watch HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n",
                      "Content-Length: ", body.size(), "\r\n\r\n", body);
}

TEST_F(RequestObserverTest, ARequestIsToldByTheCallThatItMakesAndItsStatus) {
  const Got got = Ask("GET", "/v1/instances/a");
  Ask("GET", "/v1/instances/none");

  EXPECT_THAT(heard_.answered(),
              ElementsAre("InstanceService/GetInstance 200", "InstanceService/GetInstance 404"));
  EXPECT_THAT(heard_.bytes("InstanceService/GetInstance"), Gt(got.body.size()));
}

TEST_F(RequestObserverTest, WhatAStrangerWritesIsNoRoute) {
  Ask("GET", "/v1/nothing");
  Ask("TRACE", "/v1/instances/a");
  Ask("GET", "/metrics");
  Ask("GET", "/openapi.json");
  Ask("GET", "/anything");

  EXPECT_THAT(heard_.answered(),
              ElementsAre("none 404", "none 405", "operators 200", "openapi 200", "console 200"));
}

TEST_F(RequestObserverTest, GivenAHeadThenNoBytesOfABodyAreCounted) {
  Ask("HEAD", "/openapi.json");
  EXPECT_EQ(heard_.bytes("openapi"), 0);
}

TEST_F(RequestObserverTest, AStreamIsToldWhenItBeginsAndByItsEvents) {
  http::RawClient(*http_).Say(WatchAll()).HearUntil("snapshotDone");

  EXPECT_THAT(heard_.answered(), ElementsAre("WatchService/Watch 200"));
  EXPECT_THAT(heard_.bytes("WatchService/Watch"), Gt(0));
}

TEST_F(RequestObserverTest, GivenTooManyStreamsThenTheLimitIsTold) {
  http::RawClient first(*http_);
  first.Say(WatchAll()).HearUntil("snapshotDone");
  http::RawClient(*http_).Say(WatchAll()).HearUntil("TOO_MANY_STREAMS");

  EXPECT_THAT(heard_.refused(), ElementsAre(HttpLimit::kStreams));
}

TEST(GatewayLimits, EveryRefusalOfTheServerIsForALimitButThatOfWhatIsNoHttp) {
  EXPECT_EQ(Gateway::LimitOf(413), HttpLimit::kBodyBytes);
  EXPECT_EQ(Gateway::LimitOf(431), HttpLimit::kHeaderBytes);
  EXPECT_EQ(Gateway::LimitOf(400), std::nullopt);
}

}  // namespace
}  // namespace sluice::controlplane
