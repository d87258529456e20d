#include "controlplane/gateway/unary_call.h"

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "controlplane/gateway/message_json.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// What lives as long as the call.
struct UnderWay {
  std::shared_ptr<grpc::GenericStub> stub;
  ApiCall call;
  grpc::ClientContext context;
  grpc::ByteBuffer request;
  grpc::ByteBuffer response;
};

std::string EtagOf(const Message& resource) {
  const FieldDescriptor* field = resource.GetDescriptor()->FindFieldByName("etag");
  const bool is_text =
      field != nullptr && !field->is_repeated() && field->type() == FieldDescriptor::TYPE_STRING;
  return is_text ? resource.GetReflection()->GetString(resource, field) : "";
}

void Answer(const UnderWay& under_way, const grpc::Status& status, Credentials& credentials) {
  const ApiCall& call = under_way.call;
  if (!status.ok()) return call.reply->FailAs(ErrorOf(status));
  const std::unique_ptr<Message> answer =
      MessageOf(under_way.response, *call.rule->call->output_type());
  if (answer == nullptr) {
    return call.reply->Fail(absl::InternalError("the answer could not be read"));
  }
  http::ServerResponse response;
  credentials.OnAnswer(*call.rule->call, call.from, *answer, response.headers);
  response.headers.Set("Content-Type", "application/json");
  if (const std::string etag = EtagOf(*answer); !etag.empty()) {
    response.headers.Set("ETag", absl::StrCat("\"", etag, "\""));
  }
  response.body = WriteMessage(*answer);
  if (response.body.empty()) {
    return call.reply->Fail(absl::InternalError("the answer could not be written as JSON"));
  }
  call.reply->Send(std::move(response));
}

}  // namespace

void MakeUnaryCall(std::shared_ptr<grpc::GenericStub> stub, ApiCall call, absl::Duration deadline,
                   Credentials& credentials, WorkQueue& writers) {
  auto under_way = std::make_shared<UnderWay>();
  under_way->stub = std::move(stub);
  under_way->call = std::move(call);
  under_way->request = BytesOf(*under_way->call.request);
  PrepareContext(under_way->call, deadline, under_way->context);
  under_way->stub->UnaryCall(&under_way->context, under_way->call.rule->CallPath(), {},
                             &under_way->request, &under_way->response,
                             [under_way, &credentials, &writers](const grpc::Status& status) {
                               const auto write = [under_way, status, &credentials] {
                                 Answer(*under_way, status, credentials);
                               };
                               // With too many waiting it is better to be slow than to lose what
                               // has been done.
                               if (!writers.Run(write)) write();
                             });
}

}  // namespace sluice::controlplane
