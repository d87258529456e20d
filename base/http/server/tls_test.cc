#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/http/server/http_server.h"
#include "base/http/server/raw_client.h"
#include "base/http/server/tls_client.h"
#include "base/sync/notification.h"

namespace sluice::http {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

ServerResponse Echo(ServerRequest request) {
  ServerResponse response;
  response.body = absl::StrCat(request.target.path, " ", request.body.size(),
                               request.is_tls ? "" : " in clear", "\n");
  return response;
}

std::unique_ptr<HttpServer> StartServer(TlsIdentity identity, HttpServerOptions options = {},
                                        Handler handler = Echo) {
  options.tls = std::move(identity);
  auto server = HttpServer::Start(options, std::move(handler));
  EXPECT_TRUE(server.ok()) << server.status();
  return *std::move(server);
}

TEST(TlsServer, AnswersSeveralRequestsOnOneConnection) {
  const TlsIdentity identity = MakeTestIdentity();
  auto server = StartServer(identity);
  TlsClient client(*server, identity.certificate_chain);

  EXPECT_THAT(client.Say("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("/a 0\n"),
              HasSubstr("200 OK"));
  const std::string body(1 << 20, 'x');
  EXPECT_THAT(client
                  .Say(absl::StrCat("PUT /b HTTP/1.1\r\nHost: h\r\nContent-Length: ", body.size(),
                                    "\r\n\r\n", body))
                  .HearUntil("/b 1048576\n"),
              HasSubstr("200 OK"));
  EXPECT_THAT(client.Say("GET /c HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").HearToTheEnd(),
              HasSubstr("/c 0\n"));
  EXPECT_TRUE(client.HeardFarewell());
}

TEST(TlsServer, GivenAClientThatTrustsAnotherCertificateNothingIsSaid) {
  auto server = StartServer(MakeTestIdentity());
  EXPECT_FALSE(TlsClient(*server, MakeTestIdentity().certificate_chain).is_open());
}

TEST(TlsServer, GivenAnOldVersionOfTlsRefuses) {
  const TlsIdentity identity = MakeTestIdentity();
  auto server = StartServer(identity);
  EXPECT_FALSE(TlsClient(*server, identity.certificate_chain, TLS1_1_VERSION).is_open());
  EXPECT_TRUE(TlsClient(*server, identity.certificate_chain, TLS1_2_VERSION).is_open());
}

TEST(TlsServer, GivenARequestInClearSaysToAskByHttpsAndNoHandlerSeesIt) {
  const TlsIdentity identity = MakeTestIdentity();
  bool handled = false;
  auto server = StartServer(identity, {}, [&](ServerRequest) {
    handled = true;
    return ServerResponse();
  });

  const std::string body(64 << 10, 'x');
  EXPECT_THAT(RawClient(*server)
                  .Say(absl::StrCat("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: ", body.size(),
                                    "\r\n\r\n", body))
                  .HearToTheEnd(),
              AllOf(StartsWith("HTTP/1.1 400"), HasSubstr("https://")));

  EXPECT_TRUE(TlsClient(*server, identity.certificate_chain).is_open());
  EXPECT_FALSE(handled);
}

TEST(TlsServer, GivenBytesThatAreNeitherHttpNorTlsAnswersNoHttp) {
  auto server = StartServer(MakeTestIdentity());
  EXPECT_THAT(RawClient(*server).Say(std::string("\x16\x03\x01\0\x08nonsense", 13)).HearToTheEnd(),
              Not(HasSubstr("HTTP")));
}

TEST(TlsServer, GivenAHandshakeThatTakesTooLongClosesAndServesTheOthers) {
  const TlsIdentity identity = MakeTestIdentity();
  auto server = StartServer(identity, {.header_timeout = absl::Milliseconds(200)});
  // Nothing of a record, its first byte, its beginning.
  for (const std::string begin : {"", "\x16", "\x16\x03\x01\x01\x01\x01\x01\x01"}) {
    EXPECT_THAT(RawClient(*server).Say(begin).HearToTheEnd(), IsEmpty());
  }
  EXPECT_TRUE(TlsClient(*server, identity.certificate_chain).is_open());
}

TEST(TlsServer, HandshakesThatAreUnderWayCountAmongTheConnections) {
  const TlsIdentity identity = MakeTestIdentity();
  auto server = StartServer(identity, {.connections_max = 1});
  auto slow = std::make_unique<RawClient>(*server);
  slow->Say("\x16");

  EXPECT_FALSE(TlsClient(*server, identity.certificate_chain).is_open());

  slow.reset();
  bool open = false;
  for (int i = 0; i < 200 && !open; ++i) {
    open = TlsClient(*server, identity.certificate_chain).is_open();
    if (!open) absl::SleepFor(absl::Milliseconds(20));  // Until it has seen that the other left.
  }
  EXPECT_TRUE(open);
}

TEST(TlsServer, GivenABodyThatIsTooLargeTheClientThatStillSendsHearsWhy) {
  const TlsIdentity identity = MakeTestIdentity();
  auto server = StartServer(identity, {.body_bytes_max = 10});
  const std::string body(1 << 20, 'x');

  TlsClient client(*server, identity.certificate_chain);
  client.Say(
      absl::StrCat("PUT / HTTP/1.1\r\nHost: h\r\nContent-Length: ", body.size(), "\r\n\r\n", body));

  EXPECT_THAT(client.HearToTheEnd(), StartsWith("HTTP/1.1 413"));
}

TEST(TlsServer, GivenABodyThatDoesNotComeTheConnectionIsClosed) {
  const TlsIdentity identity = MakeTestIdentity();
  auto server = StartServer(identity, {.stall_timeout = absl::Milliseconds(100)});
  EXPECT_THAT(TlsClient(*server, identity.certificate_chain)
                  .Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n1")
                  .HearToTheEnd(),
              IsEmpty());
}

// What a server answers with a feed, and the beginning of it read.
class TlsFeed : public ::testing::Test {
 protected:
  std::unique_ptr<HttpServer> Start(HttpServerOptions options = {}) {
    return StartServer(identity_, std::move(options), [this](ServerRequest) {
      ServerResponse response;
      response.feed = feed_;
      return response;
    });
  }
  std::unique_ptr<TlsClient> Listen(const HttpServer& server) {
    auto client = std::make_unique<TlsClient>(server, identity_.certificate_chain);
    EXPECT_THAT(client->Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("\r\n\r\n"),
                HasSubstr("Transfer-Encoding: chunked"));
    return client;
  }

  const TlsIdentity identity_ = MakeTestIdentity();
  std::shared_ptr<BodyFeed> feed_ =
      std::make_shared<BodyFeed>(BodyFeedOptions{.bytes_max = 1 << 20});
};

TEST_F(TlsFeed, EachPieceIsSentAsItComesAndAFarewellAfterTheLast) {
  auto server = Start();
  auto client = Listen(*server);

  feed_->Push("first");
  EXPECT_EQ(client->HearUntil("first\r\n"), "5\r\nfirst\r\n");
  feed_->Push(std::string(100 << 10, 'x'));
  EXPECT_THAT(client->HearUntil("x\r\n"), StartsWith("19000\r\n"));
  feed_->End();
  EXPECT_EQ(client->HearToTheEnd(), "0\r\n\r\n");
  EXPECT_TRUE(client->HeardFarewell());
}

TEST_F(TlsFeed, WhatTheReaderSaysMeanwhileDoesNotDisturbIt) {
  auto server = Start();
  auto client = Listen(*server);

  client->Say("GET /next HTTP/1.1\r\nHost: h\r\n\r\n");
  feed_->Push("first");
  EXPECT_EQ(client->HearUntil("first\r\n"), "5\r\nfirst\r\n");
  feed_->End();
  EXPECT_EQ(client->HearToTheEnd(), "0\r\n\r\n");
}

TEST_F(TlsFeed, GivenAReaderThatSaysFarewellThenTheFeedHearsOfIt) {
  Notification gone;
  auto server = Start();
  feed_->Watch([&] { gone.Notify(); });
  Listen(*server).reset();
  gone.Wait();
  EXPECT_EQ(feed_->Push("more"), BodyFeed::Room::kGone);
}

TEST_F(TlsFeed, GivenAReaderThatDoesNotReadThenTheFeedFillsUpAndIsCut) {
  Notification gone;
  auto server = Start({.stall_timeout = absl::Milliseconds(200)});
  auto client = Listen(*server);
  // As a feeder does: on when there is room, until the reader is gone.
  feed_->Watch([&] {
    while (feed_->room() == BodyFeed::Room::kYes) feed_->Push(std::string(256 << 10, 'x'));
    if (feed_->room() == BodyFeed::Room::kGone) gone.Notify();
  });
  while (feed_->Push(std::string(256 << 10, 'x')) == BodyFeed::Room::kYes) {
  }
  gone.Wait();
}

TEST_F(TlsFeed, WhenTheServerStopsThenItEnds) {
  auto server = Start();
  auto client = Listen(*server);
  server->Stop();
  EXPECT_EQ(client->HearToTheEnd(), "0\r\n\r\n");
}

TEST(TlsServer, AnotherCertificateIsShownToThoseThatComeAndTheOthersGoOn) {
  const TlsIdentity former = MakeTestIdentity();
  const TlsIdentity renewed = MakeTestIdentity();
  auto server = StartServer(former);
  TlsClient early(*server, former.certificate_chain);
  ASSERT_TRUE(early.is_open());

  ASSERT_TRUE(server->Show(renewed).ok());

  EXPECT_TRUE(TlsClient(*server, renewed.certificate_chain).is_open());
  EXPECT_FALSE(TlsClient(*server, former.certificate_chain).is_open());
  EXPECT_THAT(early.Say("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("/a 0\n"),
              EndsWith("/a 0\n"));
}

TEST(TlsServer, GivenAnotherCertificateThatIsNoneTheFormerIsShown) {
  const TlsIdentity identity = MakeTestIdentity();
  auto server = StartServer(identity);

  EXPECT_EQ(server->Show({identity.certificate_chain, "nonsense"}).code(),
            absl::StatusCode::kInvalidArgument);

  EXPECT_TRUE(TlsClient(*server, identity.certificate_chain).is_open());
}

TEST(TlsServer, AServerInClearShowsNoCertificate) {
  auto server = HttpServer::Start({}, Echo);
  ASSERT_TRUE(server.ok());
  EXPECT_EQ((*server)->Show(MakeTestIdentity()).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(RawClient(**server).Say("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("clear\n"),
              HasSubstr("/a 0 in clear\n"));
}

TEST(TlsServer, GivenACertificateOrKeyThatIsNoneDoesNotStartAndKeepsTheKeySecret) {
  const TlsIdentity identity = MakeTestIdentity();
  const TlsIdentity kCases[] = {
      {"nonsense", identity.private_key},
      {identity.certificate_chain, "nonsense"},
      {identity.certificate_chain, MakeTestIdentity().private_key},
  };
  for (const TlsIdentity& wrong : kCases) {
    HttpServerOptions options;
    options.tls = wrong;
    absl::Status status = HttpServer::Start(options, Echo).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr(wrong.private_key)));
  }
}

}  // namespace
}  // namespace sluice::http
