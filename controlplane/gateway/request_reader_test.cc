#include "controlplane/gateway/request_reader.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "api/client/error_details.h"
#include "base/status/status_matchers.h"
#include "controlplane/gateway/query_fields.h"
#include "controlplane/gateway/route_table.h"
#include "controlplane/rpc/status_details.h"
#include "gmock/gmock.h"
#include "google/protobuf/type.pb.h"
#include "google/protobuf/wrappers.pb.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/dead_letter.pb.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::Message;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr char kConnector[] = "/v1/instances/a/connectors/b";

class RequestReader : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<Message>> Read(const std::string& method,
                                                const std::string& target, std::string body = "",
                                                std::string if_match = "") {
    const http::Target parsed = http::ParseTarget(target);
    Route route =
        table_.Find(method, *ReadPath(absl::string_view(target).substr(0, target.find('?'))));
    return ReadRequest(*route.rule, {.bindings = std::move(route.bindings),
                                     .query = parsed.query,
                                     .body = std::move(body),
                                     .if_match = std::move(if_match)});
  }

  template <typename Request>
  Request Fine(const std::string& method, const std::string& target, std::string body = "",
               std::string if_match = "") {
    auto read = Read(method, target, std::move(body), std::move(if_match));
    EXPECT_THAT(read, IsOk());
    return read.ok() ? dynamic_cast<Request&>(**read) : Request();
  }

  // `field REASON` of every violation.
  std::vector<std::string> Violations(const std::string& method, const std::string& target,
                                      std::string body = "", std::string if_match = "") {
    const auto read = Read(method, target, std::move(body), std::move(if_match));
    EXPECT_EQ(read.status().code(), absl::StatusCode::kInvalidArgument) << target;
    const google::rpc::Status told = DetailsOf(read.status());
    std::vector<std::string> violations;
    for (const client::Violation& violation : client::ViolationsOf(client::StatusOfAnswer(
             read.status().code(), told.message(), told.SerializeAsString()))) {
      violations.push_back(absl::StrCat(violation.field, " ", violation.reason));
    }
    return violations;
  }

  const RouteTable table_{*ReadHttpRules(ApiServices())};
};

TEST_F(RequestReader, TheBodyIsAFieldOfTheRequest) {
  const auto request = Fine<v1::CreateConnectorRequest>(
      "POST", "/v1/instances/a/connectors?connectorId=b&validate_only=true&requestId=r-1",
      R"({"source":{"topic":"t"},"labels":{"team":"pay"},"sink":{"mode":"KEY"}})");
  EXPECT_EQ(request.parent(), "instances/a");
  EXPECT_EQ(request.connector_id(), "b");
  EXPECT_EQ(request.request_id(), "r-1");
  EXPECT_TRUE(request.validate_only());
  EXPECT_EQ(request.connector().source().topic(), "t");
  EXPECT_EQ(request.connector().labels().at("team"), "pay");
  EXPECT_EQ(request.connector().sink().mode(), v1::MaxComputeSink::KEY);
}

TEST_F(RequestReader, TheBodyIsTheRequest) {
  const auto request = Fine<v1::DeployConnectorRequest>("POST", absl::StrCat(kConnector, ":deploy"),
                                                        R"({"etag":"e","request_id":"r"})");
  EXPECT_EQ(request.name(), "instances/a/connectors/b");
  EXPECT_EQ(request.etag(), "e");
  EXPECT_EQ(request.request_id(), "r");
}

TEST_F(RequestReader, GivenNoBodyThenItIsAnEmptyOne) {
  EXPECT_EQ(Fine<v1::DeployConnectorRequest>("POST", absl::StrCat(kConnector, ":deploy")).name(),
            "instances/a/connectors/b");
}

