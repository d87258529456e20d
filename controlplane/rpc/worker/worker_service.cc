#include "controlplane/rpc/worker/worker_service.h"

#include "controlplane/rpc/call_runner.h"
#include "controlplane/rpc/worker/worker_stream.h"

namespace sluice::controlplane {

grpc::ServerBidiReactor<v1::WorkerMessage, v1::ControlMessage>* WorkerService::Connect(
    grpc::CallbackServerContext* context) {
  const auto stream = std::make_shared<WorkerStream>(*this, SecretOf(*context));
  stream->Begin();
  return stream.get();
}

}  // namespace sluice::controlplane
