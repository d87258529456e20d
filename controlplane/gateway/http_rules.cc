#include "controlplane/gateway/http_rules.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_macros.h"
#include "google/api/annotations.pb.h"
#include "google/longrunning/operations.pb.h"
#include "sluice/v1/access_service.pb.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/dead_letter_service.pb.h"
#include "sluice/v1/fleet_service.pb.h"
#include "sluice/v1/instance_service.pb.h"
#include "sluice/v1/offset_service.pb.h"
#include "sluice/v1/watch_service.pb.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::MethodDescriptor;
using google::protobuf::ServiceDescriptor;

// Google's proto gives it no form; here it is as its neighbours are.
constexpr char kWaitOperation[] = "google.longrunning.Operations.WaitOperation";

absl::Status Wrong(const MethodDescriptor& call, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat(call.full_name(), ": ", why));
}

std::pair<std::string, std::string> MethodAndPath(const google::api::HttpRule& rule) {
  switch (rule.pattern_case()) {
    case google::api::HttpRule::kGet:
      return {"GET", rule.get()};
    case google::api::HttpRule::kPut:
      return {"PUT", rule.put()};
    case google::api::HttpRule::kPost:
      return {"POST", rule.post()};
    case google::api::HttpRule::kDelete:
      return {"DELETE", rule.delete_()};
    case google::api::HttpRule::kPatch:
      return {"PATCH", rule.patch()};
    case google::api::HttpRule::kCustom:
      return {rule.custom().kind(), rule.custom().path()};
    case google::api::HttpRule::PATTERN_NOT_SET:
      break;
  }
  return {};
}

// A variable is one text.
bool IsTextAt(const Descriptor* message, absl::string_view field_path) {
  const FieldDescriptor* field = nullptr;
  for (absl::string_view name : absl::StrSplit(field_path, '.')) {
    if (message == nullptr) return false;
    field = message->FindFieldByName(std::string(name));
    if (field == nullptr || field->is_repeated()) return false;
    message = field->message_type();
  }
  return field->type() == FieldDescriptor::TYPE_STRING;
}

absl::StatusOr<HttpRule> ReadRule(const MethodDescriptor& call,
                                  const google::api::HttpRule& annotated) {
  HttpRule rule;
  rule.call = &call;
  const auto [method, path] = MethodAndPath(annotated);
  if (path.empty()) return Wrong(call, "the annotation has no path");
  rule.method = method;
  SLUICE_ASSIGN_OR_RETURN(rule.path, PathTemplate::Parse(path));
  for (const auto& variable : rule.path.variables()) {
    if (!IsTextAt(call.input_type(), variable.field_path)) {
      return Wrong(call, absl::StrCat(variable.field_path, " is no text field of the request"));
    }
  }
  if (annotated.body() == "*") {
    rule.body_is_request = true;
  } else if (!annotated.body().empty()) {
    rule.body_field = call.input_type()->FindFieldByName(annotated.body());
    if (rule.body_field == nullptr) {
      return Wrong(call, absl::StrCat("the body ", annotated.body(), " is no field"));
    }
  }
  if (rule.TakesBody() && (method == "GET" || method == "DELETE")) {
    return Wrong(call, absl::StrCat(method, " takes no body"));
  }
  if (!annotated.response_body().empty()) {
    rule.answer_field = call.output_type()->FindFieldByName(annotated.response_body());
    if (rule.answer_field == nullptr) {
      return Wrong(call, absl::StrCat("the answer has no field ", annotated.response_body()));
    }
  }
  return rule;
}

google::api::HttpRule AnnotationOf(const MethodDescriptor& call) {
  google::api::HttpRule annotation = call.options().GetExtension(google::api::http);
  if (call.full_name() == kWaitOperation) {
    annotation.set_post("/v1/{name=operations/**}:wait");
    annotation.set_body("*");
  }
  return annotation;
}

}  // namespace

std::string HttpRule::CallPath() const {
  return absl::StrCat("/", call->service()->full_name(), "/", call->name());
}

std::vector<const ServiceDescriptor*> ApiServices() {
  std::vector<const ServiceDescriptor*> services;
  for (const google::protobuf::FileDescriptor* file :
       {v1::GetInstanceRequest::descriptor()->file(), v1::GetConnectorRequest::descriptor()->file(),
        v1::GetOffsetsRequest::descriptor()->file(), v1::GetDeadLetterRequest::descriptor()->file(),
        v1::GetWorkerRequest::descriptor()->file(), v1::WatchRequest::descriptor()->file(),
        v1::GetApiTokenRequest::descriptor()->file(),
        google::longrunning::Operation::descriptor()->file()}) {
    for (int i = 0; i < file->service_count(); ++i) services.push_back(file->service(i));
  }
  return services;
}

absl::StatusOr<std::vector<HttpRule>> ReadHttpRules(
    const std::vector<const ServiceDescriptor*>& services) {
  std::vector<HttpRule> rules;
  const auto add = [&](const MethodDescriptor& call,
                       const google::api::HttpRule& annotated) -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(HttpRule rule, ReadRule(call, annotated));
    for (const HttpRule& other : rules) {
      if (other.method == rule.method && other.path.Overlaps(rule.path)) {
        return Wrong(call, absl::StrCat(rule.method, " ", rule.path.text(), " takes paths of ",
                                        other.call->full_name(), ", ", other.path.text()));
      }
    }
    rules.push_back(std::move(rule));
    return absl::OkStatus();
  };
  for (const ServiceDescriptor* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      const MethodDescriptor& call = *service->method(i);
      const google::api::HttpRule annotation = AnnotationOf(call);
      if (annotation.pattern_case() == google::api::HttpRule::PATTERN_NOT_SET) continue;
      if (call.client_streaming()) return Wrong(call, "a stream of requests has no form over HTTP");
      SLUICE_RETURN_IF_ERROR(add(call, annotation));
      for (const google::api::HttpRule& more : annotation.additional_bindings()) {
        SLUICE_RETURN_IF_ERROR(add(call, more));
      }
    }
  }
  return rules;
}

}  // namespace sluice::controlplane
