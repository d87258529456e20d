#ifndef SLUICE_CONTROLPLANE_RPC_CALLER_ADDRESS_H_
#define SLUICE_CONTROLPLANE_RPC_CALLER_ADDRESS_H_

#include <string>

#include "grpcpp/grpcpp.h"

namespace sluice::controlplane {

// Metadata of calls within the process: for whom the gateway makes them.
inline constexpr char kCallerAddress[] = "x-sluice-caller-address";  // `127.0.0.1`, `::1`
inline constexpr char kCallId[] = "x-request-id";

// The address of whoever made this call, without port. For a call within the process it is the one
// that the gateway says; from outside nobody can say another than their own.
std::string CallerAddressOf(const grpc::ServerContextBase& context);

// The id that the caller gave to this call, to find it again in logs: X-Request-Id over HTTP, the
// metadata of the same name over gRPC. Empty when it gave none, or one longer than 128 bytes or
// with others than letters, digits and `._-`.
std::string CallIdOf(const grpc::ServerContextBase& context);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_CALLER_ADDRESS_H_