TEST_F(RequestReader, TheQueryHasEveryKindOfValue) {
  const auto figures = Fine<v1::QueryConnectorMetricsRequest>(
      "GET", absl::StrCat(kConnector,
                          ":queryMetrics?metrics=rows&metrics=lag_records&step=120.5s"
                          "&startTime=2020-11-17T15:00:00%2B08:00"));
  EXPECT_THAT(figures.metrics(), ElementsAre("rows", "lag_records"));
  EXPECT_EQ(figures.step().seconds(), 120);
  EXPECT_EQ(figures.step().nanos(), 500'000'000);
  EXPECT_EQ(figures.start_time().seconds(), 1605596400);
  const auto events = Fine<v1::ListConnectorEventsRequest>(
      "GET", absl::StrCat(kConnector, "/events?types=CHANGE&pageSize=7&pageToken=a%26b"));
  EXPECT_THAT(events.types(), ElementsAre(v1::ConnectorEvent::CHANGE));
  EXPECT_EQ(events.page_size(), 7);
  EXPECT_EQ(events.page_token(), "a&b");
  const auto update = Fine<v1::UpdateConnectorRequest>(
      "PATCH", absl::StrCat(kConnector, "?updateMask=description,sink.mode"), "{}");
  EXPECT_THAT(update.update_mask().paths(), ElementsAre("description", "sink.mode"));
  EXPECT_EQ(update.connector().name(), "instances/a/connectors/b");
}

// No call of ours has these in its query; the rule is for those to come.
TEST_F(RequestReader, TheQueryReachesNestedFieldsWrappersAndBytes) {
  controlplane::Violations violations;
  v1::CreateConnectorRequest request;
  SetFromQuery(*FindField(*request.GetDescriptor(), "connector.source.topic"), "t", request,
               violations);
  v1::DeadLetter letter;
  SetFromQuery(*FindField(*letter.GetDescriptor(), "key"), "_-8=", letter, violations);
  google::protobuf::Field field;
  SetFromQuery(*FindField(*field.GetDescriptor(), "kind"), "TYPE_BOOL", field, violations);
  EXPECT_TRUE(violations.empty());
  EXPECT_EQ(request.connector().source().topic(), "t");
  EXPECT_EQ(letter.key(), "\xff\xef");
  EXPECT_EQ(field.kind(), google::protobuf::Field::TYPE_BOOL);
}

TEST_F(RequestReader, EveryMistakeOfAQueryIsTold) {
  EXPECT_THAT(
      Violations("GET", absl::StrCat(kConnector,
                                     "/events?nobody=1&pageSize=many&types=LOUD&types=CHANGE"
                                     "&pageToken=a&page_token=b&name.x=1&parent.y=2")),
      UnorderedElementsAre("\"nobody\" FIELD_UNKNOWN", "page_size FIELD_FORM",
                           "types[0] VALUE_UNKNOWN", "page_token FIELD_CONFLICT",
                           "\"name.x\" FIELD_UNKNOWN", "\"parent.y\" FIELD_UNKNOWN"));
  EXPECT_THAT(Violations("GET", absl::StrCat(kConnector, ":queryMetrics?step=fast&startTime=now")),
              UnorderedElementsAre("step FIELD_FORM", "start_time FIELD_FORM"));
  EXPECT_THAT(Violations("DELETE", absl::StrCat(kConnector, "?validateOnly=1&groupPolicy=3")),
              UnorderedElementsAre("validate_only FIELD_FORM", "group_policy VALUE_UNKNOWN"));
  EXPECT_THAT(Violations("GET", absl::StrCat(kConnector, "?view=&name=instances/a/connectors/c")),
              testing::Contains("name FIELD_CONFLICT"));
}

TEST_F(RequestReader, EveryMistakeOfABodyIsTold) {
  EXPECT_THAT(Violations("POST", "/v1/instances/a/connectors?connectorId=b",
                         R"({"sourc":{},"source":{"topic":5,"start_offset":"SOON"},"labels":{"a":1},
                     "sink":{"mode":4711,"format":"text"},"description":["x"]})"),
              UnorderedElementsAre(
                  "connector.sourc FIELD_UNKNOWN", "connector.source.topic FIELD_FORM",
                  "connector.source.start_offset VALUE_UNKNOWN",
                  "connector.labels[\"a\"] FIELD_FORM", "connector.sink.mode VALUE_UNKNOWN",
                  "connector.sink.format VALUE_UNKNOWN", "connector.description FIELD_FORM"));
  EXPECT_THAT(Violations("POST", absl::StrCat(kConnector, ":deploy"), "[]"),
              ElementsAre("body FIELD_FORM"));
}

