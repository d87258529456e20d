#include "base/http/server/http_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/http/server/raw_client.h"
#include "base/sync/notification.h"

namespace sluice::http {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

ServerResponse Echo(ServerRequest request) {
  ServerResponse response;
  response.body = absl::StrCat(request.method, " ", request.target.path, " ", request.body, "\n");
  return response;
}

std::unique_ptr<HttpServer> StartServer(Handler handler, HttpServerOptions options = {}) {
  options.stop_grace = absl::Seconds(5);
  auto server = HttpServer::Start(options, std::move(handler));
  EXPECT_TRUE(server.ok()) << server.status();
  return *std::move(server);
}

TEST(HttpServer, AnswersSeveralRequestsOnOneConnection) {
  auto server = StartServer(Echo);
  RawClient client(*server);

  EXPECT_THAT(client.Say("GET /a%20b?x=1 HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil(" \n"),
              HasSubstr("GET /a b"));
  EXPECT_THAT(
      client.Say("POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi").HearUntil("hi\n"),
      HasSubstr("POST /b hi"));
}

TEST(HttpServer, GivenAPostWithNeitherLengthNorChunksTakesItAsEmpty) {
  auto server = StartServer(Echo);
  EXPECT_THAT(RawClient(*server).Say("POST /c HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("/c"),
              StartsWith("HTTP/1.1 200 OK"));
}

TEST(HttpServer, JoinsAChunkedBody) {
  auto server = StartServer(Echo);
  EXPECT_THAT(RawClient(*server)
                  .Say("PUT /d HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
                  .HearUntil("abcde"),
              HasSubstr("PUT /d abcde"));
}

TEST(HttpServer, GivenExpectContinueAsksForTheBody) {
  auto server = StartServer(Echo);
  RawClient client(*server);

  client.Say("PUT /e HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");

  EXPECT_THAT(client.HearUntil("\r\n\r\n"), StartsWith("HTTP/1.1 100 Continue"));
  EXPECT_THAT(client.Say("ok").HearUntil("ok\n"), HasSubstr("PUT /e ok"));
}

TEST(HttpServer, RefusesWhatIsTooLargeOrNotHttp) {
  auto server = StartServer(Echo, {.header_bytes_max = 1024, .body_bytes_max = 10});

  EXPECT_THAT(RawClient(*server)
                  .Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n")
                  .HearToTheEnd(),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(RawClient(*server)
                  .Say("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
                       "b\r\n12345678901\r\n0\r\n\r\n")
                  .HearToTheEnd(),
              StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(RawClient(*server)
                  .Say(absl::StrCat("GET /", std::string(5000, 'x'), " HTTP/1.1\r\n\r\n"))
                  .HearToTheEnd(),
              StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(RawClient(*server).Say("nonsense\r\n\r\n").HearToTheEnd(),
              StartsWith("HTTP/1.1 400"));
}

TEST(HttpServer, GivenMoreBodiesThanItHoldsAnswersThatItIsBusy) {
  auto server = StartServer(Echo, {.bodies_bytes_max = 4});
  EXPECT_THAT(RawClient(*server)
                  .Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n12345")
                  .HearToTheEnd(),
              StartsWith("HTTP/1.1 503"));
}

TEST(HttpServer, GivenMoreConnectionsThanItKeepsTurnsThemAwayAndTells) {
  Notification told;
  auto server = StartServer(Echo, {.connections_max = 1, .on_turned_away = [&] { told.Notify(); }});
  RawClient first(*server);
  first.Say("GET /a HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil(" \n");

  EXPECT_THAT(RawClient(*server).HearToTheEnd(), IsEmpty());

  told.Wait();
  EXPECT_EQ(server->connections(), 1);
}

TEST(HttpServer, ClosesAConnectionThatSaysNothing) {
  auto server = StartServer(Echo, {.idle_timeout = absl::Milliseconds(20)});
  EXPECT_THAT(RawClient(*server).HearToTheEnd(), IsEmpty());
}

TEST(HttpServer, ClosesAConnectionWhoseBodyDoesNotCome) {
  auto server = StartServer(Echo, {.stall_timeout = absl::Milliseconds(20)});
  EXPECT_THAT(RawClient(*server)
                  .Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n1")
                  .HearToTheEnd(),
              IsEmpty());
}

// Three chunks, then the end or an error.
class ThreeChunks : public ResponseStream {
 public:
  explicit ThreeChunks(bool fail) : fail_(fail) {}
  absl::StatusOr<std::string> Next() override {
    if (given_ == 3) return fail_ ? absl::StatusOr<std::string>(absl::DataLossError("gone")) : "";
    return absl::StrCat("chunk", ++given_);
  }

 private:
  const bool fail_;
  int given_ = 0;
};

TEST(HttpServer, SendsAStreamInChunks) {
  auto server = StartServer([](ServerRequest) {
    ServerResponse response;
    response.stream = std::make_unique<ThreeChunks>(false);
    return response;
  });
  EXPECT_THAT(RawClient(*server).Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("0\r\n\r\n"),
              EndsWith("6\r\nchunk1\r\n6\r\nchunk2\r\n6\r\nchunk3\r\n0\r\n\r\n"));
}

TEST(HttpServer, GivenAStreamThatFailsCutsTheConnectionBeforeTheLastChunk) {
  auto server = StartServer([](ServerRequest) {
    ServerResponse response;
    response.stream = std::make_unique<ThreeChunks>(true);
    return response;
  });
  EXPECT_THAT(RawClient(*server).Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearToTheEnd(),
              EndsWith("6\r\nchunk3\r\n"));
}

TEST(HttpServer, GivenAHandlerThatHangsUpSendsNothing) {
  auto server = StartServer([](ServerRequest) { return ServerResponse{.hang_up = true}; });
  EXPECT_THAT(RawClient(*server).Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearToTheEnd(),
              IsEmpty());
}

TEST(HttpServer, GivenAHeldRequestAnswersTheOthers) {
  Notification release;
  auto server = StartServer([&](ServerRequest request) {
    if (request.target.path == "/held") release.Wait();
    return Echo(std::move(request));
  });
  RawClient held(*server);
  held.Say("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");

  EXPECT_THAT(RawClient(*server).Say("GET /free HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil(" \n"),
              HasSubstr("/free"));
  release.Notify();
  EXPECT_THAT(held.HearUntil("/held"), StartsWith("HTTP/1.1 200"));
}

TEST(HttpServer, GivenAClientThatLeavesStillRunsTheHandlerToItsEnd) {
  Notification arrived, release, finished;
  auto server = StartServer([&](ServerRequest request) {
    arrived.Notify();
    release.Wait();
    finished.Notify();
    return Echo(std::move(request));
  });
  {
    RawClient client(*server);
    client.Say("GET /held HTTP/1.1\r\nHost: h\r\n\r\n");
    arrived.Wait();
  }
  release.Notify();
  EXPECT_TRUE(finished.WaitFor(absl::Seconds(10)));
}

TEST(HttpServer, GivenAnAnswerUnderWayStopWaitsForIt) {
  Notification arrived, release;
  auto server = StartServer([&](ServerRequest request) {
    arrived.Notify();
    release.Wait();
    return Echo(std::move(request));
  });
  RawClient client(*server);
  client.Say("GET /last HTTP/1.1\r\nHost: h\r\n\r\n");
  arrived.Wait();

  std::thread stopper([&] { server->Stop(); });
  release.Notify();

  EXPECT_THAT(client.HearToTheEnd(), HasSubstr("/last"));
  stopper.join();
}

TEST(HttpServer, GivenAnAddressThatIsTakenSaysSo) {
  auto first = StartServer(Echo);
  int port = 0;
  ASSERT_TRUE(absl::SimpleAtoi(first->address().substr(first->address().rfind(':') + 1), &port));

  auto second = HttpServer::Start({.port = static_cast<uint16_t>(port)}, Echo);

  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
}

TEST(HttpServer, GivenAnAnswerThatComesLaterThenNoHandlerThreadWaitsForIt) {
  std::shared_ptr<Answer> held;
  Notification came;
  auto server = HttpServer::StartLate({.handler_threads = 1},
                                      [&](ServerRequest request, std::shared_ptr<Answer> answer) {
                                        if (request.target.path == "/now")
                                          return answer->Give(Echo(std::move(request)));
                                        held = std::move(answer);
                                        came.Notify();
                                      });
  ASSERT_TRUE(server.ok());
  RawClient waits(**server);
  waits.Say("GET /later HTTP/1.1\r\nHost: h\r\n\r\n");
  came.Wait();

  EXPECT_THAT(RawClient(**server).Say("GET /now HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil(" \n"),
              HasSubstr("GET /now"));
  ServerResponse late;
  late.body = "late";
  std::exchange(held, nullptr)->Give(std::move(late));
  EXPECT_THAT(waits.HearUntil("late"), EndsWith("late"));
}

TEST(HttpServer, GivenAnAnswerThatIsForgottenThenItIs500) {
  auto server =
      HttpServer::StartLate({}, [](ServerRequest request, std::shared_ptr<Answer> answer) {});
  ASSERT_TRUE(server.ok());
  EXPECT_THAT(RawClient(**server).Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("\r\n\r\n"),
              StartsWith("HTTP/1.1 500"));
}

ServerResponse Feeding(std::shared_ptr<BodyFeed> feed) {
  ServerResponse response;
  response.feed = std::move(feed);
  return response;
}

TEST(HttpServer, GivenAFeedThenEachPieceIsSentAsItComesAndTheConnectionClosesAfterTheLast) {
  auto feed = std::make_shared<BodyFeed>();
  auto server = StartServer([&](ServerRequest) { return Feeding(feed); });
  RawClient client(*server);
  client.Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n");

  feed->Push("first");
  EXPECT_THAT(client.HearUntil("first\r\n"), HasSubstr("Transfer-Encoding: chunked"));
  feed->Push("second");
  EXPECT_THAT(client.HearUntil("second\r\n"), StartsWith("6\r\n"));
  feed->End();
  EXPECT_EQ(client.HearToTheEnd(), "0\r\n\r\n");
}

TEST(HttpServer, GivenASilentFeedThenItsFillerIsSent) {
  auto feed = std::make_shared<BodyFeed>(
      BodyFeedOptions{.filler = ":\n", .filler_after = absl::Milliseconds(1)});
  auto server = StartServer([&](ServerRequest) { return Feeding(feed); });
  EXPECT_THAT(RawClient(*server).Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil(":\n\r\n"),
              EndsWith("2\r\n:\n\r\n"));
}

TEST(HttpServer, GivenAReaderThatLeavesThenTheFeedHearsOfIt) {
  auto feed = std::make_shared<BodyFeed>();
  Notification gone;
  feed->Watch([&] { gone.Notify(); });
  auto server = StartServer([&](ServerRequest) { return Feeding(feed); });
  {
    RawClient client(*server);
    client.Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("\r\n\r\n");
  }
  gone.Wait();
  EXPECT_EQ(feed->Push("more"), BodyFeed::Room::kGone);
}

TEST(HttpServer, GivenAReaderThatDoesNotReadThenTheFeedFillsUpAndIsCut) {
  auto feed = std::make_shared<BodyFeed>(BodyFeedOptions{.bytes_max = 1 << 20});
  Notification gone;
  auto server = StartServer([&](ServerRequest) { return Feeding(feed); },
                            {.stall_timeout = absl::Milliseconds(200)});
  RawClient client(*server);
  client.Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("\r\n\r\n");
  // As a feeder does: on when there is room, until the reader is gone.
  feed->Watch([&] {
    while (feed->room() == BodyFeed::Room::kYes) feed->Push(std::string(256 << 10, 'x'));
    if (feed->room() == BodyFeed::Room::kGone) gone.Notify();
  });
  while (feed->Push(std::string(256 << 10, 'x')) == BodyFeed::Room::kYes) {
  }
  gone.Wait();
}

TEST(HttpServer, GivenAFeedWhenTheServerStopsThenItEnds) {
  auto feed = std::make_shared<BodyFeed>();
  auto server = StartServer([&](ServerRequest) { return Feeding(feed); });
  RawClient client(*server);
  client.Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("\r\n\r\n");
  server->Stop();
  EXPECT_EQ(client.HearToTheEnd(), "0\r\n\r\n");
}

TEST(HttpServer, GivenAnAnswerThatTakesTooLongToBeReadThenTheConnectionIsCut) {
  auto server = StartServer(Echo, {.answer_timeout = absl::ZeroDuration()});
  EXPECT_EQ(RawClient(*server).Say("GET / HTTP/1.1\r\nHost: h\r\n\r\n").HearToTheEnd(), "");
}

TEST(HttpServer, GivenALongTargetThen414) {
  auto server = StartServer(Echo, {.target_bytes_max = 10});
  EXPECT_THAT(RawClient(*server).Say("GET /0123456789 HTTP/1.1\r\nHost: h\r\n\r\n").HearToTheEnd(),
              StartsWith("HTTP/1.1 414"));
}

TEST(HttpServer, GivenAHeaderThatTricklesThenTheConnectionIsClosedInTime) {
  auto server = StartServer(Echo, {.header_timeout = absl::Milliseconds(100)});
  EXPECT_EQ(RawClient(*server).Say("GET / HTTP/1.1\r\nHost").HearToTheEnd(), "");
}

TEST(HttpServer, GivenABodyThatTakesTooLongThen408) {
  auto server = StartServer(Echo, {.body_timeout = absl::ZeroDuration()});
  EXPECT_THAT(RawClient(*server)
                  .Say("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nslow")
                  .HearToTheEnd(),
              StartsWith("HTTP/1.1 408"));
}

}  // namespace
}  // namespace sluice::http
