#ifndef SLUICE_CONTROLPLANE_GATEWAY_EVENT_CALL_H_
#define SLUICE_CONTROLPLANE_GATEWAY_EVENT_CALL_H_

#include <memory>

#include "absl/time/time.h"
#include "base/sync/work_queue.h"
#include "controlplane/gateway/upstream.h"

namespace sluice::controlplane {

// Makes a call that answers with a stream, and sends its messages as Server-Sent Events.
//
// The reply begins with the first message: an error before it is an ordinary answer with its
// status, one after it the event `error`. What waits to be sent is bounded: a reader that is slow
// holds up the stream, one that does not read at all is cut by the server. A reader that leaves
// ends the call. Borrows `writers`, which goes on reading after a pause, until the call has ended.
void MakeEventCall(std::shared_ptr<grpc::GenericStub> stub, ApiCall call, absl::Duration deadline,
                   WorkQueue& writers);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_EVENT_CALL_H_
