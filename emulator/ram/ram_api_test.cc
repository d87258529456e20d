#include "emulator/ram/ram_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>

#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "emulator/store/identities.h"

namespace sluice::emulator {
namespace {

constexpr char kTrust[] =
    R"({"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
        "Principal":{"Service":["alikafka.aliyuncs.com"]}}]})";

class RamApiTest : public testing::Test {
 protected:
  RamApiTest() {
    std::string path = testing::TempDir() + "/ram_api";
    std::filesystem::remove_all(path);
    blocks_ = std::make_unique<BlockDirectory>(*BlockDirectory::Open(path + "/blocks"));
    database_ = *Database::Open(path + "/metadata.db");
    world_ = std::make_unique<World>(
        World{*database_, *blocks_, clock_, {.token_life_max = absl::Hours(2)}});
  }

  absl::StatusOr<nlohmann::json> Ram(const std::string& action,
                                     std::map<std::string, std::string> parameters) {
    parameters["Action"] = action;
    parameters["Version"] = "2015-05-01";
    return RamApi(*world_).Run(account_, {.method = "POST", .parameters = std::move(parameters)});
  }

  absl::StatusOr<nlohmann::json> Assume(std::map<std::string, std::string> parameters = {}) {
    parameters.insert({{"Action", "AssumeRole"},
                       {"Version", "2015-04-01"},
                       {"RoleArn", "acs:ram::1000:role/kafka-user"},
                       {"RoleSessionName", "kafka-session-1000"}});
    return RamApi(*world_).Run(service_, {.method = "POST", .parameters = std::move(parameters)});
  }

  absl::Time Expires(const nlohmann::json& answer) {
    return database_
        ->TransactFor<std::optional<RoleToken>>([&](Sql& sql) {
          return Identities(sql).FindToken(answer["Credentials"]["AccessKeyId"].get<std::string>());
        })
        .value()
        ->expires;
  }

  SimulatedClock clock_;
  const RpcCaller account_{.uid = "1000"};
  RpcCaller service_{.uid = "2000", .service = "alikafka.aliyuncs.com"};
  std::unique_ptr<BlockDirectory> blocks_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<World> world_;
};

TEST_F(RamApiTest, GivesTheServiceATokenOfARoleThatTrustsItInAnyCaseOfItsName) {
  ASSERT_THAT(Ram("CreateRole", {{"RoleName", "Kafka-User"}, {"AssumeRolePolicyDocument", kTrust}})
                  .status(),
              IsOk());

  absl::StatusOr<nlohmann::json> answer = Assume({{"AssumeRoleFor", "1000"}});

  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ((*answer)["AssumedRoleUser"]["Arn"],
            "acs:sts::1000:assumed-role/Kafka-User/kafka-session-1000");
  EXPECT_EQ(Expires(*answer), clock_.Now() + absl::Hours(1));
}

TEST_F(RamApiTest, KeepsTheLifeOfATokenWithinTheRolesAndTheEmulatorsBounds) {
  ASSERT_THAT(Ram("CreateRole", {{"RoleName", "kafka-user"},
                                 {"AssumeRolePolicyDocument", kTrust},
                                 {"MaxSessionDuration", "43200"}})
                  .status(),
              IsOk());

  EXPECT_EQ(Expires(*Assume({{"DurationSeconds", "900"}})), clock_.Now() + absl::Seconds(900));
  EXPECT_EQ(Expires(*Assume({{"DurationSeconds", "43200"}})), clock_.Now() + absl::Hours(2));
  EXPECT_THAT(Assume({{"DurationSeconds", "899"}}).status(),
              HasReason("InvalidParameter.DurationSeconds"));
  EXPECT_THAT(Assume({{"DurationSeconds", "43201"}}).status(),
              HasReason("InvalidParameter.DurationSeconds"));
}

TEST_F(RamApiTest, RefusesWhoeverMayNotAssumeTheRole) {
  EXPECT_THAT(Assume().status(), HasReason("EntityNotExist.Role"));
  ASSERT_THAT(Ram("CreateRole", {{"RoleName", "kafka-user"}, {"AssumeRolePolicyDocument", kTrust}})
                  .status(),
              IsOk());

  EXPECT_THAT(Assume({{"AssumeRoleFor", "7"}}).status(), HasReason("NoPermission"));
  EXPECT_THAT(Assume({{"RoleArn", "kafka-user"}}).status(), HasReason("InvalidParameter.RoleArn"));
  EXPECT_THAT(Assume({{"RoleSessionName", "a b"}}).status(),
              HasReason("InvalidParameter.RoleSessionName"));
  service_.service = "fc.aliyuncs.com";
  EXPECT_THAT(Assume().status(), HasReason("NoPermission"));
  service_.service = "";
  EXPECT_THAT(Assume().status(), HasReason("NoPermission"));
}

TEST_F(RamApiTest, ChangesAndDeletesRoles) {
  EXPECT_THAT(Ram("CreateRole", {{"RoleName", "a"}, {"AssumeRolePolicyDocument", "{}"}}).status(),
              HasReason("MalformedPolicyDocument"));
  EXPECT_THAT(
      Ram("CreateRole", {{"RoleName", "a b"}, {"AssumeRolePolicyDocument", kTrust}}).status(),
      HasReason("InvalidParameter.RoleName.InvalidChars"));
  ASSERT_THAT(Ram("CreateRole", {{"RoleName", "a"}, {"AssumeRolePolicyDocument", kTrust}}).status(),
              IsOk());
  EXPECT_THAT(Ram("CreateRole", {{"RoleName", "A"}, {"AssumeRolePolicyDocument", kTrust}}).status(),
              HasReason("EntityAlreadyExists.Role"));
  EXPECT_EQ(
      (*Ram("UpdateRole", {{"RoleName", "a"}, {"NewDescription", "d"}}))["Role"]["Description"],
      "d");
  EXPECT_EQ((*Ram("GetRole", {{"RoleName", "A"}}))["Role"]["Arn"], "acs:ram::1000:role/a");
  EXPECT_THAT(Ram("DeleteRole", {{"RoleName", "a"}}).status(), IsOk());
  EXPECT_THAT(Ram("GetRole", {{"RoleName", "a"}}).status(), HasReason("EntityNotExist.Role"));
  EXPECT_THAT(Ram("ListEverything", {}).status(), HasReason("InvalidAction.NotFound"));
}

}  // namespace
}  // namespace sluice::emulator
