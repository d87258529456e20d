#include "controlplane/gateway/gateway.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/status/status_matchers.h"
#include "controlplane/gateway/gateway_world.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using nlohmann::json;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr char kConnector[] = "/v1/instances/alikafka/connectors/kafka-maxcompute-sink";
constexpr char kCreate[] =
    "/v1/instances/alikafka/connectors?connectorId=kafka-maxcompute-sink&requestId=r-1";

class GatewayTest : public GatewayWorld {
 protected:
  static std::string R0Body() {
    return R"({"source":{"topic":"maxcompute-test-input"},
               "sink":{"endpoint":"http://127.0.0.1:1/api","project":"connector_test",
                       "table":"test_kafka","accountUid":"188",
                       "roleName":"AliyunKafkaMaxComputeUser1"}})";
  }
};

TEST_F(GatewayTest, ACallIsAnsweredAsJson) {
  const Got got = Ask("GET", "/v1/instances/alikafka");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.Header("Content-Type"), "application/json");
  EXPECT_EQ(got.Json()["name"], "instances/alikafka");
  EXPECT_EQ(got.Json()["bootstrapServers"], json::array({"127.0.0.1:9092"}));
  EXPECT_FALSE(got.Json().contains("description"));
}

TEST_F(GatewayTest, AConnectorIsCreatedReadDeployedAndDeleted) {
  const Got made = Ask("POST", kCreate, R0Body());
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.Json()["name"], "instances/alikafka/connectors/kafka-maxcompute-sink");
  EXPECT_EQ(Ask("POST", kCreate, R0Body()).body, made.body);  // One request id is one connector.
  EXPECT_EQ(Ask("GET", kConnector).Json()["uid"], made.Json()["uid"]);
  EXPECT_THAT(Ask("GET", "/v1/instances/-/connectors?pageSize=5").Json()["connectors"], SizeIs(1));
  const Got changed =
      Ask("PATCH", absl::StrCat(kConnector, "?updateMask=description"), R"({"description":"d"})");
  EXPECT_EQ(changed.Json()["description"], "d") << changed.body;
  EXPECT_EQ(Ask("DELETE", kConnector).Json()["desiredState"], "DELETED");
}

TEST_F(GatewayTest, TheEtagIsAHeaderAndIfMatchComparesIt) {
  const Got made = Ask("POST", kCreate, R0Body());
  const std::string etag = made.Header("ETag");
  EXPECT_EQ(etag, absl::StrCat("\"", made.Json()["etag"].get<std::string>(), "\""));
  const Got stale = Ask("DELETE", kConnector, "", {{"If-Match", "\"old-1\""}});
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(stale.Error(), "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Ask("PATCH", absl::StrCat(kConnector, "?updateMask=description"),
                R"({"description":"d"})", {{"If-Match", "\"old-1\""}})
                .Error(),
            "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Ask("DELETE", kConnector, "", {{"If-Match", etag}}).status, 200);
}

TEST_F(GatewayTest, AnErrorIsTheApisOwnWithItsDetails) {
  const Got missing = Ask("GET", kConnector);
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.Error(), "NOT_FOUND CONNECTOR_NOT_FOUND");
  const json details = missing.Json()["error"]["details"];
  EXPECT_EQ(details[0]["@type"], "type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_EQ(details[0]["domain"], "sluice");
  const Got invalid = Ask("POST", "/v1/instances/alikafka/connectors?connectorId=-a", "{}");
  EXPECT_EQ(invalid.status, 400);
  EXPECT_THAT(invalid.body, HasSubstr("\"fieldViolations\":[{"));
}

TEST_F(GatewayTest, TheRequestIdComesBackOrIsMade) {
  EXPECT_EQ(Ask("GET", "/v1/instances", "", {{"X-Request-Id", "abc-1"}}).Header("X-Request-Id"),
            "abc-1");
  EXPECT_THAT(Ask("GET", "/v1/instances").Header("X-Request-Id"), SizeIs(36));
  EXPECT_THAT(Ask("GET", "/v1/nothing").Header("X-Request-Id"), SizeIs(36));
}