TEST_F(RequestReader, GivenAFieldInBothSpellingsThenItIsAConflict) {
  EXPECT_THAT(Violations("POST", absl::StrCat(kConnector, ":deploy"),
                         R"({"requestId":"a","request_id":"b"})"),
              ElementsAre("request_id FIELD_CONFLICT"));
}

TEST_F(RequestReader, GivenABodyThatSaysAnotherNameThanThePathThenItIsAConflict) {
  EXPECT_THAT(Violations("PATCH", kConnector, R"({"name":"instances/a/connectors/c"})"),
              ElementsAre("connector.name FIELD_CONFLICT"));
  EXPECT_EQ(Fine<v1::UpdateConnectorRequest>("PATCH", kConnector,
                                             R"({"name":"instances/a/connectors/b"})")
                .connector()
                .name(),
            "instances/a/connectors/b");
}

TEST_F(RequestReader, GivenAParameterThatBelongsIntoTheBodyThenItIsAConflict) {
  EXPECT_THAT(Violations("POST", absl::StrCat(kConnector, ":deploy?etag=e")),
              ElementsAre("etag FIELD_CONFLICT"));
  EXPECT_THAT(Violations("PATCH", absl::StrCat(kConnector, "?connector.description=d"), "{}"),
              ElementsAre("connector.description FIELD_CONFLICT"));
}

TEST_F(RequestReader, GivenABodyWhereNoneIsTakenThenItIsRefused) {
  EXPECT_THAT(Read("GET", kConnector, "{}"), HasReason("REQUEST_MALFORMED"));
  EXPECT_THAT(Read("POST", absl::StrCat(kConnector, ":deploy"), "{'etag':1}"),
              HasReason("BODY_MALFORMED"));
}

TEST_F(RequestReader, IfMatchIsTheEtag) {
  EXPECT_EQ(Fine<v1::DeleteConnectorRequest>("DELETE", kConnector, "", "\"e-1\"").etag(), "e-1");
  EXPECT_EQ(
      Fine<v1::UpdateConnectorRequest>("PATCH", kConnector, "{}", "\"e-1\"").connector().etag(),
      "e-1");
  EXPECT_EQ(Fine<v1::DeleteConnectorRequest>("DELETE", kConnector, "", "*").etag(), "");
  EXPECT_THAT(Violations("DELETE", absl::StrCat(kConnector, "?etag=e-2"), "", "\"e-1\""),
              ElementsAre("etag FIELD_CONFLICT"));
  for (const char* header : {"e-1", "\"a\", \"b\"", "W/\"a\"", "\"\"", "\""}) {
    EXPECT_THAT(Read("DELETE", kConnector, "", header), HasReason("REQUEST_MALFORMED")) << header;
  }
  EXPECT_THAT(Read("GET", kConnector, "", "\"e\""), HasReason("REQUEST_MALFORMED"));
}

TEST_F(RequestReader, GivenAPathOrAHeaderThatIsNoUtf8ThenTheFieldIsTold) {
  EXPECT_THAT(Violations("GET", "/v1/instances/a/connectors/b%FF"), ElementsAre("name FIELD_FORM"));
  EXPECT_THAT(Violations("DELETE", kConnector, "", "\"\xff\""), ElementsAre("etag FIELD_FORM"));
}

TEST_F(RequestReader, GivenANumberBeyondItsTypeThenProtobufsWordsAreTold) {
  const auto read =
      Read("POST", absl::StrCat(kConnector, ":sendTestRecord"), R"({"partition":99999999999})");
  EXPECT_THAT(read, HasReason("VALIDATION_FAILED"));
  EXPECT_THAT(read.status().message(), HasSubstr("partition"));
}

}  // namespace
}  // namespace sluice::controlplane
