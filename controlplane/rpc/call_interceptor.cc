#include "controlplane/rpc/call_interceptor.h"

#include <chrono>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "controlplane/rpc/caller_address.h"
#include "google/protobuf/descriptor.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using grpc::experimental::InterceptionHookPoints;

constexpr char kOurs[] = "/sluice.v1.";
// What a stranger sends must not fill the log; no name that exists is longer.
constexpr size_t kTextBytesMax = 256;

const FieldDescriptor* TextField(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  const bool is_text =
      field != nullptr && !field->is_repeated() && field->type() == FieldDescriptor::TYPE_STRING;
  return is_text ? field : nullptr;
}

std::string TextIn(const Message& message, const char* name) {
  const FieldDescriptor* field = TextField(message, name);
  if (field == nullptr) return "";
  const std::string text = message.GetReflection()->GetString(message, field);
  return text.size() <= kTextBytesMax ? text : "";
}

// Methods are label values: a stranger could make any number of them up.
std::string MethodOf(absl::string_view path) {
  if (!absl::ConsumePrefix(&path, kOurs)) return "other";
  const std::string dotted =
      absl::StrCat("sluice.v1.", absl::StrJoin(absl::StrSplit(path, '/'), "."));
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  return pool->FindMethodByName(dotted) == nullptr ? "other" : std::string(path);
}

class CallInterceptor : public grpc::experimental::Interceptor {
 public:
  CallInterceptor(grpc::experimental::ServerRpcInfo& info, CallObserver& observer)
      : observer_(observer),
        is_our_unary_(info.type() == grpc::experimental::ServerRpcInfo::Type::UNARY &&
                      absl::StartsWith(info.method(), kOurs)),
        context_(*info.server_context()),
        begun_(std::chrono::steady_clock::now()) {
    call_.method = MethodOf(info.method());
  }

  void Intercept(grpc::experimental::InterceptorBatchMethods* methods) override {
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::POST_RECV_MESSAGE)) {
      // Only of our own calls is it known that this is a protobuf message; the health service's is
      // none.
      const void* received = is_our_unary_ ? methods->GetRecvMessage() : nullptr;
      if (received != nullptr) Read(*static_cast<const Message*>(received));
    }
    if (methods->QueryInterceptionHookPoint(InterceptionHookPoints::PRE_SEND_STATUS)) {
      call_.call_id = CallIdOf(context_);
      call_.took = absl::FromChrono(std::chrono::steady_clock::now() - begun_);
      call_.code = absl::StatusCodeToString(
          static_cast<absl::StatusCode>(methods->GetSendStatus().error_code()));
      observer_.OnAnswered(call_);
    }
    methods->Proceed();
  }

 private:
  void Read(const Message& request) {
    call_.is_write = TextField(request, "request_id") != nullptr;
    call_.request_id = TextIn(request, "request_id");
    call_.connector = ConnectorOf(request);
  }

  CallObserver& observer_;
  const bool is_our_unary_;
  const grpc::ServerContextBase& context_;  // gRPC's, as long as the call.
  const std::chrono::steady_clock::time_point begun_;
  AnsweredCall call_;
};

class CallInterceptors : public grpc::experimental::ServerInterceptorFactoryInterface {
 public:
  explicit CallInterceptors(CallObserver& observer) : observer_(observer) {}

  grpc::experimental::Interceptor* CreateServerInterceptor(
      grpc::experimental::ServerRpcInfo* info) override {
    return new CallInterceptor(*info, observer_);  // gRPC deletes it with the call.
  }

 private:
  CallObserver& observer_;
};

// The first four segments of a connector's name, or of something below it.
std::string ConnectorIn(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() < 4 || parts[0] != "instances" || parts[2] != "connectors") return "";
  return absl::StrCat("instances/", parts[1], "/connectors/", parts[3]);
}

}  // namespace

std::unique_ptr<grpc::experimental::ServerInterceptorFactoryInterface> MakeCallInterceptors(
    CallObserver& observer) {
  return std::make_unique<CallInterceptors>(observer);
}

std::string ConnectorOf(const Message& request) {
  for (const char* field : {"name", "parent"}) {
    if (std::string found = ConnectorIn(TextIn(request, field)); !found.empty()) return found;
  }
  const std::string parent = TextIn(request, "parent");
  const std::string id = TextIn(request, "connector_id");
  if (!parent.empty() && !id.empty()) return ConnectorIn(absl::StrCat(parent, "/connectors/", id));
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName("connector");
  if (field == nullptr || field->is_repeated() || field->type() != FieldDescriptor::TYPE_MESSAGE) {
    return "";
  }
  return ConnectorIn(TextIn(request.GetReflection()->GetMessage(request, field), "name"));
}

}  // namespace sluice::controlplane
