#include "emulator/front/front_door.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <thread>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "emulator/auth/request_signature.h"
#include "emulator/seed/seed.h"

namespace sluice::emulator {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr char kSeed[] = R"(
accounts:
  - {uid: "1000", access_keys: [{id: owner, secret: owner-secret}]}
  - {uid: "3000", access_keys: [{id: stranger, secret: stranger-secret}]}
projects: [{name: p, owner: "1000"}]
)";

// The whole emulator without its port, and a client that signs.
class FrontDoorTest : public testing::Test {
 protected:
  FrontDoorTest() {
    std::string path = testing::TempDir() + "/front_door";
    std::filesystem::remove_all(path);
    blocks_ = std::make_unique<BlockDirectory>(*BlockDirectory::Open(path + "/blocks"));
    database_ = *Database::Open(path + "/metadata.db");
    EXPECT_THAT(ApplySeed(*database_, *ParseSeed(kSeed), clock_.Now()), IsOk());
    Open({});
  }

  // A front door with other limits, to the same data.
  void Open(Limits limits) {
    door_ = nullptr;
    world_ = std::make_unique<World>(World{*database_, *blocks_, clock_, limits});
    door_ = std::make_unique<FrontDoor>(*world_, absl::UTCTimeZone(), &faults_);
  }

  http::ServerRequest Request(const std::string& method, const std::string& target,
                              std::string body = "") {
    http::ServerRequest request{
        .method = method, .target = http::ParseTarget(target), .body = std::move(body)};
    request.headers.Add(
        "Date", absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", clock_.Now(), absl::UTCTimeZone()));
    return request;
  }

  http::ServerResponse Send(http::ServerRequest request, const std::string& key = "owner") {
    const bool rest = request.target.path.rfind("/api/", 0) == 0;
    const std::string text = CanonicalStrings(request, rest ? "/api" : "")[0];
    const Credential credential{.access_key_id = key};
    request.headers.Add("Authorization",
                        absl::StrCat("ODPS ", key, ":", Sign(credential, key + "-secret", text)));
    return door_->Handle(std::move(request));
  }

  http::ServerResponse Submit(const std::string& sql) {
    return Send(Request("POST", "/api/projects/p/instances",
                        absl::StrCat("<Instance><Job><Tasks><SQL><Name>Task</Name><Query><![CDATA[",
                                     sql, "]]></Query></SQL></Tasks></Job></Instance>")));
  }

  // The text result of a statement.
  std::string Result(const http::ServerResponse& submitted) {
    std::string location(*submitted.headers.Find("Location"));
    return Send(Request("GET", absl::StrCat("/api", location, "?result"))).body;
  }

  SimulatedClock clock_;
  FaultRegistry faults_;
  std::unique_ptr<BlockDirectory> blocks_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<World> world_;
  std::unique_ptr<FrontDoor> door_;
};

TEST_F(FrontDoorTest, WordsItsRefusalsAsTheServiceThatWasCalled) {
  http::ServerResponse rest = door_->Handle(Request("GET", "/api/projects/p"));
  http::ServerResponse tunnel = door_->Handle(Request("POST", "/projects/p/tables/t?uploads"));

  EXPECT_EQ(rest.status, 401);
  EXPECT_THAT(rest.body, AllOf(HasSubstr("<Code>Unauthorized</Code>"), HasSubstr("<HostId>")));
  EXPECT_EQ(tunnel.status, 401);
  EXPECT_THAT(tunnel.body, HasSubstr(R"("Code":"Unauthorized")"));
  EXPECT_TRUE(tunnel.headers.Has("x-odps-request-id"));
}

TEST_F(FrontDoorTest, GivenAnotherSecretOrAChangedRequestRefusesTheSignature) {
  http::ServerRequest request = Request("GET", "/api/projects/p");
  request.headers.Add("Authorization", "ODPS owner:c2lnbmF0dXJl");
  http::ServerResponse response = door_->Handle(request);

  EXPECT_EQ(response.status, 401);
  EXPECT_THAT(response.body, HasSubstr("SignatureNotMatch"));
}

TEST_F(FrontDoorTest, GivenARequestOfAnotherTimeTellsTheClocks) {
  http::ServerRequest request = Request("GET", "/api/projects/p");
  clock_.Advance(absl::Minutes(16));

  EXPECT_THAT(Send(request).body,
              AllOf(HasSubstr("RequestTimeTooSkewed"), HasSubstr("max_interval_date:900000")));
}

TEST_F(FrontDoorTest, GivenAStrangerNamesTheProjectAndTheStranger) {
  http::ServerResponse response = Send(Request("GET", "/api/projects/p/tables"), "stranger");

  EXPECT_EQ(response.status, 403);
  EXPECT_THAT(response.body, AllOf(HasSubstr("You don't exist in project p"),
                                   HasSubstr("'odps:Read'"), HasSubstr("ALIYUN$3000")));
}

TEST_F(FrontDoorTest, AnswersASubmittedStatementWithAnEmptyBodyAndAPlace) {
  http::ServerResponse response = Submit("create table t (a string)");

  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, "");
  EXPECT_THAT(std::string(*response.headers.Find("Location")), HasSubstr("/projects/p/instances/"));
  EXPECT_EQ(Send(Request("GET", "/projects/p/tables/T?extended")).status, 200);
}

