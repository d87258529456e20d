#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "controlplane/gateway/gateway_world.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kJson[] = "Content-Type: application/json\r\n";
constexpr char kDeploy[] = "/v1/instances/a/connectors/c:deploy";

// A request, whole but for what an attack changes of it.
std::string Request(absl::string_view method, absl::string_view target,
                    absl::string_view headers = "", absl::string_view body = "") {
  return absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n", headers,
                      body.empty() ? "" : absl::StrCat("Content-Length: ", body.size(), "\r\n"),
                      "\r\n", body);
}
std::string Get(absl::string_view target, absl::string_view headers = "") {
  return Request("GET", target, headers);
}
std::string Post(absl::string_view body, absl::string_view headers = kJson) {
  return Request("POST", kDeploy, headers, body);
}

struct Attack {
  const char* name;
  std::string bytes;
  int status;         // 0: closed without an answer.
  const char* error;  // Code and reason; empty: not looked at.

  friend std::ostream& operator<<(std::ostream& out, const Attack& attack) {
    return out << attack.name;
  }
};

constexpr char kMalformed[] = "INVALID_ARGUMENT REQUEST_MALFORMED";
constexpr char kNoJson[] = "INVALID_ARGUMENT BODY_MALFORMED";
constexpr char kInvalid[] = "INVALID_ARGUMENT VALIDATION_FAILED";
constexpr char kTooLarge[] = "INVALID_ARGUMENT REQUEST_TOO_LARGE";
constexpr char kForeign[] = "PERMISSION_DENIED CROSS_ORIGIN";

