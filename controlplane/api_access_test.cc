#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/sync/notification.h"
#include "controlplane/access/caller.h"
#include "controlplane/access/permission_table.h"
#include "controlplane/access/secret.h"
#include "controlplane/api_world.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/generic/generic_stub.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

using AccessStub = v1::AccessService::StubInterface;

std::string Text(std::string_view text) { return std::string(text); }

// The API as strangers and people with tokens meet it.
class ApiAccess : public ApiWorld {
 protected:
  ApiAccess() : ApiWorld({}, /*asks=*/true) {}

  // Any method with an empty request, as bytes: how it is answered before anything of it is judged.
  grpc::Status CallBare(const std::string& method, const std::string& secret) {
    grpc::GenericStub stub(channel_);
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!secret.empty()) context.AddMetadata("authorization", "Bearer " + secret);
    const grpc::Slice nothing("");
    const grpc::ByteBuffer request(&nothing, 1);
    grpc::ByteBuffer response;
    grpc::Status answer;
    Notification answered;
    stub.UnaryCall(&context, "/" + method, grpc::StubOptions(), &request, &response,
                   [&](grpc::Status status) {
                     answer = std::move(status);
                     answered.Notify();
                   });
    answered.Wait();
    return answer;
  }

  static google::rpc::ErrorInfo InfoOf(const grpc::Status& status) {
    google::rpc::Status message;
    google::rpc::ErrorInfo info;
    if (!message.ParseFromString(status.error_details()) || message.details().empty()) return info;
    message.details(0).UnpackTo(&info);
    return info;
  }

  // Unary methods that this server has, with the permission each needs.
  static std::vector<MethodRule> UnaryRules() {
    std::vector<MethodRule> rules;
    for (const MethodRule& rule : kMethodRules) {
      if (rule.permission == kWorkerPermission || rule.method.find("/Watch") != rule.method.npos) {
        continue;
      }
      rules.push_back(rule);
    }
    return rules;
  }

  absl::Status CreateToken(const v1::CreateApiTokenRequest& request,
                           v1::CreateApiTokenResponse* response) {
    return Call(*access_, &AccessStub::CreateApiToken, request, response);
  }
  static v1::CreateApiTokenRequest TokenRequest(const std::string& id) {
    v1::CreateApiTokenRequest request;
    request.set_api_token_id(id);
    request.mutable_api_token()->set_display_name("for tests");
    request.mutable_api_token()->add_role_bindings()->set_role(v1::RoleBinding::OPERATOR);
    return request;
  }
  absl::Status Whoami(v1::Caller* caller) {
    return Call(*access_, &AccessStub::GetCaller, v1::GetCallerRequest(), caller);
  }
};

TEST_F(ApiAccess, NoMethodAnswersAStranger) {
  for (const MethodRule& rule : UnaryRules()) {
    const grpc::Status silent = CallBare(Text(rule.method), "");
    EXPECT_EQ(silent.error_code(), grpc::StatusCode::UNAUTHENTICATED) << rule.method;
    EXPECT_EQ(InfoOf(silent).reason(), "TOKEN_MISSING") << rule.method;
    const grpc::Status stranger = CallBare(Text(rule.method), NewSecret(SecretKind::kToken));
    EXPECT_EQ(stranger.error_code(), grpc::StatusCode::UNAUTHENTICATED) << rule.method;
    EXPECT_EQ(InfoOf(stranger).reason(), "TOKEN_INVALID") << rule.method;
  }
}

TEST_F(ApiAccess, EveryMethodIsRefusedToExactlyThoseWhoseRoleLacksItsPermission) {
  std::map<std::string_view, Role> least;
  for (const PermissionRule& rule : kPermissionRules) least[rule.permission] = rule.least;
  for (Role role : {Role::kViewer, Role::kOperator, Role::kAdmin}) {
    const std::string secret =
        AddToken(std::string("of-") + std::string(NameOf(role)), TokenKind::kUser, role);
    for (const MethodRule& rule : UnaryRules()) {
      const google::rpc::ErrorInfo info = InfoOf(CallBare(Text(rule.method), secret));
      if (role < least[rule.permission]) {
        EXPECT_EQ(info.reason(), "NOT_PERMITTED") << NameOf(role) << " " << rule.method;
        EXPECT_EQ(info.metadata().at("permission"), Text(rule.permission)) << rule.method;
      } else {
        EXPECT_NE(info.reason(), "NOT_PERMITTED") << NameOf(role) << " " << rule.method;
      }
    }
  }
}

TEST_F(ApiAccess, AWorkersTokenCallsNothingThatPeopleCall) {
  const std::string secret = AddToken("worker", TokenKind::kWorker, std::nullopt);
  for (const MethodRule& rule : UnaryRules()) {
    EXPECT_EQ(InfoOf(CallBare(Text(rule.method), secret)).reason(), "NOT_PERMITTED") << rule.method;
  }
}

