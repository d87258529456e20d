#include "base/operator/operator_pages.h"

#include <fstream>

#include "base/http/curl_client.h"
#include "base/operator/readiness.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class OperatorPagesTest : public ::testing::Test {
 protected:
  http::ServerResponse Ask(const std::string& path, const std::string& method = "GET") {
    http::ServerRequest request;
    request.method = method;
    request.target = http::ParseTarget(path);
    return AnswerOperator(request, Questions());
  }

  OperatorQuestions Questions() {
    return {.is_ready = [this] { return readiness_.Get(); },
            .metrics = [] { return "rows_total 7\n"; }};
  }

  Readiness readiness_;
};

TEST_F(OperatorPagesTest, AProgramThatStartsLivesButIsNotReady) {
  EXPECT_EQ(Ask("/healthz").status, 200);
  EXPECT_EQ(Ask("/readyz").status, 503);
  EXPECT_EQ(Ask("/readyz").body, "not ready: starting\n");
}

TEST_F(OperatorPagesTest, OneThatIsReadySaysSo) {
  readiness_.Set(absl::OkStatus());

  EXPECT_EQ(Ask("/readyz").status, 200);
}

TEST_F(OperatorPagesTest, OneThatIsNotSaysWhyAndWhatToDo) {
  readiness_.Set(WithRemedy(absl::UnavailableError("the schema is old"), "run migrate"));

  EXPECT_EQ(Ask("/readyz").body, "not ready: the schema is old\nrun migrate\n");
}

TEST_F(OperatorPagesTest, MetricsAreOfPrometheusType) {
  const http::ServerResponse response = Ask("/metrics?x=1");

  EXPECT_EQ(response.body, "rows_total 7\n");
  EXPECT_THAT(std::string(*response.headers.Find("Content-Type")),
              StartsWith("text/plain; version=0.0.4"));
}

TEST_F(OperatorPagesTest, NothingElseIsThereAndNothingCanBeChanged) {
  EXPECT_EQ(Ask("/").status, 404);
  EXPECT_EQ(Ask("/metrics/x").status, 404);
  EXPECT_EQ(Ask("/metrics", "POST").status, 405);
}

TEST_F(OperatorPagesTest, OverTheWireItTakesAFreePortAndWritesItDown) {
  const std::string file = ::testing::TempDir() + "/http_port";

  const auto server = ServeOperator("127.0.0.1:0", file, Questions());

  ASSERT_THAT(server, IsOk());
  std::ifstream written(file);
  std::string address;
  std::getline(written, address);
  EXPECT_EQ(address, (*server)->address());
  http::CurlClient client;
  const auto answer = client.Send({.method = "GET", .url = "http://" + address + "/metrics"});
  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->body, "rows_total 7\n");
}

TEST_F(OperatorPagesTest, ABodyIsRefused) {
  const auto server = ServeOperator("127.0.0.1:0", "", Questions());
  ASSERT_THAT(server, IsOk());
  http::CurlClient client;

  const auto answer = client.Send(
      {.method = "POST", .url = "http://" + (*server)->address() + "/metrics", .body = "a body"});

  ASSERT_THAT(answer, IsOk());
  EXPECT_EQ(answer->status, 413);
}

TEST_F(OperatorPagesTest, AnAddressThatIsNoneIsRefused) {
  EXPECT_THAT(ServeOperator("9091", "", Questions()).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("host:port")));
  EXPECT_THAT(ServeOperator("somewhere:9091", "", Questions()).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sluice
