#ifndef SLUICE_CONTROLPLANE_RPC_ACCESS_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_ACCESS_SERVICE_H_

#include "controlplane/rpc/access_calls.h"
#include "controlplane/rpc/call_runner.h"
#include "sluice/v1/access_service.grpc.pb.h"

namespace sluice::controlplane {

// AccessService over gRPC. Borrows its arguments, which outlive the server.
class AccessService : public v1::AccessService::CallbackService {
 public:
  AccessService(AccessCalls& calls, CallRunner& runner) : calls_(calls), runner_(runner) {}

  grpc::ServerUnaryReactor* CreateApiToken(grpc::CallbackServerContext* context,
                                           const v1::CreateApiTokenRequest* request,
                                           v1::CreateApiTokenResponse* response) override;
  grpc::ServerUnaryReactor* GetApiToken(grpc::CallbackServerContext* context,
                                        const v1::GetApiTokenRequest* request,
                                        v1::ApiToken* response) override;
  grpc::ServerUnaryReactor* ListApiTokens(grpc::CallbackServerContext* context,
                                          const v1::ListApiTokensRequest* request,
                                          v1::ListApiTokensResponse* response) override;
  grpc::ServerUnaryReactor* RevokeApiToken(grpc::CallbackServerContext* context,
                                           const v1::RevokeApiTokenRequest* request,
                                           v1::ApiToken* response) override;
  grpc::ServerUnaryReactor* GetCaller(grpc::CallbackServerContext* context,
                                      const v1::GetCallerRequest* request,
                                      v1::Caller* response) override;
  grpc::ServerUnaryReactor* CreateSignInLink(grpc::CallbackServerContext* context,
                                             const v1::CreateSignInLinkRequest* request,
                                             v1::SignInLink* response) override;

 private:
  AccessCalls& calls_;
  CallRunner& runner_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_ACCESS_SERVICE_H_