TEST_F(ApiAccess, ATokenThatWasMadeLetsInUntilItIsRevoked) {
  v1::CreateApiTokenResponse made;
  ASSERT_THAT(CreateToken(TokenRequest("ci"), &made), IsOk());
  EXPECT_TRUE(HasFormOf(SecretKind::kToken, made.secret()));
  EXPECT_EQ(made.api_token().name(), "apiTokens/ci");
  EXPECT_EQ(made.api_token().created_by(), "admin");
  EXPECT_EQ(made.api_token().state(), v1::ApiToken::ACTIVE);
  EXPECT_EQ(made.api_token().expire_time().seconds() - made.api_token().create_time().seconds(),
            90 * 86400);

  const std::string admin = secret_;
  secret_ = made.secret();
  v1::Caller caller;
  ASSERT_THAT(Whoami(&caller), IsOk());
  EXPECT_EQ(caller.api_token(), "apiTokens/ci");
  EXPECT_TRUE(caller.authentication_required());
  EXPECT_THAT(caller.roles(), ElementsAre(v1::RoleBinding::OPERATOR));
  EXPECT_THAT(caller.permissions(), Contains("connectors.update"));
  EXPECT_THAT(caller.permissions(), Not(Contains("apiTokens.create")));

  secret_ = admin;
  v1::RevokeApiTokenRequest revoke;
  revoke.set_name("apiTokens/ci");
  v1::ApiToken revoked;
  ASSERT_THAT(Call(*access_, &AccessStub::RevokeApiToken, revoke, &revoked), IsOk());
  EXPECT_EQ(revoked.state(), v1::ApiToken::REVOKED);
  EXPECT_EQ(revoked.revoked_by(), "admin");
  secret_ = made.secret();
  EXPECT_EQ(ReasonOf(Whoami(&caller)), "TOKEN_REVOKED");
}

TEST_F(ApiAccess, NoAnswerButTheFirstHasASecret) {
  v1::CreateApiTokenResponse made;
  ASSERT_THAT(CreateToken(TokenRequest("ci"), &made), IsOk());
  v1::GetApiTokenRequest get;
  get.set_name("apiTokens/ci");
  v1::ApiToken got;
  ASSERT_THAT(Call(*access_, &AccessStub::GetApiToken, get, &got), IsOk());
  v1::ListApiTokensResponse listed;
  ASSERT_THAT(Call(*access_, &AccessStub::ListApiTokens, v1::ListApiTokensRequest(), &listed),
              IsOk());
  EXPECT_EQ(listed.api_tokens_size(), 2);
  for (const std::string& answer : {got.DebugString(), listed.DebugString()}) {
    EXPECT_THAT(answer, Not(HasSubstr(made.secret())));
    EXPECT_THAT(answer, Not(HasSubstr(HashOfSecret(made.secret()))));
  }
  EXPECT_EQ(ReasonOf(CreateToken(TokenRequest("ci"), &made)), "API_TOKEN_EXISTS");
}

TEST_F(ApiAccess, TheRepeatOfALostAnswerGivesAnotherSecretAndVoidsTheFirst) {
  v1::CreateApiTokenRequest request = TokenRequest("ci");
  request.set_request_id("r1");
  v1::CreateApiTokenResponse lost;
  v1::CreateApiTokenResponse repeated;
  ASSERT_THAT(CreateToken(request, &lost), IsOk());
  ASSERT_THAT(CreateToken(request, &repeated), IsOk());
  EXPECT_NE(lost.secret(), repeated.secret());
  v1::Caller caller;
  secret_ = lost.secret();
  EXPECT_EQ(ReasonOf(Whoami(&caller)), "TOKEN_INVALID");
  secret_ = repeated.secret();
  EXPECT_THAT(Whoami(&caller), IsOk());
}

TEST_F(ApiAccess, WhatATokenShallBeIsJudgedByEveryRule) {
  const auto refused = [&](const std::function<void(v1::CreateApiTokenRequest&)>& change) {
    v1::CreateApiTokenRequest request = TokenRequest("ci");
    change(request);
    v1::CreateApiTokenResponse response;
    return ReasonOf(CreateToken(request, &response));
  };
  const std::string kWrong = "VALIDATION_FAILED";
  EXPECT_EQ(refused([](auto& r) { r.set_api_token_id(""); }), kWrong);
  EXPECT_EQ(refused([](auto& r) { r.set_api_token_id("Ada"); }), kWrong);
  EXPECT_EQ(refused([](auto& r) { r.set_api_token_id("sluice"); }), kWrong);
  EXPECT_EQ(refused([](auto& r) { r.mutable_life()->set_seconds(59); }), kWrong);
  EXPECT_EQ(refused([](auto& r) { r.mutable_life()->set_seconds(3651LL * 86400); }), kWrong);
  EXPECT_EQ(refused([](auto& r) { r.mutable_api_token()->clear_role_bindings(); }), kWrong);
  EXPECT_EQ(refused([](auto& r) { r.mutable_api_token()->set_kind(v1::ApiToken::WORKER); }),
            kWrong);
  EXPECT_EQ(refused([](auto& r) {
              r.mutable_api_token()->mutable_role_bindings(0)->set_resource("instances/one");
            }),
            kWrong);
  EXPECT_EQ(refused([](auto& r) {
              r.mutable_api_token()->mutable_role_bindings(0)->set_role(
                  v1::RoleBinding::ROLE_UNSPECIFIED);
            }),
            kWrong);
  EXPECT_EQ(
      refused([](auto& r) { r.mutable_api_token()->set_display_name(std::string(129, 'a')); }),
      kWrong);
}

