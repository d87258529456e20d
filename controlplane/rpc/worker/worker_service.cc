#include "controlplane/rpc/worker/worker_service.h"

#include "controlplane/rpc/worker/worker_stream.h"

namespace sluice::controlplane {

grpc::ServerBidiReactor<v1::WorkerMessage, v1::ControlMessage>* WorkerService::Connect(
    grpc::CallbackServerContext*) {
  const auto stream = std::make_shared<WorkerStream>(workers_, queue_, options_);
  stream->Begin();
  return stream.get();
}

}  // namespace sluice::controlplane
