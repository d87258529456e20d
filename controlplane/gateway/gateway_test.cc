#include "controlplane/gateway/gateway.h"

#include "absl/strings/str_cat.h"
#include "controlplane/gateway/gateway_world.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::SizeIs;

using GatewayTest = GatewayWorld;

TEST_F(GatewayTest, ACallIsAnsweredAsJson) {
  const Got got = Ask("GET", "/v1/instances/a");
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.Header("Content-Type"), "application/json");
  EXPECT_EQ(got.Json()["name"], "instances/a");
  EXPECT_EQ(got.Json()["bootstrapServers"], json::array({"127.0.0.1:9092"}));
  EXPECT_FALSE(got.Json().contains("region"));
}

TEST_F(GatewayTest, AResourceIsMadeReadChangedAndDeleted) {
  const Got made =
      Ask("POST", "/v1/instances?instanceId=b", R"({"bootstrapServers":["127.0.0.1:9092"]})");
  ASSERT_EQ(made.status, 200) << made.body;
  EXPECT_EQ(made.Json()["name"], "instances/b");
  EXPECT_THAT(Ask("GET", "/v1/instances").Json()["instances"], SizeIs(2));
  const Got changed = Ask("PATCH", "/v1/instances/b?updateMask=region", R"({"region":"r"})");
  EXPECT_EQ(changed.Json()["region"], "r") << changed.body;
  EXPECT_EQ(Ask("DELETE", "/v1/instances/b").body, "{}");
  EXPECT_EQ(Ask("GET", "/v1/instances/b").status, 404);
}

TEST_F(GatewayTest, TheEtagIsAHeaderAndIfMatchComparesIt) {
  EXPECT_EQ(Ask("GET", "/v1/instances/a").Header("ETag"), "\"e-1\"");
  const Got stale = Ask("DELETE", "/v1/instances/a", "", {{"If-Match", "\"e-0\""}});
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(stale.Error(), "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Ask("PATCH", "/v1/instances/a", "{}", {{"If-Match", "\"e-0\""}}).Error(),
            "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Ask("PATCH", "/v1/instances/a", "{}", {{"If-Match", "\"e-1\""}}).Header("ETag"),
            "\"e-2\"");
}

TEST_F(GatewayTest, AnErrorIsTheApisOwnWithItsDetails) {
  const Got missing = Ask("GET", "/v1/instances/none");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.Error(), "NOT_FOUND INSTANCE_NOT_FOUND");
  const json details = missing.Json()["error"]["details"];
  EXPECT_EQ(details[0]["@type"], "type.googleapis.com/google.rpc.ErrorInfo");
  EXPECT_EQ(details[0]["domain"], "sluice");
  const Got invalid = Ask("POST", "/v1/instances?instanceId=-a", "{}");
  EXPECT_EQ(invalid.status, 400);
  EXPECT_THAT(invalid.body, HasSubstr("\"fieldViolations\":[{"));
}

TEST_F(GatewayTest, GivenACallThatTheServerDoesNotHaveThen501) {
  EXPECT_EQ(Ask("GET", "/v1/workers").status, 501);
}

TEST_F(GatewayTest, WhoCallsGoesAlongAsMetadata) {
  Ask("GET", "/v1/instances/a", "",
      {{"Authorization", "Bearer secret"},
       {"X-Request-Id", "abc-1"},
       {"X-Sluice-Caller-Address", "6.6.6.6"}});
  EXPECT_EQ(instances_.Seen("authorization"), "Bearer secret");
  EXPECT_EQ(instances_.Seen("call id"), "abc-1");
  EXPECT_EQ(instances_.Seen("address"), "127.0.0.1");
}

// Only within the process somebody may speak for others.
TEST_F(GatewayTest, OverTheNetworkNobodyCallsFromAnotherAddress) {
  const auto stub = v1::InstanceService::NewStub(grpc::CreateChannel(
      absl::StrCat("127.0.0.1:", server_->port()), grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.AddMetadata("x-sluice-caller-address", "6.6.6.6");
  v1::GetInstanceRequest request;
  request.set_name("instances/a");
  v1::Instance instance;
  ASSERT_TRUE(stub->GetInstance(&context, request, &instance).ok());
  EXPECT_EQ(instances_.Seen("address"), "127.0.0.1");
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
  const std::string region(2000, 'r');
  ASSERT_EQ(Ask("PATCH", "/v1/instances/a", absl::StrCat(R"({"region":")", region, "\"}")).status,
            200);
  const Got plain = Ask("GET", "/v1/instances/a");
  EXPECT_EQ(plain.Header("Content-Encoding"), "");
  EXPECT_EQ(plain.Header("Vary"), "Accept-Encoding");
  const Got packed = Ask("GET", "/v1/instances/a", "", {{"Accept-Encoding", "br, gzip"}});
  EXPECT_EQ(packed.Header("Content-Encoding"), "gzip");
  EXPECT_LT(packed.body.size(), plain.body.size() / 2);
  EXPECT_EQ(Ask("GET", "/v1/nothing", "", {{"Accept-Encoding", "gzip"}}).Header("Content-Encoding"),
            "");
}

TEST_F(GatewayTest, AnAnswerMayBeLargerThanARequest) {
  const std::string region(3 << 20, 'r');
  for (const char* id : {"b", "c"}) {
    ASSERT_EQ(Ask("POST", absl::StrCat("/v1/instances?instanceId=", id),
                  absl::StrCat(R"({"region":")", region, "\"}"))
                  .status,
              200);
  }
  EXPECT_EQ(Ask("GET", "/v1/instances").status, 200);
}

TEST_F(GatewayTest, HeadIsAGetWithoutItsBody) {
  const Got got = Ask("GET", "/v1/instances/a");
  const Got head = Ask("HEAD", "/v1/instances/a");
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

TEST_F(GatewayTest, AWriteFromTheConsolesOwnPageIsTaken) {
  EXPECT_EQ(Ask("PATCH", "/v1/instances/a", "{}",
                {{"Host", "sluice:9091"},
                 {"Origin", "http://sluice:9091"},
                 {"Sec-Fetch-Site", "same-origin"}})
                .status,
            200);
}

TEST_F(GatewayTest, TheDocumentOfTheApiIsThere) {
  const Got got = Ask("GET", "/openapi.json");
  EXPECT_EQ(got.status, 200);
  EXPECT_TRUE(got.Json()["paths"].contains("/v1/instances/{instance}"));
}

TEST_F(GatewayTest, WithoutSignInThereAreNoSessions) {
  EXPECT_EQ(Ask("POST", "/v1/sessions", "{}").Error(), "NOT_FOUND PATH_NOT_FOUND");
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
