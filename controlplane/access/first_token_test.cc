#include "controlplane/access/first_token.h"

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/access/secret.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::HasSubstr;

class FirstTokenTest : public ::testing::Test {
 protected:
  std::string Owner(const std::string& secret) {
    const auto token = store_.FindApiToken(HashOfSecret(secret));
    return token.ok() && token->has_value() ? (*token)->id : "";
  }

  InMemoryStore store_;
};

TEST_F(FirstTokenTest, TheFirstTokenIsAnAdmins) {
  const auto secret = CreateFirstToken(store_, kT0);
  ASSERT_THAT(secret.status(), IsOk());
  EXPECT_TRUE(HasFormOf(SecretKind::kToken, *secret));
  EXPECT_EQ(Owner(*secret), "admin");
  const auto token = store_.GetApiToken("admin");
  EXPECT_EQ(token->role_bindings[0].role, Role::kAdmin);
  EXPECT_EQ(token->expire_time, kT0 + kFirstTokenLife);
}

TEST_F(FirstTokenTest, ThereIsNoSecondFirstToken) {
  const auto secret = CreateFirstToken(store_, kT0);
  const absl::Status again = CreateFirstToken(store_, kT0).status();
  EXPECT_EQ(ReasonOf(again), "API_TOKEN_EXISTS");
  EXPECT_THAT(RemedyOf(again), HasSubstr("replace-admin-token"));
  EXPECT_EQ(Owner(*secret), "admin");
}

TEST_F(FirstTokenTest, AnyAdminWhoLetsInIsEnough) {
  ApiToken admin = AToken("zoe");  // An operator and admin, until a day later.
  ASSERT_THAT(store_.CreateApiToken(admin, HashOfSecret("x"), "").status(), IsOk());
  EXPECT_THAT(CreateFirstToken(store_, kT0).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("zoe")));
  EXPECT_THAT(CreateFirstToken(store_, admin.expire_time).status(), IsOk());
}

TEST_F(FirstTokenTest, ALostSecretIsReplacedAndTheOldOneIsVoid) {
  const auto lost = CreateFirstToken(store_, kT0);
  const auto found = ReplaceFirstToken(store_, kT0 + absl::Hours(1));
  ASSERT_THAT(found.status(), IsOk());
  EXPECT_EQ(Owner(*lost), "");
  EXPECT_EQ(Owner(*found), "admin");
  ASSERT_THAT(store_.RevokeApiToken("admin", "eve", kT0 + absl::Hours(2)).status(), IsOk());
  EXPECT_THAT(CreateFirstToken(store_, kT0 + absl::Hours(3)).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(ReplaceFirstToken(store_, kT0 + absl::Hours(3)).status(), IsOk());
  EXPECT_FALSE(store_.GetApiToken("admin")->revoke_time.has_value());
}

}  // namespace
}  // namespace sluice::controlplane
