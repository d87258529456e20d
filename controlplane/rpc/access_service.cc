#include "controlplane/rpc/access_service.h"

namespace sluice::controlplane {

grpc::ServerUnaryReactor* AccessService::CreateApiToken(grpc::CallbackServerContext* context,
                                                        const v1::CreateApiTokenRequest* request,
                                                        v1::CreateApiTokenResponse* response) {
  return runner_.RunAs<v1::CreateApiTokenRequest, v1::CreateApiTokenResponse>(
      context, request, response, [this](const auto& asked, const Caller& caller, auto* answer) {
        return calls_.CreateApiToken(asked, caller, answer);
      });
}

grpc::ServerUnaryReactor* AccessService::GetApiToken(grpc::CallbackServerContext* context,
                                                     const v1::GetApiTokenRequest* request,
                                                     v1::ApiToken* response) {
  return runner_.Run<v1::GetApiTokenRequest, v1::ApiToken>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.GetApiToken(asked, answer); });
}

grpc::ServerUnaryReactor* AccessService::ListApiTokens(grpc::CallbackServerContext* context,
                                                       const v1::ListApiTokensRequest* request,
                                                       v1::ListApiTokensResponse* response) {
  return runner_.Run<v1::ListApiTokensRequest, v1::ListApiTokensResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.ListApiTokens(asked, answer); });
}

grpc::ServerUnaryReactor* AccessService::RevokeApiToken(grpc::CallbackServerContext* context,
                                                        const v1::RevokeApiTokenRequest* request,
                                                        v1::ApiToken* response) {
  return runner_.RunAs<v1::RevokeApiTokenRequest, v1::ApiToken>(
      context, request, response, [this](const auto& asked, const Caller& caller, auto* answer) {
        return calls_.RevokeApiToken(asked, caller, answer);
      });
}

grpc::ServerUnaryReactor* AccessService::GetCaller(grpc::CallbackServerContext* context,
                                                   const v1::GetCallerRequest* request,
                                                   v1::Caller* response) {
  return runner_.RunAs<v1::GetCallerRequest, v1::Caller>(
      context, request, response, [this](const auto&, const Caller& caller, auto* answer) {
        return calls_.GetCaller(caller, answer);
      });
}

grpc::ServerUnaryReactor* AccessService::CreateSignInLink(
    grpc::CallbackServerContext* context, const v1::CreateSignInLinkRequest* request,
    v1::SignInLink* response) {
  return runner_.RunAs<v1::CreateSignInLinkRequest, v1::SignInLink>(
      context, request, response, [this](const auto&, const Caller& caller, auto* answer) {
        return calls_.CreateSignInLink(caller, answer);
      });
}

}  // namespace sluice::controlplane
