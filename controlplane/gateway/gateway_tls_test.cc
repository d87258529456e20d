// The gateway on a server that speaks TLS itself.

#include <string>

#include "absl/strings/str_cat.h"
#include "base/http/server/raw_client.h"
#include "base/http/server/tls_client.h"
#include "controlplane/gateway/gateway_world.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class GatewayTlsTest : public GatewayWorld {
 protected:
  GatewayTlsTest() : GatewayWorld({.tls = http::MakeTestIdentity()}) {}
};

using GatewayInClearTest = GatewayWorld;

TEST_F(GatewayTlsTest, ACallIsAnsweredAndTheBrowserStaysWithHttps) {
  const Got got = Ask("GET", "/v1/instances/a", "", {{"Host", "sluice.example.com:9091"}});
  EXPECT_EQ(got.status, 200) << got.body;
  EXPECT_THAT(got.Header("Strict-Transport-Security"), StartsWith("max-age="));
  EXPECT_TRUE(Ask("GET", "/").headers.Has("Strict-Transport-Security"));
  EXPECT_TRUE(Ask("GET", "/v1/none").headers.Has("Strict-Transport-Security"));
}

TEST_F(GatewayTlsTest, WhatElseRunsOnADevelopersMachineIsNotBoundToHttps) {
  for (const char* host : {"localhost", "LOCALHOST:9091"}) {
    EXPECT_FALSE(Ask("GET", "/", "", {{"Host", host}}).headers.Has("Strict-Transport-Security"))
        << host;
  }
}

TEST_F(GatewayInClearTest, NothingIsSaidOfHttps) {
  EXPECT_FALSE(Ask("GET", "/").headers.Has("Strict-Transport-Security"));
}

TEST_F(GatewayTlsTest, ARequestInClearIsToldWhatToUse) {
  const Got got = ReadAnswer(
      http::RawClient(*http_).Say("GET /v1/instances HTTP/1.1\r\nHost: h\r\n\r\n").HearToTheEnd());
  EXPECT_EQ(got.status, 400);
  EXPECT_EQ(got.Error(), "INVALID_ARGUMENT REQUEST_MALFORMED");
  EXPECT_THAT(got.body, HasSubstr("https://"));
}

TEST_F(GatewayTlsTest, APageThatCameInClearMayWriteNothing) {
  const auto write_from = [this](const std::string& origin) {
    return Ask("PATCH", "/v1/instances/a", "{}", {{"Origin", origin}}).Error();
  };
  EXPECT_EQ(write_from("http://h"), "PERMISSION_DENIED CROSS_ORIGIN");
  EXPECT_EQ(write_from("https://h"), "none");
}

TEST_F(GatewayTlsTest, AStreamGoesOnUntilItsReaderLeaves) {
  {
    http::TlsClient client(*http_, certificate_);
    const std::string body = R"({"subscriptions":[{"id":"all","parent":"instances/-"}]})";
    client.Say(absl::StrCat("POST /v1:watch HTTP/1.1\r\nHost: h\r\nContent-Type: application/json",
                            "\r\nContent-Length: ", body.size(), "\r\n\r\n", body));
    EXPECT_THAT(client.HearUntil("\"snapshotDone\":true"), HasSubstr("event: SNAPSHOT\n"));

    v1::WatchResponse change;
    change.set_type(v1::WatchResponse::CHANGED);
    change.set_resume_token("t-2");
    watch_.Tell(change);
    EXPECT_THAT(client.HearUntil("\"resumeToken\":\"t-2\"}"), HasSubstr("event: CHANGED\n"));
    EXPECT_EQ(gateway_->streams_open(), 1);
  }
  gateway_->WaitUntilNoStreamIsOpen();
}

}  // namespace
}  // namespace sluice::controlplane
