#include "emulator/seed/seed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kSeed[] = R"(
accounts:
  - uid: "1000"
    access_keys: [{id: LTAIowner, secret: owner-secret}]
  - uid: 2000
    service: alikafka.aliyuncs.com
    access_keys:
      - id: LTAIservice
        secret: service-secret
projects:
  - {name: connector_test, owner: "1000", region: cn-hangzhou}
)";

TEST(Seed, ReadsAccountsKeysAndProjects) {
  Seed seed = *ParseSeed(kSeed);

  ASSERT_EQ(seed.accounts.size(), 2);
  EXPECT_EQ(seed.accounts[1].service, "alikafka.aliyuncs.com");
  EXPECT_EQ(seed.keys[1].uid, "2000");
  EXPECT_EQ(seed.projects[0].owner_uid, "1000");
}

TEST(Seed, IsAppliedTwiceWithoutHarmAndChangesWhatDiffers) {
  std::string path = testing::TempDir() + "/seed.db";
  std::remove(path.c_str());
  auto database = *Database::Open(path);
  Seed seed = *ParseSeed(kSeed);
  ASSERT_THAT(ApplySeed(*database, seed, absl::UnixEpoch()), IsOk());
  seed.keys[0].secret = "new";

  ASSERT_THAT(ApplySeed(*database, seed, absl::UnixEpoch()), IsOk());

  EXPECT_THAT(database->Transact([](Sql& sql) {
    EXPECT_EQ((*Identities(sql).FindAccessKey("LTAIowner"))->secret, "new");
    return Catalog(sql).GetProject("CONNECTOR_TEST").status();
  }),
              IsOk());
}

TEST(Seed, GivenAMistakeNamesThePlaceAndNoSecret) {
  for (const char* yaml :
       {"x", "accounts: 1", "acounts: []", "accounts: [{uid: abc}]", "accounts: [{}]",
        "accounts: [{uid: 1, access_keys: [{secret: topsecret}]}]",
        "accounts: [{uid: 1, access_keys: [{id: a, secret: topsecret, x: 1}]}]",
        "projects: [{name: p, owner: 5}]", "accounts: [", "accounts: [{uid: 1, access_keys: x}]"}) {
    absl::Status status = ParseSeed(yaml).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << yaml;
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("topsecret")));
  }
}

}  // namespace
}  // namespace sluice::emulator