TEST_F(FrontDoorTest, GivenAStatementThatFailsTheInstanceFailsAndNotTheRequest) {
  http::ServerResponse response = Submit("select * from nothing");
  ASSERT_EQ(response.status, 201);
  EXPECT_THAT(Result(response), HasSubstr("<Status>Failed</Status>"));
}

TEST_F(FrontDoorTest, StrikesWithTheFaultThatMatchesTheStatement) {
  ASSERT_EQ(Submit("create table t (a string) partitioned by (pt string)").status, 201);
  faults_.Add({.operation = "create_partition",
               .table = "t",
               .action = Fault::Action::kFail,
               .status = 503,
               .code = "ServiceUnavailable"});
  const char* add = "alter table p.`T` add partition (pt='a')";

  EXPECT_EQ(Submit("show partitions t").status, 201);
  EXPECT_EQ(Submit(add).status, 503);
  EXPECT_EQ(Submit(add).status, 201);
}

TEST_F(FrontDoorTest, GivenARequestDroppedAfterwardsItWasCarriedOutAllTheSame) {
  faults_.Add({.operation = "create_table", .action = Fault::Action::kDropAfter});

  EXPECT_TRUE(Submit("create table t (a string)").hang_up);

  EXPECT_EQ(Send(Request("GET", "/api/projects/p/tables/t")).status, 200);
}

TEST_F(FrontDoorTest, GivenARequestHeldBeforehandItIsCarriedOutOnlyWhenReleased) {
  std::string id = faults_.Add({.operation = "create_table", .action = Fault::Action::kHoldBefore});
  std::thread held([&] { EXPECT_EQ(Submit("create table t (a string)").status, 201); });
  while (faults_.List()[0].holding == 0) std::this_thread::yield();

  EXPECT_EQ(Send(Request("GET", "/api/projects/p/tables/t")).status, 404);
  EXPECT_THAT(faults_.Release(id), IsOk());
  held.join();
  EXPECT_EQ(Send(Request("GET", "/api/projects/p/tables/t")).status, 200);
}

TEST_F(FrontDoorTest, GivenNamesOfOddShapesRefusesThemClearly) {
  const std::string long_name(1 << 20, 'x');
  for (const std::string& target :
       {std::string("/api/projects/p/tables/%00%ff"), "/api/projects/p/tables/" + long_name,
        "/api/projects/" + long_name, std::string("/api/projects/p/tables/t?partition=%27"),
        std::string("/api/projects//tables//"), std::string("/api/"), std::string("//"),
        std::string("/projects/p/tables/t?uploadid=%00"),
        std::string("/api/projects/p/schemas/other/tables/t"),
        std::string("/api/projects/p/tables?marker=x"), std::string("/api/a/b/c/d/e/f/g/h")}) {
    http::ServerResponse response = Send(Request("GET", target));
    EXPECT_GE(response.status, 400) << target.substr(0, 64);
    EXPECT_LT(response.status, 500) << target.substr(0, 64) << response.body.substr(0, 256);
    EXPECT_LT(response.body.size(), 8192u);
  }
}

// The text of a member of a flat answer.
std::string Member(const http::ServerResponse& response, const std::string& name) {
  const std::string begin = "\"" + name + "\":\"";
  const size_t at = response.body.find(begin);
  if (at == std::string::npos) return "";
  const size_t from = at + begin.size();
  return response.body.substr(from, response.body.find('"', from) - from);
}