TEST_F(ApiAccess, TheAuthorOfAChangeIsItsTokenWhateverTheRequestSays) {
  secret_ = AddToken("ada", TokenKind::kUser, Role::kOperator);
  v1::CreateConnectorRequest create = R0Request();
  create.set_author("somebody else");
  v1::Connector connector;
  ASSERT_THAT(Create(create, &connector), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  v1::PauseConnectorRequest pause;
  pause.set_name(kName);
  ASSERT_THAT(
      Call(*connectors_, &v1::ConnectorService::StubInterface::PauseConnector, pause, &connector),
      IsOk());

  v1::ListConnectorEventsRequest list;
  list.set_parent(kName);
  v1::ListConnectorEventsResponse events;
  ASSERT_THAT(
      Call(*connectors_, &v1::ConnectorService::StubInterface::ListConnectorEvents, list, &events),
      IsOk());
  ASSERT_EQ(events.events_size(), 3);
  for (const v1::ConnectorEvent& event : events.events()) {
    EXPECT_EQ(event.actor(), "ada") << event.verb();
  }
  v1::ListConnectorRevisionsRequest revisions;
  revisions.set_parent(kName);
  v1::ListConnectorRevisionsResponse made;
  ASSERT_THAT(Call(*connectors_, &v1::ConnectorService::StubInterface::ListConnectorRevisions,
                   revisions, &made),
              IsOk());
  EXPECT_EQ(made.revisions(0).author(), "ada");
}

TEST_F(ApiAccess, AWatchEndsForWhomItIsRefused) {
  const auto end = [&](const std::string& secret) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
    if (!secret.empty()) context.AddMetadata("authorization", "Bearer " + secret);
    v1::WatchRequest request;
    request.add_subscriptions()->set_id("all");
    request.mutable_subscriptions(0)->set_parent("instances/-");
    const auto stream = watch_->Watch(&context, request);
    v1::WatchResponse message;
    if (stream->Read(&message)) {
      context.TryCancel();
      return std::string("it was let in");
    }
    return InfoOf(stream->Finish()).reason();
  };
  ASSERT_THAT(observer_.Look(), IsOk());
  EXPECT_EQ(end(""), "TOKEN_MISSING");
  EXPECT_EQ(end(NewSecret(SecretKind::kToken)), "TOKEN_INVALID");
  EXPECT_EQ(end(AddToken("worker", TokenKind::kWorker, std::nullopt)), "NOT_PERMITTED");
  EXPECT_EQ(end(AddToken("eve", TokenKind::kUser, Role::kViewer)), "it was let in");
}

TEST_F(ApiAccess, ACodeForSigningInIsItsCallersAndOnlySoManyAreOpen) {
  v1::SignInLink link;
  for (int i = 0; i < kSignInCodesPerTokenMax; ++i) {
    ASSERT_THAT(Call(*access_, &AccessStub::CreateSignInLink, v1::CreateSignInLinkRequest(), &link),
                IsOk());
  }
  EXPECT_TRUE(HasFormOf(SecretKind::kSignInCode, link.code()));
  EXPECT_EQ(
      ReasonOf(Call(*access_, &AccessStub::CreateSignInLink, v1::CreateSignInLinkRequest(), &link)),
      "TOO_MANY_SIGN_INS");
}

// Everybody may call, and nobody is asked.
class ApiWithoutAccess : public ApiWorld {};

TEST_F(ApiWithoutAccess, WhoCallsIsNobodyAndMayDoEverything) {
  v1::Caller caller;
  ASSERT_THAT(Call(*access_, &AccessStub::GetCaller, v1::GetCallerRequest(), &caller), IsOk());
  EXPECT_EQ(caller.api_token(), "");
  EXPECT_FALSE(caller.authentication_required());
  EXPECT_THAT(caller.permissions(), Contains("apiTokens.create"));
  v1::SignInLink link;
  EXPECT_EQ(
      ReasonOf(Call(*access_, &AccessStub::CreateSignInLink, v1::CreateSignInLinkRequest(), &link)),
      "AUTHENTICATION_OFF");
}

}  // namespace
}  // namespace sluice::controlplane
