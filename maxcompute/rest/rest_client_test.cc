#include "maxcompute/rest/rest_client.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/http/in_memory_client.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const TableName kTable{"p1", "", "t1"};

http::HttpResponse Refusal(int status, absl::string_view code) {
  return {status,
          {},
          absl::StrCat("<Error><Code>", code,
                       "</Code><Message>m</Message><RequestId>r</RequestId>"
                       "<HostId>h</HostId></Error>")};
}

class RestClientTest : public ::testing::Test {
 protected:
  std::string LastUrl() { return http.Received().back().url; }

  absl::StatusOr<http::HttpResponse> answer = http::HttpResponse{200, {}, ""};
  SimulatedClock clock;
  http::InMemoryClient http{[this](const http::ReceivedRequest&) { return answer; }};
  StaticCredentials credentials{{"id", Secret("secret"), Secret()}};
  Requester requester{http, credentials, clock};
  RestClient client{requester, {"http", "host", "/api"}};
};

TEST_F(RestClientTest, ReadsAProject) {
  answer = http::HttpResponse{200,
                              {{"x-odps-owner", "me"}},
                              "<Project><Name>p1</Name><State>AVAILABLE</State>"
                              "<Region>cn-hangzhou</Region></Project>"};

  absl::StatusOr<Project> project = client.GetProject("p1");

  ASSERT_THAT(project, IsOk());
  EXPECT_EQ(project->owner, "me");
  EXPECT_EQ(project->state, "AVAILABLE");
  EXPECT_EQ(project->region, "cn-hangzhou");
  EXPECT_EQ(LastUrl(), "http://host/api/projects/p1?curr_project=p1");
}

TEST_F(RestClientTest, ReadsATablesSchemaAndItsVersion) {
  answer = http::HttpResponse{
      200, {}, R"(<?xml version="1.0"?><Table format="Json"><Name>t1</Name><Schema format="Json">
        <![CDATA[{"tableName":"t1","owner":"me","lastDDLTime":1704164645,"isVirtualView":false,
        "columns":[{"name":"topic","type":"string"},{"name":"offset","type":"bigint"}],
        "partitionKeys":[{"name":"pt","type":"string"}],
        "Reserved":"{\"schema_version\":\"7\",\"Transactional\":\"true\",\"PrimaryKey\":[\"Offset\"]}"}]]></Schema></Table>)"};

  absl::StatusOr<Table> table = client.GetTable(kTable);

  ASSERT_THAT(table, IsOk());
  EXPECT_THAT(table->schema.columns, SizeIs(2));
  EXPECT_THAT(table->schema.partition_keys, SizeIs(1));
  EXPECT_EQ(table->schema_version, "7");
  EXPECT_TRUE(table->is_transactional);
  EXPECT_THAT(table->schema.primary_key, ElementsAre("offset"));
  EXPECT_FALSE(table->is_view);
  EXPECT_EQ(table->owner, "me");
  EXPECT_EQ(table->last_ddl_time, absl::FromUnixSeconds(1704164645));
  EXPECT_EQ(LastUrl(), "http://host/api/projects/p1/tables/t1?extended&curr_project=p1");
}

TEST_F(RestClientTest, AMissingTableIsNotFoundWithItsReason) {
  answer = Refusal(404, "NoSuchTable");

  EXPECT_THAT(
      client.GetTable(kTable),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("table t1 in project p1 does not exist")));
  EXPECT_THAT(client.GetTable(kTable), HasReason(kReasonTableNotFound));
}

TEST_F(RestClientTest, AnAnswerOfSomethingElseIsAnErrorAndNotATable) {
  for (const char* body : {"", "<html/>", "{}", "<Table/>", "<Table><Schema>{}</Schema></Table>",
                           "<Table><Schema>{\"columns\":[{\"name\":\"a\",\"type\":\"odd\"}]}"
                           "</Schema></Table>"}) {
    answer = http::HttpResponse{200, {}, body};
    EXPECT_THAT(client.GetTable(kTable), HasReason(kReasonAnswerInvalid)) << body;
  }
}

TEST_F(RestClientTest, APartitionExistsOrDoesNot) {
  const PartitionSpec partition{{"pt", "11-17-2020 15"}};
  answer = http::HttpResponse{200, {}, "<Partition/>"};
  EXPECT_THAT(client.PartitionExists(kTable, partition), IsOkAndHolds(true));
  EXPECT_THAT(LastUrl(), HasSubstr("partition=pt%3D%2711-17-2020%2015%27"));

  answer = Refusal(404, "NoSuchPartition");
  EXPECT_THAT(client.PartitionExists(kTable, partition), IsOkAndHolds(false));

  answer = Refusal(404, "NoSuchTable");
  EXPECT_THAT(client.PartitionExists(kTable, partition), HasReason(kReasonTableNotFound));
  answer = Refusal(403, "NoPermission");
  EXPECT_THAT(client.PartitionExists(kTable, partition), HasReason(kReasonPermissionMissing));
}

TEST_F(RestClientTest, ListsPartitionsPageByPage) {
  answer = http::HttpResponse{
      200, {}, R"(<Partitions><Partition><Column Name="a" Value="1"/><Column Name="b" Value="x,y"/>
        </Partition><Partition><Name>a=2/b=3</Name></Partition><Marker>m 1</Marker>
        <MaxItems>2</MaxItems></Partitions>)"};

  absl::StatusOr<PartitionPage> page = client.ListPartitions(kTable, 2, "m 0");

  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->partitions, ElementsAre(PartitionSpec{{"a", "1"}, {"b", "x,y"}},
                                            PartitionSpec{{"a", "2"}, {"b", "3"}}));
  EXPECT_EQ(page->next_marker, "m 1");
  EXPECT_THAT(LastUrl(), HasSubstr("?partitions&expectmarker=true&maxitems=2&marker=m%200&"));

  answer = http::HttpResponse{200, {}, "<Partitions><Marker/></Partitions>"};
  EXPECT_EQ(client.ListPartitions(kTable, 2, "")->next_marker, "");
}

TEST_F(RestClientTest, ListsTablesPageByPage) {
  answer = http::HttpResponse{200,
                              {},
                              "<Tables><Table><Name>orders</Name><Owner>me</Owner></Table>"
                              "<Table><Name>orders_v2</Name></Table>"
                              "<Marker>m 1</Marker><MaxItems>2</MaxItems></Tables>"};

  absl::StatusOr<TablePage> page = client.ListTables({"p1", "", "ord"}, 2, "m 0");

  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->tables, ElementsAre("orders", "orders_v2"));
  EXPECT_EQ(page->next_marker, "m 1");
  EXPECT_EQ(LastUrl(),
            "http://host/api/projects/p1/tables?expectmarker=true&maxitems=2&name=ord&marker=m%200"
            "&curr_project=p1");

  answer = http::HttpResponse{200, {}, "<Tables><Marker/></Tables>"};
  EXPECT_EQ(client.ListTables({"p1", "s1", ""}, 2, "")->next_marker, "");
  EXPECT_THAT(LastUrl(),
              HasSubstr("/tables?expectmarker=true&maxitems=2&curr_project=p1&curr_schema=s1"));
}

TEST_F(RestClientTest, ATableInASchemaSaysSo) {
  answer = Refusal(404, "NoSuchTable");
  (void)client.GetTable({"p1", "s1", "t1"});

  EXPECT_THAT(LastUrl(), HasSubstr("curr_schema=s1"));
}

}  // namespace
}  // namespace sluice::maxcompute
