#include "maxcompute/sql/sql_client.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/http/in_memory_client.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/request/answer.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// The instances of a project: one statement at a time, which takes some looks to end.
class SqlClientTest : public ::testing::Test {
 protected:
  absl::StatusOr<http::HttpResponse> Serve(const http::ReceivedRequest& request) {
    if (request.method == "POST") {
      ++submitted;
      statement = request.body;
      looks = 0;
      if (!submit_failures.empty()) {
        absl::StatusOr<http::HttpResponse> failure = submit_failures.front();
        submit_failures.erase(submit_failures.begin());
        return failure;
      }
      return http::HttpResponse{
          201, {{"Location", "http://host/api/projects/p1/instances/20240102id"}}, ""};
    }
    if (!look_failure.ok()) return look_failure;
    if (absl::EndsWith(request.url, "taskstatus&curr_project=p1")) {
      return Instance("Terminated",
                      absl::StrCat("<Name>n</Name><Status>", task_status, "</Status>"));
    }
    if (absl::StrContains(request.url, "?result")) {
      return Instance("Terminated",
                      absl::StrCat("<Name>n</Name><Result Transform=\"Base64\" Format=\"csv\">"
                                   "<![CDATA[",
                                   absl::Base64Escape(result), "]]></Result>"));
    }
    return Instance(++looks < looks_until_end ? "Running" : "Terminated", "");
  }

  static http::HttpResponse Instance(absl::string_view status, absl::string_view task) {
    return {200,
            {},
            absl::StrCat("<Instance><Status>", status, "</Status><Tasks><Task Type=\"SQL\">", task,
                         "</Task></Tasks></Instance>")};
  }

  std::vector<absl::StatusOr<http::HttpResponse>> submit_failures;
  absl::Status look_failure;
  std::string statement;
  std::string task_status = "Success";
  std::string result;
  int submitted = 0;
  int looks = 0;
  int looks_until_end = 3;
  SimulatedClock clock;
  http::InMemoryClient http{[this](const http::ReceivedRequest& r) { return Serve(r); }};
  StaticCredentials credentials{{"id", Secret("secret"), Secret()}};
  Requester requester{http, credentials, clock};
  SqlClient client{requester, {"http", "host", "/api"}, clock};
};

TEST_F(SqlClientTest, RunsAStatementAndWaitsForItsResult) {
  result = "pt=a\n";

  EXPECT_THAT(client.Run("p1", "show partitions t1"), IsOkAndHolds(std::string("pt=a\n")));

  EXPECT_EQ(looks, 3);
  EXPECT_THAT(statement, HasSubstr("<Query>show partitions t1;</Query>"));
  EXPECT_THAT(statement, HasSubstr("<RunMode>Sequence</RunMode>"));
  EXPECT_EQ(http.Received()[0].url, "http://host/api/projects/p1/instances?curr_project=p1");
  EXPECT_EQ(http.Received()[0].headers.Find("Content-Type"), "application/xml");
}

TEST_F(SqlClientTest, TheFirstLooksComeSoonAndThenSlowDown) {
  looks_until_end = 2;
  const absl::Time begin = clock.Now();
  ASSERT_THAT(client.Run("p1", "select 1"), IsOk());

  EXPECT_LE(clock.Now() - begin, absl::Milliseconds(100));
}

TEST_F(SqlClientTest, AStatementIsTextWhateverIsInIt) {
  ASSERT_THAT(client.Run("p1", "select '<&]]>' from t where a < 1;  "), IsOk());

  EXPECT_THAT(statement, HasSubstr("select '&lt;&amp;]]&gt;' from t where a &lt; 1;"));
}

TEST_F(SqlClientTest, SelectGivesRows) {
  result = "\"n\",\"k\"\n\"2\",\\N\n";

  absl::StatusOr<SqlRows> rows = client.Select("p1", "select count(*) n from t");

  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(rows->rows, ElementsAre(ElementsAre("2", std::nullopt)));
}