std::vector<Attack> Attacks() {
  return {
      // Paths that mean one thing here and another elsewhere.
      {"PathGoesUp", Get("/v1/../secrets"), 400, kMalformed},
      {"PathGoesUpEscaped", Get("/v1/%2e%2e/secrets"), 400, kMalformed},
      {"PathGoesUpHalfEscaped", Get("/v1/.%2E/secrets"), 400, kMalformed},
      {"PathOfTheConsoleGoesUp", Get("/assets/../../etc/passwd"), 400, kMalformed},
      {"PathHidesASlash", Get("/v1/instances/a%2fconnectors%2fb"), 400, kMalformed},
      {"PathHidesABackslash", Get("/v1/instances/a%5cb"), 400, kMalformed},
      {"PathHasABackslash", Get("/v1\\instances"), 400, kMalformed},
      {"PathHidesANul", Get("/v1/instances/a%00"), 400, kMalformed},
      {"PathHidesALineBreak", Get("/v1/instances/a%0d%0ab"), 400, kMalformed},
      {"PathWithTwoSlashes", Get("/v1//instances"), 400, kMalformed},
      {"PathBeginsWithTwoSlashes", Get("//v1/instances"), 400, kMalformed},
      {"PathEscapesWhatNeedsNone", Get("/v1/%69nstances"), 400, kMalformed},
      {"PathWithABrokenEscape", Get("/v1/instances/%4"), 400, kMalformed},
      {"PathInUtf8", Get("/v1/instances/\xc3\xa4"), 400, ""},
      {"PathTooLong", Get(absl::StrCat("/v1/instances/", std::string(600, 'a'))), 414, kTooLarge},
      {"QueryTooLong", Get(absl::StrCat("/v1/instances?filter=", std::string(600, 'a'))), 414,
       kTooLarge},
      {"QueryWithAnUnknownName", Get("/v1/instances?admin=true"), 400, kInvalid},
      {"QueryWithANameTwice", Get("/v1/instances?pageSize=1&pageSize=2"), 400, kInvalid},
      // Headers.
      {"HeaderTooLarge", Get("/", absl::StrCat("X-A: ", std::string(5000, 'a'), "\r\n")), 431,
       kTooLarge},
      {"HeadersTooMany", Get("/", absl::StrJoin(std::vector<std::string>(800, "X-A: b\r\n"), "")),
       431, kTooLarge},
      {"HeaderNameWithASpace", Get("/", "X A: b\r\n"), 400, kMalformed},
      {"RequestIdBringsAHeader", Get("/", "X-Request-Id: a\x0bSet-Cookie:b\r\n"), 400, ""},
      {"RequestIdWithOtherCharacters", Get("/", "X-Request-Id: a<script>\r\n"), 400, kMalformed},
      {"RequestIdTooLong", Get("/", absl::StrCat("X-Request-Id: ", std::string(129, 'a'), "\r\n")),
       400, kMalformed},
      {"RequestIdTwice", Get("/", "X-Request-Id: a\r\nX-Request-Id: b\r\n"), 400, kMalformed},
      {"NoHost", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400, kMalformed},
      {"TwoHosts", Get("/", "Host: other\r\n"), 400, kMalformed},
      {"AnotherSchemeOfAuthorization", Get("/v1/instances", "Authorization: Basic YTpi\r\n"), 401,
       "UNAUTHENTICATED REQUEST_MALFORMED"},
      {"IfMatchThatIsNoEtag", Request("DELETE", "/v1/instances/a", "If-Match: \"a\", \"b\"\r\n"),
       400, kMalformed},
      // Where a request ends.
      {"NoHttp", "hello\r\n\r\n", 400, kMalformed},
      {"LengthAndChunks",
       Post("", absl::StrCat(kJson, "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n")), 400,
       kMalformed},
      {"ChunksAndLength",
       Post("", absl::StrCat(kJson, "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n")), 400,
       kMalformed},
      {"TwoLengths", Post("", absl::StrCat(kJson, "Content-Length: 2\r\nContent-Length: 3\r\n")),
       400, kMalformed},
      {"NegativeLength", Post("", absl::StrCat(kJson, "Content-Length: -1\r\n")), 400, kMalformed},
      {"LengthBeyondAllNumbers",
       Post("", absl::StrCat(kJson, "Content-Length: 99999999999999999999\r\n")), 400, kMalformed},
      {"ChunkSizeIsNone",
       absl::StrCat(Post("", absl::StrCat(kJson, "Transfer-Encoding: chunked\r\n")),
                    "zz\r\n{}\r\n"),
       400, kMalformed},
      {"LengthTooLarge", Post("", absl::StrCat(kJson, "Content-Length: 999999999\r\n")), 413,
       kTooLarge},
      {"BodyTooLargeInChunks",
       absl::StrCat(Post("", absl::StrCat(kJson, "Transfer-Encoding: chunked\r\n")), "2000\r\n",
                    std::string(0x2000, ' '), "\r\n0\r\n\r\n"),
       413, kTooLarge},
      // Bodies.
      {"BodyThatIsNoJson", Post("{"), 400, kNoJson},
      {"BodyWithAKeyTwice", Post(R"({"etag":"a","etag":"b"})"), 400, kNoJson},
      {"BodyWithAFieldInTwoSpellings", Post(R"({"requestId":"a","request_id":"b"})"), 400,
       kInvalid},
      {"BodyWithATrailingComma", Post(R"({"etag":"a",})"), 400, kNoJson},
      {"BodyWithSingleQuotes", Post("{'etag':'a'}"), 400, kNoJson},
      {"BodyWithAComment", Post("/**/{}"), 400, kNoJson},
      {"BodyWithTwoValues", Post("{}{}"), 400, kNoJson},
      {"BodyThatIsNoUtf8", Post("{\"etag\":\"\xff\"}"), 400, kNoJson},
      {"BodyOfArraysWithoutEnd", Post(std::string(4000, '[')), 400, kNoJson},
      {"BodyWithAnUnknownField", Post(R"({"admin":true})"), 400, kInvalid},
      {"BodyThatNamesAnotherConnector", Post(R"({"name":"instances/a/connectors/d"})"), 400,
       kInvalid},
      {"BodyWithAnUnknownEnumNumber",
       Request("POST", "/v1/instances/a/connectors?connectorId=a", kJson,
               R"({"sink":{"mode":4711}})"),
       400, kInvalid},
      {"BodyOfAGet", Request("GET", "/v1/instances", kJson, "{}"), 400, kMalformed},
      {"BodyAsText", Post("{}", "Content-Type: text/plain\r\n"), 415, kMalformed},
      {"BodyOfAForm", Post("a=b", "Content-Type: application/x-www-form-urlencoded\r\n"), 415,
       kMalformed},
      {"BodyWithoutAType", Post("{}", ""), 415, kMalformed},
      {"BodyInAnotherCharset", Post("{}", "Content-Type: application/json; charset=utf-16\r\n"),
       415, kMalformed},
      {"BodyThatIsPacked", Post("{}", absl::StrCat(kJson, "Content-Encoding: gzip\r\n")), 415,
       kMalformed},
      // Pages of others.
      {"WriteFromAnotherOrigin", Post("{}", absl::StrCat(kJson, "Origin: http://evil\r\n")), 403,
       kForeign},
      {"WriteFromAnotherPort", Post("{}", absl::StrCat(kJson, "Origin: http://h:8080\r\n")), 403,
       kForeign},
      {"WriteFromAnOpaqueOrigin", Post("{}", absl::StrCat(kJson, "Origin: null\r\n")), 403,
       kForeign},
      {"WriteFromAnotherSite", Post("{}", absl::StrCat(kJson, "Sec-Fetch-Site: cross-site\r\n")),
       403, kForeign},
      {"WriteFromASiblingSite", Post("{}", absl::StrCat(kJson, "Sec-Fetch-Site: same-site\r\n")),
       403, kForeign},
      // Methods.
      {"Trace", Request("TRACE", "/v1/instances"), 405, "UNIMPLEMENTED METHOD_NOT_ALLOWED"},
      {"PostToThePages", Request("POST", "/", kJson, "{}"), 405,
       "UNIMPLEMENTED METHOD_NOT_ALLOWED"},
      {"MethodOverride", Request("GET", "/v1/instances/a", "X-HTTP-Method-Override: DELETE\r\n"),
       200, "none"},
      // Time: the client says no more.
      {"HeaderThatDoesNotEnd", "GET / HTTP/1.1\r\nHost: h", 0, ""},
      {"NothingAtAll", "", 0, ""},
      {"BodyThatDoesNotCome", Post("", absl::StrCat(kJson, "Content-Length: 10\r\n")), 0, ""},
  };
}