TEST_F(GatewayTest, EveryAnswerSaysThatItIsNotToBeGuessedFramedOrShared) {
  for (const char* target : {"/v1/instances", "/v1/nothing", "/", "/healthz"}) {
    const Got got = Ask("GET", target);
    EXPECT_EQ(got.Header("X-Content-Type-Options"), "nosniff") << target;
    EXPECT_THAT(got.Header("Content-Security-Policy"), HasSubstr("frame-ancestors 'none'"));
    EXPECT_EQ(got.Header("Cross-Origin-Opener-Policy"), "same-origin") << target;
    EXPECT_EQ(got.Header("Access-Control-Allow-Origin"), "") << target;
  }
}

TEST_F(GatewayTest, ALargeAnswerIsPackedForThoseWhoTakeIt) {
  for (int i = 0; i < 20; ++i) {
    ASSERT_EQ(Ask("POST", absl::StrCat("/v1/instances?instanceId=i-", i),
                  R"({"bootstrapServers":["127.0.0.1:9092"]})")
                  .status,
              200);
  }
  const Got plain = Ask("GET", "/v1/instances");
  EXPECT_EQ(plain.Header("Content-Encoding"), "");
  EXPECT_EQ(plain.Header("Vary"), "Accept-Encoding");
  const Got packed = Ask("GET", "/v1/instances", "", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(packed.Header("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), plain.body.size() / 2);
  EXPECT_EQ(
      Ask("GET", "/v1/instances/i-1", "", {{"Accept-Encoding", "gzip"}}).Header("Content-Encoding"),
      "");
}

TEST_F(GatewayTest, HeadIsAGetWithoutItsBody) {
  const Got got = Ask("GET", "/v1/instances/alikafka");
  const Got head = Ask("HEAD", "/v1/instances/alikafka");
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.Header("Content-Length"), absl::StrCat(got.body.size()));
  EXPECT_EQ(head.body, "");
}

TEST_F(GatewayTest, OptionsTellsTheMethodsAndNothingAboutOtherOrigins) {
  const Got got = Ask("OPTIONS", "/v1/instances/a", "",
                      {{"Origin", "http://evil"}, {"Access-Control-Request-Method", "DELETE"}});
  EXPECT_EQ(got.status, 204);
  EXPECT_EQ(got.Header("Allow"), "DELETE, GET, HEAD, OPTIONS, PATCH");
  EXPECT_EQ(got.Header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(Ask("OPTIONS", "/v1/nothing").status, 404);
  EXPECT_EQ(Ask("OPTIONS", "/").Header("Allow"), "GET, HEAD, OPTIONS");
}

TEST_F(GatewayTest, AnotherMethodIs405WithThoseThatThereAre) {
  const Got got = Ask("PUT", "/v1/instances/a", "{}");
  EXPECT_EQ(got.status, 405);
  EXPECT_EQ(got.Header("Allow"), "DELETE, GET, HEAD, OPTIONS, PATCH");
  EXPECT_EQ(got.Error(), "UNIMPLEMENTED METHOD_NOT_ALLOWED");
}

TEST_F(GatewayTest, OperationsAreThereToo) {
  EXPECT_EQ(Ask("GET", "/v1/operations").status, 200);
  EXPECT_EQ(Ask("GET", "/v1/operations/none").Error(), "NOT_FOUND OPERATION_NOT_FOUND");
  EXPECT_EQ(Ask("POST", "/v1/operations/none:wait", R"({"timeout":"1s"})").Error(),
            "NOT_FOUND OPERATION_NOT_FOUND");
}

TEST_F(GatewayTest, GivenAClosedGatewayThenCallsAreTriedLaterAndPagesStay) {
  gateway_->Close();
  const Got got = Ask("GET", "/v1/instances");
  EXPECT_EQ(got.status, 503);
  EXPECT_EQ(got.Header("Retry-After"), "1");
  EXPECT_EQ(Ask("GET", "/healthz").body, "/healthz");
}

class FullGateway : public GatewayWorld {
 protected:
  FullGateway() : GatewayWorld({}, {.calls_max = 0, .streams_max = 0}) {}
};

TEST_F(FullGateway, RefusesWhatIsTooMuch) {
  const Got call = Ask("GET", "/v1/instances");
  EXPECT_EQ(call.status, 503);
  EXPECT_EQ(call.Error(), "UNAVAILABLE OVERLOADED");
  const Got stream =
      Ask("POST", "/v1:watch", R"({"subscriptions":[{"id":"a","parent":"instances/-"}]})");
  EXPECT_EQ(stream.status, 429);
  EXPECT_EQ(stream.Error(), "RESOURCE_EXHAUSTED TOO_MANY_STREAMS");
}

}  // namespace
}  // namespace sluice::controlplane