TEST_F(SqlClientTest, ASelectMayReadAllPartitionsWhateverTheProjectSays) {
  result = "\"n\"\n\"2\"\n";

  ASSERT_THAT(client.Select("p1", "select count(*) n from t"), IsOk());

  EXPECT_THAT(statement, HasSubstr(R"(<Value>{"odps.sql.allow.fullscan":"true"}</Value>)"));
}

TEST_F(SqlClientTest, AddPartitionIsHarmlessTwiceAndSoIsRepeated) {
  submit_failures = {absl::UnavailableError("cut"),
                     http::HttpResponse{503, {}, "<Error><Code>ServiceUnavailable</Code></Error>"}};

  EXPECT_THAT(client.AddPartition({"p1", "", "t1"}, PartitionSpec{{"pt", "11-17-2020 15"}}),
              IsOk());

  EXPECT_EQ(submitted, 3);
  EXPECT_THAT(statement, HasSubstr("<Name>SQLAddPartitionTask</Name>"));
  EXPECT_THAT(statement,
              HasSubstr("ALTER TABLE p1.`t1` ADD IF NOT EXISTS PARTITION (pt='11-17-2020 15');"));
}

TEST_F(SqlClientTest, FailuresOfStatementsHaveReasons) {
  task_status = "Failed";
  struct Case {
    const char* text;
    absl::string_view reason;
  };
  for (const Case& c : std::vector<Case>{
           {"ODPS-0130131:[1,15] Table not found - table p1.x cannot be resolved",
            kReasonTableNotFound},
           {"FAILED: ODPS-0130013:Authorization exception - You have NO privilege 'odps:Select' on "
            "{acs:odps:*:projects/p1/tables/t1}",
            kReasonPermissionMissing},
           {"ODPS-0130161:[1,1] Parse exception", kReasonSqlFailed},
           {"something else", kReasonSqlFailed},
           {"", kReasonSqlFailed},
       }) {
    result = c.text;
    const absl::Status status = client.Run("p1", "select 1").status();
    EXPECT_THAT(status, HasReason(c.reason)) << c.text;
    EXPECT_TRUE(IsClearRefusal(status)) << c.text;
  }
}

TEST_F(SqlClientTest, AMissingAlterNamesTheGrant) {
  task_status = "Failed";
  result =
      "ODPS-0130013:Authorization exception - You have NO privilege 'odps:Alter' on "
      "{acs:odps:*:projects/p1/tables/t1}";

  const absl::Status status = client.AddPartition({"p1", "", "t1"}, PartitionSpec{{"pt", "a"}});

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(RemedyOf(status), HasSubstr("grant Alter on table t1 to "));
}

TEST_F(SqlClientTest, WhenLooksFailThenTheFateOfTheStatementIsNotClear) {
  look_failure = http::WithDelivery(absl::UnavailableError("refused"), http::Delivery::kNotSent);

  const absl::Status status = client.Run("p1", "drop table t").status();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(IsClearRefusal(status));
  EXPECT_EQ(submitted, 1);
}

TEST_F(SqlClientTest, AStatementThatDoesNotEndIsLeftAtTheDeadline) {
  looks_until_end = 1'000'000;
  const absl::Time begin = clock.Now();

  const absl::Status status = client.Run("p1", "select 1").status();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kDeadlineExceeded, HasSubstr("20240102id")));
  EXPECT_LE(clock.Now() - begin, absl::Seconds(121));
}

TEST_F(SqlClientTest, AnInstanceThatEndedAtOnceAnswersInItsPlace) {
  submit_failures = {http::HttpResponse{
      200,
      {},
      "<Instance><Tasks><Task Type=\"SQL\"><Name>n</Name><Status>Success</Status>"
      "<Result Format=\"text\"><![CDATA[at once]]></Result></Task></Tasks></Instance>"}};

  EXPECT_THAT(client.Run("p1", "select 1"), IsOkAndHolds(std::string("at once")));
}

TEST(QuoteSql, EscapesWhatWouldEndTheText) {
  EXPECT_EQ(QuoteSql("it's \\ ok"), R"('it\'s \\ ok')");
}

}  // namespace
}  // namespace sluice::maxcompute
