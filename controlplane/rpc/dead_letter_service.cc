#include "controlplane/rpc/dead_letter_service.h"

namespace sluice::controlplane {

grpc::ServerUnaryReactor* DeadLetterService::ListDeadLetters(
    grpc::CallbackServerContext* context, const v1::ListDeadLettersRequest* request,
    v1::ListDeadLettersResponse* response) {
  return slow_.Run<v1::ListDeadLettersRequest, v1::ListDeadLettersResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.List(asked, answer); });
}

grpc::ServerUnaryReactor* DeadLetterService::GetDeadLetter(grpc::CallbackServerContext* context,
                                                           const v1::GetDeadLetterRequest* request,
                                                           v1::DeadLetter* response) {
  return slow_.Run<v1::GetDeadLetterRequest, v1::DeadLetter>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Get(asked, answer); });
}

grpc::ServerUnaryReactor* DeadLetterService::ReplayDeadLetters(
    grpc::CallbackServerContext* context, const v1::ReplayDeadLettersRequest* request,
    google::longrunning::Operation* response) {
  return slow_.Run<v1::ReplayDeadLettersRequest, google::longrunning::Operation>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Replay(asked, answer); });
}

grpc::ServerUnaryReactor* DeadLetterService::DiscardDeadLetters(
    grpc::CallbackServerContext* context, const v1::DiscardDeadLettersRequest* request,
    v1::DiscardDeadLettersResponse* response) {
  return slow_.Run<v1::DiscardDeadLettersRequest, v1::DiscardDeadLettersResponse>(
      context, request, response,
      [this](const auto& asked, auto* answer) { return calls_.Discard(asked, answer); });
}

}  // namespace sluice::controlplane
