#ifndef SLUICE_CONTROLPLANE_GATEWAY_UNARY_CALL_H_
#define SLUICE_CONTROLPLANE_GATEWAY_UNARY_CALL_H_

#include <memory>

#include "absl/time/time.h"
#include "base/sync/work_queue.h"
#include "controlplane/gateway/upstream.h"

namespace sluice::controlplane {

// Makes the call over gRPC and has its answer written as JSON on `writers`: the answer of a large
// list takes longer to write than gRPC's own threads may be held. Returns at once. Borrows
// `credentials` and `writers` until the reply is given.
void MakeUnaryCall(std::shared_ptr<grpc::GenericStub> stub, ApiCall call, absl::Duration deadline,
                   Credentials& credentials, WorkQueue& writers);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_UNARY_CALL_H_
