#include "base/http/curl_client.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "base/http/scripted_server.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::http {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

using Reply = ScriptedServer::Reply;

Reply Answer(absl::string_view body) {
  return {absl::StrCat("HTTP/1.1 200 OK\r\nContent-Length: ", body.size(), "\r\n\r\n", body)};
}

ScriptedServer::Script Always(Reply reply) {
  return [reply](const std::string&) { return reply; };
}

HttpRequest Request(const ScriptedServer& server, absl::string_view method = "GET") {
  HttpRequest request;
  request.method = std::string(method);
  request.url = absl::StrCat(server.url(), "/a/b?c=d");
  request.timeout = absl::Seconds(20);
  return request;
}

TEST(CurlClient, GivesStatusHeadersInAnyCaseAndBody) {
  ScriptedServer server(
      Always({"HTTP/1.1 404 Not Found\r\nX-Odps-Request-Id:  r1 \r\n"
              "Content-Length: 4\r\n\r\ngone"}));
  CurlClient client;

  absl::StatusOr<HttpResponse> response = client.Send(Request(server));

  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->status, 404);
  EXPECT_EQ(response->headers.Find("x-odps-request-id"), "r1");
  EXPECT_EQ(response->body, "gone");
  EXPECT_THAT(server.requests(), ElementsAre(StartsWith("GET /a/b?c=d HTTP/1.1\r\n")));
}

TEST(CurlClient, SendsABodyWithItsLengthAndDoesNotWaitForLeave) {
  ScriptedServer server(Always(Answer("")));
  CurlClient client;
  HttpRequest request = Request(server, "PUT");
  request.headers.Set("Content-Type", "application/octet-stream");
  request.headers.Set("x-empty", "");
  const std::string body(3 << 20, 'x');
  request.body = body;

  ASSERT_THAT(client.Send(request), IsOk());

  ASSERT_THAT(server.requests(), SizeIs(1));
  const std::string got = server.requests()[0];
  EXPECT_THAT(got, StartsWith("PUT "));
  EXPECT_THAT(got.substr(0, 500), HasSubstr("Content-Length: 3145728\r\n"));
  EXPECT_THAT(got.substr(0, 500), HasSubstr("x-empty:\r\n"));
  EXPECT_THAT(got.substr(0, 500), Not(HasSubstr("Expect")));
  EXPECT_TRUE(absl::EndsWith(got, body));
}

TEST(CurlClient, WhenNobodyWantsTheAnswerAnyMoreThenARequestThatHangsEndsSoon) {
  std::atomic<bool> given_up = false;
  std::atomic<bool> done = false;
  ScriptedServer server([&](const std::string&) {
    given_up = true;
    while (!done) std::this_thread::yield();
    return Answer("too late");
  });
  CurlClient client;
  HttpRequest request = Request(server, "PUT");
  request.body = "rows";
  request.given_up = &given_up;

  const absl::Time begun = absl::Now();
  const absl::StatusOr<HttpResponse> response = client.Send(request);
  const absl::Duration took = absl::Now() - begun;
  done = true;

  EXPECT_THAT(response, StatusIs(absl::StatusCode::kCancelled));
  EXPECT_EQ(DeliveryOf(response.status()), Delivery::kUnknown);
  EXPECT_LT(took, absl::Seconds(10)) << "and not the 20 of its timeout";
}

TEST(CurlClient, SendsAnEmptyBodyAsLengthZero) {
  ScriptedServer server(Always(Answer("")));
  CurlClient client;
  HttpRequest with_body = Request(server, "PUT");
  with_body.body = "";

  ASSERT_THAT(client.Send(Request(server, "POST")), IsOk());
  ASSERT_THAT(client.Send(with_body), IsOk());

  EXPECT_THAT(server.requests(),
              ElementsAre(HasSubstr("Content-Length: 0\r\n"), HasSubstr("Content-Length: 0\r\n")));
  EXPECT_THAT(server.requests()[0], Not(HasSubstr("Content-Type")));
}

TEST(CurlClient, SendsASourceInChunksAsItGivesThem) {
  ScriptedServer server(Always(Answer("")));
  CurlClient client;
  HttpRequest request = Request(server, "PUT");
  std::vector<std::string> pieces = {"one", "two", ""};
  size_t next = 0;
  request.body_source = [&](absl::Span<char> buffer) -> absl::StatusOr<size_t> {
    const std::string& piece = pieces[next++];
    piece.copy(buffer.data(), piece.size());
    return piece.size();
  };

  ASSERT_THAT(client.Send(request), IsOk());

  EXPECT_THAT(server.requests(),
              ElementsAre(EndsWith("\r\n\r\n3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n")));
}

