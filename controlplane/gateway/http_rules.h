#ifndef SLUICE_CONTROLPLANE_GATEWAY_HTTP_RULES_H_
#define SLUICE_CONTROLPLANE_GATEWAY_HTTP_RULES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "controlplane/gateway/path_template.h"
#include "google/protobuf/descriptor.h"

namespace sluice::controlplane {

// One form of a call over HTTP, as google.api.http annotates it. A call may have several.
struct HttpRule {
  const google::protobuf::MethodDescriptor* call = nullptr;
  std::string method;  // GET, POST, PATCH, PUT, DELETE
  PathTemplate path;
  // What the body holds: the whole request, one field of it, or nothing.
  bool body_is_request = false;
  const google::protobuf::FieldDescriptor* body_field = nullptr;
  // Of the answer, when it is not sent as a whole.
  const google::protobuf::FieldDescriptor* answer_field = nullptr;

  bool TakesBody() const { return body_is_request || body_field != nullptr; }
  // `/sluice.v1.ConnectorService/GetConnector`
  std::string CallPath() const;
};

// The services of the API that have a form over HTTP.
std::vector<const google::protobuf::ServiceDescriptor*> ApiServices();

// Every rule of `services`, in their order. Calls with a stream of requests have none.
// INVALID_ARGUMENT, which is a mistake in a proto: a template that is none, a variable or a body
// that is no field of the request, two rules that would take the same path.
absl::StatusOr<std::vector<HttpRule>> ReadHttpRules(
    const std::vector<const google::protobuf::ServiceDescriptor*>& services);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_HTTP_RULES_H_