class AttackTest : public GatewayWorld, public testing::WithParamInterface<Attack> {
 protected:
  AttackTest()
      : GatewayWorld({.header_bytes_max = 4096,
                      .target_bytes_max = 512,
                      .body_bytes_max = 4096,
                      .idle_timeout = absl::Milliseconds(500),
                      .header_timeout = absl::Milliseconds(500),
                      .body_timeout = absl::Milliseconds(500)}) {}
};

TEST_P(AttackTest, IsRefused) {
  const std::string said = Say(GetParam().bytes);
  if (GetParam().status == 0) {
    EXPECT_EQ(said, "");
    return;
  }
  const Got got = ReadAnswer(said);
  EXPECT_EQ(got.status, GetParam().status) << said;
  const std::string expected = GetParam().error;
  if (!expected.empty()) {
    EXPECT_EQ(got.Error(), expected) << said;
  }
  EXPECT_THAT(said, Not(HasSubstr("Set-Cookie")));
  EXPECT_THAT(said, Not(HasSubstr("Access-Control-")));
  // And everything is as before.
  EXPECT_EQ(Ask("GET", "/v1/instances/a").status, 200);
}

INSTANTIATE_TEST_SUITE_P(Of, AttackTest, testing::ValuesIn(Attacks()),
                         [](const auto& info) { return std::string(info.param.name); });

class FloodTest : public GatewayWorld {
 protected:
  FloodTest() : GatewayWorld({.connections_max = 4}, {.streams_max = 2}) {}

  static std::string Watch() {
    return Request("POST", "/v1:watch", kJson,
                   R"({"subscriptions":[{"id":"a","parent":"instances/-"}]})");
  }
};

TEST_F(FloodTest, GivenTooManyConnectionsThenFurtherOnesAreClosedAndTheOthersStay) {
  std::vector<std::unique_ptr<http::RawClient>> clients;
  for (int i = 0; i < 4; ++i) {
    clients.push_back(std::make_unique<http::RawClient>(*http_));
    const std::string got = clients.back()
                                ->Say("GET /v1/instances HTTP/1.1\r\nHost: h\r\n\r\n")
                                .HearUntil("instances/a");
    EXPECT_THAT(got, HasSubstr("200 OK"));
  }
  EXPECT_EQ(http::RawClient(*http_).HearToTheEnd(), "");
  EXPECT_THAT(clients[0]->Say("GET /healthz HTTP/1.1\r\nHost: h\r\n\r\n").HearUntil("/healthz"),
              HasSubstr("200 OK"));
}

TEST_F(FloodTest, GivenTooManyStreamsThenFurtherOnesAreRefusedAndCallsGoOn) {
  http::RawClient first(*http_);
  http::RawClient second(*http_);
  first.Say(Watch()).HearUntil("snapshotDone");
  second.Say(Watch()).HearUntil("snapshotDone");
  EXPECT_THAT(Say(Watch()), HasSubstr("429 "));
  EXPECT_EQ(Ask("GET", "/v1/instances").status, 200);
}

}  // namespace
}  // namespace sluice::controlplane
