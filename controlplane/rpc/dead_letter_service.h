#ifndef SLUICE_CONTROLPLANE_RPC_DEAD_LETTER_SERVICE_H_
#define SLUICE_CONTROLPLANE_RPC_DEAD_LETTER_SERVICE_H_

#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/dead_letter_calls.h"
#include "sluice/v1/dead_letter_service.grpc.pb.h"

namespace sluice::controlplane {

// DeadLetterService over gRPC: every call waits for brokers. Borrows its arguments, which outlive
// the server.
class DeadLetterService : public v1::DeadLetterService::CallbackService {
 public:
  DeadLetterService(DeadLetterCalls& calls, CallRunner& slow) : calls_(calls), slow_(slow) {}

  grpc::ServerUnaryReactor* ListDeadLetters(grpc::CallbackServerContext* context,
                                            const v1::ListDeadLettersRequest* request,
                                            v1::ListDeadLettersResponse* response) override;
  grpc::ServerUnaryReactor* GetDeadLetter(grpc::CallbackServerContext* context,
                                          const v1::GetDeadLetterRequest* request,
                                          v1::DeadLetter* response) override;
  grpc::ServerUnaryReactor* ReplayDeadLetters(grpc::CallbackServerContext* context,
                                              const v1::ReplayDeadLettersRequest* request,
                                              google::longrunning::Operation* response) override;
  grpc::ServerUnaryReactor* DiscardDeadLetters(grpc::CallbackServerContext* context,
                                               const v1::DiscardDeadLettersRequest* request,
                                               v1::DiscardDeadLettersResponse* response) override;

 private:
  DeadLetterCalls& calls_;
  CallRunner& slow_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_DEAD_LETTER_SERVICE_H_
