#ifndef SLUICE_API_CLIENT_CHANNEL_CREDENTIALS_H_
#define SLUICE_API_CLIENT_CHANNEL_CREDENTIALS_H_

#include <memory>

#include "api/client/access.h"
#include "grpcpp/client_context.h"
#include "grpcpp/security/credentials.h"

namespace sluice::client {

// How a channel of gRPC is secured by `access`.
std::shared_ptr<grpc::ChannelCredentials> ChannelCredentialsOf(const Access& access);

// Has a call say who it is. Beside the channel: gRPC ties tokens to encrypted channels, and those
// within this machine are not.
void SayWho(const Access& access, grpc::ClientContext& context);

}  // namespace sluice::client

#endif  // SLUICE_API_CLIENT_CHANNEL_CREDENTIALS_H_
