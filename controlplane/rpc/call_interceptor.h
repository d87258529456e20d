#ifndef SLUICE_CONTROLPLANE_RPC_CALL_INTERCEPTOR_H_
#define SLUICE_CONTROLPLANE_RPC_CALL_INTERCEPTOR_H_

#include <memory>
#include <string>

#include "controlplane/rpc/call_observer.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/server_interceptor.h"

namespace sluice::controlplane {

// Tells `observer`, which outlives the server, of every call that gRPC answers.
std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeCallInterceptors(
    CallObserver& observer);

// The full name of the connector that a request is about, whichever field has it; empty for none.
std::string ConnectorOf(const google::protobuf::Message& request);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CALL_INTERCEPTOR_H_
