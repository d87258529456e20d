#include <sys/stat.h>

#include <fstream>
#include <string>

#include "base/status/reason.h"
#include "cli/run_scenario.h"
#include "gmock/gmock.h"
#include "sluice/v1/access_service.pb.h"

namespace sluice::cli {
namespace {

using ::testing::AllOf;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kSecret = "slc_" + std::string(43, 'x');

std::string Access(const std::string& method) { return "/sluice.v1.AccessService/" + method; }

class RunTokens : public RunScenario {
 protected:
  std::string FileOf(const std::string& text, mode_t mode) {
    const std::string path = testing::TempDir() + "/token";
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
    return path;
  }

  void AnswerCaller() {
    transport_.On<v1::GetCallerRequest, v1::Caller>(Access("GetCaller"), [](const auto&) {
      v1::Caller caller;
      caller.set_api_token("apiTokens/ada");
      caller.set_display_name("Ada");
      caller.add_roles(v1::RoleBinding::OPERATOR);
      caller.add_permissions("connectors.read");
      caller.add_permissions("connectors.update");
      caller.set_authentication_required(true);
      caller.mutable_expire_time()->set_seconds(1'800'000'000);
      return caller;
    });
  }
};

TEST_F(RunTokens, WhoamiSaysWhoOneIsAndWhatOneMay) {
  AnswerCaller();
  token_file_ = FileOf(kSecret + "\n", 0600);

  EXPECT_EQ(Sluicectl({"whoami"}), 0) << err_.str();

  EXPECT_EQ(access_.token, kSecret);
  EXPECT_EQ(out_.str(),
            "Token:                ada\n"
            "For:                  Ada\n"
            "Roles:                operator\n"
            "Until:                2027-01-15T08:00:00Z\n"
            "Permissions:          connectors.read\n"
            "                      connectors.update\n");
}

TEST_F(RunTokens, AFlagWinsOverTheEnvironment) {
  AnswerCaller();
  token_file_ = "/no/such/file";
  EXPECT_EQ(Sluicectl({"whoami", "--token-file", FileOf(kSecret, 0600)}), 0) << err_.str();
  EXPECT_EQ(access_.token, kSecret);
}

TEST_F(RunTokens, ATokenFileThatOthersMayReadIsRefusedBeforeAnythingIsSent) {
  token_file_ = FileOf(kSecret, 0644);
  EXPECT_EQ(Sluicectl({"whoami"}), 3);
  EXPECT_THAT(err_.str(), AllOf(HasSubstr("chmod 600"), Not(HasSubstr(kSecret))));
  EXPECT_EQ(server_, "");
}

TEST_F(RunTokens, ATokenIsNotSentInClearToAnotherMachine) {
  AnswerCaller();
  token_file_ = FileOf(kSecret, 0600);
  EXPECT_EQ(Sluicectl({"whoami", "--server", "sluice.example.com:9090"}), 3);
  EXPECT_THAT(err_.str(), AllOf(HasSubstr("in clear"), Not(HasSubstr(kSecret))));
  EXPECT_EQ(server_, "");
  EXPECT_EQ(
      Sluicectl({"whoami", "--server", "sluice.example.com:9090", "--server-ca-file", "system"}),
      0);
  EXPECT_TRUE(access_.tls);
}

TEST_F(RunTokens, ANewTokensSecretIsAloneOnStdout) {
  v1::CreateApiTokenRequest sent;
  transport_.On<v1::CreateApiTokenRequest, v1::CreateApiTokenResponse>(
      Access("CreateApiToken"), [&](const v1::CreateApiTokenRequest& request) {
        sent = request;
        v1::CreateApiTokenResponse response;
        response.mutable_api_token()->set_name("apiTokens/ci");
        response.mutable_api_token()->mutable_expire_time()->set_seconds(1'800'000'000);
        response.set_secret(kSecret);
        return response;
      });

  EXPECT_EQ(Sluicectl({"create", "token", "ci", "--role", "operator", "--life", "24h"}), 0)
      << err_.str();

  EXPECT_EQ(sent.api_token_id(), "ci");
  EXPECT_EQ(sent.life().seconds(), 86400);
  EXPECT_EQ(sent.api_token().kind(), v1::ApiToken::USER);
  ASSERT_EQ(sent.api_token().role_bindings_size(), 1);
  EXPECT_EQ(sent.api_token().role_bindings(0).role(), v1::RoleBinding::OPERATOR);
  EXPECT_NE(sent.request_id(), "");
  EXPECT_EQ(out_.str(), kSecret + "\n");
  EXPECT_EQ(err_.str(),
            "token ci lets in until 2027-01-15T08:00:00Z; its secret is shown this once, keep it "
            "in a file of your own:\n");

  EXPECT_EQ(Sluicectl({"create", "token", "w1", "--worker"}), 0) << err_.str();
  EXPECT_EQ(sent.api_token().kind(), v1::ApiToken::WORKER);
  EXPECT_EQ(sent.api_token().role_bindings_size(), 0);
}

TEST_F(RunTokens, ATokenNeedsExactlyOnePurpose) {
  EXPECT_EQ(Sluicectl({"create", "token", "ci"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("--role viewer, operator or admin, or --worker"));
  EXPECT_EQ(Sluicectl({"create", "token", "ci", "--role", "admin", "--worker"}), 2);
  EXPECT_EQ(Sluicectl({"create", "token", "ci", "--role", "king"}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("there is no role 'king'"));
}

TEST_F(RunTokens, TokensAreListedWithoutTheirSecrets) {
  transport_.On<v1::ListApiTokensRequest, v1::ListApiTokensResponse>(
      Access("ListApiTokens"), [](const auto&) {
        v1::ListApiTokensResponse response;
        v1::ApiToken& token = *response.add_api_tokens();
        token.set_name("apiTokens/ada");
        token.set_state(v1::ApiToken::REVOKED);
        token.set_kind(v1::ApiToken::USER);
        token.add_role_bindings()->set_role(v1::RoleBinding::ADMIN);
        token.set_created_by("sluice");
        token.mutable_expire_time()->set_seconds(1'800'000'000);
        return response;
      });
  EXPECT_EQ(Sluicectl({"list", "tokens"}), 0) << err_.str();
  EXPECT_EQ(out_.str(),
            "NAME   STATE     ROLE    USED   UNTIL                  MADE BY   AGE   FOR\n"
            "ada    REVOKED   admin   -      2027-01-15T08:00:00Z   sluice    -     -\n");
}

TEST_F(RunTokens, RevokingSaysWhatItCameTo) {
  std::string revoked;
  transport_.On<v1::RevokeApiTokenRequest, v1::ApiToken>(
      Access("RevokeApiToken"), [&](const v1::RevokeApiTokenRequest& request) {
        revoked = request.name();
        v1::ApiToken token;
        token.set_name(request.name());
        return token;
      });
  EXPECT_EQ(Sluicectl({"revoke", "token", "ada"}), 0) << err_.str();
  EXPECT_EQ(revoked, "apiTokens/ada");
  EXPECT_EQ(out_.str(), "token ada lets nobody in any more\n");
}

TEST_F(RunTokens, ACodeForTheConsoleIsAloneOnStdout) {
  transport_.On<v1::CreateSignInLinkRequest, v1::SignInLink>(Access("CreateSignInLink"),
                                                             [](const auto&) {
                                                               v1::SignInLink link;
                                                               link.set_code("slk_code");
                                                               return link;
                                                             });
  EXPECT_EQ(Sluicectl({"create", "sign-in-link"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "slk_code\n");
}

}  // namespace
}  // namespace sluice::cli