TEST(CurlClient, WhenTheSourceFailsThenItsErrorIsTheAnswer) {
  ScriptedServer server(Always(Answer("")));
  CurlClient client;
  HttpRequest request = Request(server, "PUT");
  request.body_source = [](absl::Span<char>) -> absl::StatusOr<size_t> {
    return absl::DataLossError("source");
  };

  EXPECT_THAT(client.Send(request), StatusIs(absl::StatusCode::kDataLoss, "source"));
}

TEST(CurlClient, UsesAConnectionAgain) {
  ScriptedServer server(Always(Answer("x")));
  CurlClient client;

  for (int i = 0; i < 5; ++i) ASSERT_THAT(client.Send(Request(server)), IsOk());

  EXPECT_EQ(server.connections(), 1);
}

TEST(CurlClient, WhenNobodyListensThenTheRequestWasNotSent) {
  std::string url;
  {
    ScriptedServer server(Always(Answer("")));
    url = server.url();
  }
  CurlClient client;
  HttpRequest request;
  request.url = url;

  absl::Status status = client.Send(request).status();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(DeliveryOf(status), Delivery::kNotSent);
}

TEST(CurlClient, WhenTheServerCutsTheConnectionThenTheRequestMayHaveBeenCarriedOut) {
  ScriptedServer server(Always({"", /*cut_connection=*/true}));
  CurlClient client;

  absl::Status status = client.Send(Request(server, "POST")).status();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(DeliveryOf(status), Delivery::kUnknown);
  EXPECT_THAT(server.requests(), SizeIs(1));
}

TEST(CurlClient, WhenAKeptConnectionIsCutThenTheRequestIsNotSentTwice) {
  std::atomic<int> answered = 0;
  ScriptedServer server([&](const std::string&) {
    return ++answered == 1 ? Answer("first") : Reply{"", /*cut_connection=*/true};
  });
  CurlClient client;
  ASSERT_THAT(client.Send(Request(server, "POST")), IsOk());

  absl::Status status = client.Send(Request(server, "POST")).status();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(DeliveryOf(status), Delivery::kUnknown);
  EXPECT_EQ(answered, 2);
}

TEST(CurlClient, WhenTheAnswerTakesTooLongThenTheDeadlineIsExceeded) {
  // Half an answer, and then nothing.
  ScriptedServer server(Always({"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf"}));
  CurlClient client;
  HttpRequest request = Request(server);
  request.timeout = absl::Milliseconds(50);

  absl::Status status = client.Send(request).status();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(DeliveryOf(status), Delivery::kUnknown);
}

TEST(CurlClient, AnAnswerThatEndsEarlyIsNoAnswer) {
  ScriptedServer server(
      Always({"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", /*cut_connection=*/true}));
  CurlClient client;

  EXPECT_THAT(client.Send(Request(server)), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(CurlClient, AnAnswerLongerThanAllowedIsRefused) {
  ScriptedServer server(Always(Answer(std::string(1000, 'x'))));
  CurlClient client;
  HttpRequest request = Request(server);
  request.response_bytes_max = 999;

  EXPECT_THAT(client.Send(request), StatusIs(absl::StatusCode::kOutOfRange));
  request.response_bytes_max = 1000;
  EXPECT_THAT(client.Send(request), IsOk());
}

TEST(CurlClient, FollowsNoRedirect) {
  ScriptedServer server(
      Always({"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"}));
  CurlClient client;

  absl::StatusOr<HttpResponse> response = client.Send(Request(server));

  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->status, 302);
}

TEST(CurlClient, RefusesHeadersThatWouldMakeOthersAndOtherProtocols) {
  CurlClient client;
  HttpRequest request;
  request.url = "http://127.0.0.1:1/";
  request.headers.Set("x", "1\r\nAuthorization: me");
  EXPECT_THAT(client.Send(request), StatusIs(absl::StatusCode::kInvalidArgument));

  HttpRequest file;
  file.url = "file:///etc/passwd";
  EXPECT_THAT(client.Send(file), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CurlClient, ErrorsDoNotShowTheQueryBecauseItMayHoldASignature) {
  CurlClient client;
  HttpRequest request;
  request.url = "http://127.0.0.1:1/path?Signature=secret";

  absl::Status status = client.Send(request).status();

  EXPECT_THAT(std::string(status.message()), HasSubstr("/path"));
  EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
}

TEST(CurlClient, ServesManyThreads) {
  ScriptedServer server(
      [](const std::string& request) { return Answer(request.substr(0, request.find(' ', 4))); });
  CurlClient client({.idle_connections_max = 2});
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 20; ++i) {
        HttpRequest request;
        request.url = absl::StrCat(server.url(), "/", t, "-", i);
        absl::StatusOr<HttpResponse> response = client.Send(request);
        if (response.ok() && response->body == absl::StrCat("GET /", t, "-", i)) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(right, 8 * 20);
}

}  // namespace
}  // namespace sluice::http
