#include "controlplane/rpc/translate_operation.h"

#include <memory>

#include "controlplane/model/resource_name.h"
#include "controlplane/rpc/printable.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_words.h"
#include "google/protobuf/util/json_util.h"
#include "sluice/v1/dead_letter_service.pb.h"
#include "sluice/v1/offset_service.pb.h"
#include "sluice/v1/operation.pb.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kTextBytesMax = 1024;

constexpr Words<v1::OperationMetadata::Kind, OperationKind, 2> kKinds = {{
    {v1::OperationMetadata::OFFSET_CHANGE, OperationKind::kOffsetChange},
    {v1::OperationMetadata::DEAD_LETTER_REPLAY, OperationKind::kDeadLetterReplay},
}};

v1::OperationMetadata MetadataOf(const Operation& operation) {
  v1::OperationMetadata metadata;
  metadata.set_kind(ToWord(kKinds, operation.kind));
  metadata.set_target(ConnectorName(operation.connector));
  SetTime(operation.create_time, [&] { return metadata.mutable_create_time(); });
  SetTime(operation.end_time, [&] { return metadata.mutable_end_time(); });
  metadata.set_author(operation.author);
  metadata.set_step(Printable(operation.progress.step, kTextBytesMax));
  metadata.set_done_count(operation.progress.done_count);
  metadata.set_total_count(operation.progress.total_count);
  metadata.set_cancel_requested(operation.cancel_requested);
  metadata.set_waiting_for(Printable(operation.progress.waiting_for, kTextBytesMax));
  return metadata;
}

std::unique_ptr<google::protobuf::Message> EmptyResponseOf(OperationKind kind) {
  switch (kind) {
    case OperationKind::kOffsetChange:
      return std::make_unique<v1::ApplyOffsetChangeResponse>();
    case OperationKind::kDeadLetterReplay:
      return std::make_unique<v1::ReplayDeadLettersResponse>();
  }
  return nullptr;
}

}  // namespace

google::longrunning::Operation ToProto(const Operation& operation) {
  google::longrunning::Operation proto;
  if (!operation.id.empty()) proto.set_name(OperationName(operation.id));
  proto.mutable_metadata()->PackFrom(MetadataOf(operation));
  proto.set_done(operation.ended());
  if (!operation.ended()) return proto;
  if (!operation.error.ok()) {
    *proto.mutable_error() = DetailsOf(operation.error);
    return proto;
  }
  const auto response = EmptyResponseOf(operation.kind);
  google::protobuf::util::JsonParseOptions lenient;
  lenient.ignore_unknown_fields = true;  // A newer control plane may have ended it.
  if (!google::protobuf::util::JsonStringToMessage(operation.response, response.get(), lenient)
           .ok()) {
    response->Clear();
  }
  proto.mutable_response()->PackFrom(*response);
  return proto;
}

}  // namespace sluice::controlplane