TEST_F(FrontDoorTest, GivenTheColumnsChangedAStreamThatCaresIsToldTheirVersion) {
  ASSERT_EQ(Submit("create table t (a string)").status, 201);
  http::ServerResponse created = Send(Request("POST", "/projects/p/tables/t/streams"));
  ASSERT_EQ(created.status, 201);
  EXPECT_THAT(created.body, AllOf(HasSubstr(R"("schema_version":0)"), HasSubstr("localhost:80")));
  const std::string path = absl::StrCat("/projects/p/tables/t/streams?slotid=0&uploadid=",
                                        Member(created, "session_name"), "&schema_version=");
  const std::string row =
      absl::HexStringToBytes("0a016180c0ff7ff893b8f60ef0ffff7f02f8ffff7fbe9dccd905");
  ASSERT_EQ(Send(Request("PUT", path + "0", row)).status, 200);

  ASSERT_THAT(
      database_->Transact([](Sql& sql) { return sql.Run("UPDATE tables SET schema_version = 1"); }),
      IsOk());

  http::ServerResponse refused = Send(Request("PUT", path + "0", row));
  EXPECT_EQ(refused.status, 412);
  EXPECT_EQ(Member(refused, "Code"), "SchemaModified");
  EXPECT_EQ(*refused.headers.Find("odps-tunnel-latest-schema-version"), "1");
  EXPECT_EQ(Send(Request("PUT", path + "0&check_latest_schema=false", row)).status, 200);
  http::ServerResponse taken = Send(Request("PUT", path + "1", row));
  EXPECT_EQ(taken.status, 200);
  EXPECT_EQ(*taken.headers.Find("odps-tunnel-slot-num"), "1");
  EXPECT_EQ(*taken.headers.Find("odps-tunnel-routed-server"), "localhost:80");
  EXPECT_EQ(Member(Send(Request("PUT", path + "2", row)), "Code"), "NoSuchSchema");
}

TEST_F(FrontDoorTest, GivenTheColumnsChangedAnUpsertIsOver) {
  ASSERT_EQ(Submit("create table k (a string not null, primary key (a)) "
                   "tblproperties ('transactional'='true')")
                .status,
            201);
  http::ServerResponse created = Send(Request("POST", "/projects/p/tables/k/upserts?slotnum=1"));
  ASSERT_EQ(created.status, 201) << created.body;
  ASSERT_THAT(
      database_->Transact([](Sql& sql) { return sql.Run("UPDATE tables SET schema_version = 1"); }),
      IsOk());
  http::ServerResponse refused = Send(Request(
      "POST", absl::StrCat("/projects/p/tables/k/upserts?upsertid=", Member(created, "id"))));
  EXPECT_EQ(Member(refused, "Code"), "SchemaModified");
}

TEST_F(FrontDoorTest, GivenAQuotaIsUsedUpSaysHowLongToWait) {
  Open({.quotas = {.uploads_per_5_minutes = 1}});
  ASSERT_EQ(Submit("create table t (a string)").status, 201);
  ASSERT_EQ(Send(Request("POST", "/projects/p/tables/t?uploads")).status, 201);
  clock_.Advance(absl::Minutes(1));

  http::ServerResponse refused = Send(Request("POST", "/projects/p/tables/t?uploads"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(Member(refused, "Code"), "RequestQuotaExceeded");
  EXPECT_EQ(Member(refused, "HoldClientMillis"), "240000");

  clock_.Advance(absl::Minutes(4));
  EXPECT_EQ(Send(Request("POST", "/projects/p/tables/t?uploads")).status, 201);
}

TEST_F(FrontDoorTest, GivenRandomBodiesNeverFailsOnItsOwnSide) {
  ASSERT_EQ(Submit("create table t (a string, b bigint)").status, 201);
  http::ServerResponse created = Send(Request("POST", "/projects/p/tables/t?uploads"));
  const std::string id = Member(created, "UploadID");
  http::ServerResponse stream = Send(Request("POST", "/projects/p/tables/t/streams"));
  const std::string session = Member(stream, "session_name");
  const std::string xml =
      "<Instance><Job><Tasks><SQL><Query>select * from t</Query></SQL></Tasks></Job></Instance>";
  const std::string security =
      "<Authorization><Query>grant Select on table t to user ALIYUN$3000"
      "</Query></Authorization>";
  std::mt19937 random(20240102);
  for (int round = 0; round < 300; ++round) {
    auto damage = [&](std::string body) {
      for (int i = 0; i < 3; ++i) body[random() % body.size()] = static_cast<char>(random());
      return body;
    };
    for (http::ServerRequest request :
         {Request("POST", "/api/projects/p/instances", damage(xml)),
          Request("POST", "/api/projects/p/authorization", damage(security)),
          Request("PUT", absl::StrCat("/projects/p/tables/t?blockid=0&uploadid=", id),
                  damage("\x0a\x01\x61\xf0\xff\xff\x7f\x02")),
          Request("PUT", absl::StrCat("/projects/p/tables/t/streams?slotid=0&uploadid=", session),
                  damage("\x0a\x01\x61\xf0\xff\xff\x7f\x02"))}) {
      EXPECT_LT(Send(std::move(request)).status, 500);
    }
  }
}

}  // namespace
}  // namespace sluice::emulator
