#ifndef SLUICE_CONTROLPLANE_RPC_OPERATION_CALLS_H_
#define SLUICE_CONTROLPLANE_RPC_OPERATION_CALLS_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/operation_store.h"
#include "google/longrunning/operations.pb.h"
#include "google/protobuf/empty.pb.h"

namespace sluice::controlplane {

// Long-running operations, as google.longrunning.Operations wants them. Borrows its arguments.
// Thread-safe; blocks as the store does, Wait as long as the caller wants to, up to kWaitMax.
class OperationCalls {
 public:
  OperationCalls(OperationStore& operations, ChangeSignal& changes, Clock& clock)
      : operations_(operations), changes_(changes), clock_(clock) {}

  // `name` is `operations`; the newest first.
  absl::Status List(const google::longrunning::ListOperationsRequest& request,
                    google::longrunning::ListOperationsResponse* response);
  absl::Status Get(const google::longrunning::GetOperationRequest& request,
                   google::longrunning::Operation* response);
  absl::Status Cancel(const google::longrunning::CancelOperationRequest& request,
                      google::protobuf::Empty* response);
  absl::Status Delete(const google::longrunning::DeleteOperationRequest& request,
                      google::protobuf::Empty* response);
  // Answers when it has ended, or as it is after `timeout`.
  absl::Status Wait(const google::longrunning::WaitOperationRequest& request,
                    google::longrunning::Operation* response);

  // Below the life of a call.
  static constexpr absl::Duration kWaitMax = absl::Seconds(20);

 private:
  absl::Status Get(absl::string_view name, google::longrunning::Operation* response);

  OperationStore& operations_;
  ChangeSignal& changes_;
  Clock& clock_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_OPERATION_CALLS_H_
