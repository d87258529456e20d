#include "controlplane/gateway/request_reader.h"

#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/gateway/json_shape.h"
#include "controlplane/gateway/message_json.h"
#include "controlplane/gateway/query_fields.h"
#include "controlplane/gateway/strict_json.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/validation/violations.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

absl::Status Malformed(absl::string_view why) {
  return WithReason(absl::InvalidArgumentError(why), "REQUEST_MALFORMED");
}

// The body as JSON of the whole request. Empty text: there is none.
absl::StatusOr<std::string> BodyAsRequest(const HttpRule& rule, const std::string& body,
                                          Violations& violations) {
  if (body.empty()) return std::string();
  if (!rule.TakesBody()) return Malformed("this call takes no body; use parameters of the query");
  SLUICE_ASSIGN_OR_RETURN(const nlohmann::json value, ReadStrictJson(body));
  if (rule.body_is_request) {
    CheckShape(value, *rule.call->input_type(), "", violations);
    return body;
  }
  CheckFieldShape(value, *rule.body_field, rule.body_field->name(), violations);
  return absl::StrCat("{\"", rule.body_field->json_name(), "\":", body, "}");
}

// Where the etag of a request goes: its own, or that of the resource that it brings.
std::optional<FieldPlace> EtagPlace(const HttpRule& rule) {
  const auto& request = *rule.call->input_type();
  if (auto own = FindField(request, "etag")) return own;
  if (rule.body_field == nullptr) return std::nullopt;
  return FindField(request, absl::StrCat(rule.body_field->name(), ".etag"));
}

absl::Status ReadIfMatch(const HttpRule& rule, absl::string_view if_match, Message& request,
                         Violations& violations) {
  if (if_match.empty() || if_match == "*") return absl::OkStatus();
  const std::optional<FieldPlace> place = EtagPlace(rule);
  if (!place.has_value()) return Malformed("this call compares no etag; leave If-Match out");
  absl::string_view etag = if_match;
  if (!absl::ConsumePrefix(&etag, "\"") || !absl::ConsumeSuffix(&etag, "\"") || etag.empty() ||
      absl::StrContains(etag, '"')) {
    return Malformed("If-Match is not one etag in quotes, as the header ETag gave it");
  }
  SetText(*place, std::string(etag), "If-Match", request, violations);
  return absl::OkStatus();
}

void ReadQuery(const HttpRule& rule, const SaidOverHttp& said, Message& request,
               Violations& violations) {
  std::set<std::string> set;
  for (const http::QueryParameter& parameter : said.query) {
    const std::optional<FieldPlace> place = FindField(*request.GetDescriptor(), parameter.name);
    const bool in_body =
        place.has_value() && (rule.body_is_request || place->path.front() == rule.body_field);
    if (!place.has_value()) {
      violations.Add(Echo(parameter.name), "FIELD_UNKNOWN",
                     "is no parameter of this call; leave it out");
    } else if (in_body) {
      violations.Add(place->name, "FIELD_CONFLICT", "belongs into the body");
    } else if (!set.insert(place->name).second && !place->field().is_repeated()) {
      violations.Add(place->name, "FIELD_CONFLICT", "is given twice; keep one");
    } else {
      SetFromQuery(*place, parameter.value, request, violations);
    }
  }
}

}  // namespace

absl::StatusOr<std::unique_ptr<Message>> ReadRequest(const HttpRule& rule,
                                                     const SaidOverHttp& said) {
  const Message* prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(rule.call->input_type());
  if (prototype == nullptr) return absl::InternalError("the request's type is not linked");
  std::unique_ptr<Message> request(prototype->New());
  Violations violations;
  SLUICE_ASSIGN_OR_RETURN(const std::string json, BodyAsRequest(rule, said.body, violations));
  if (!violations.empty()) return InvalidRequest(violations);
  if (!json.empty()) {
    if (const absl::Status read = ReadMessage(json, *request); !read.ok()) {
      violations.Add("body", "FIELD_FORM", read.message());
      return InvalidRequest(violations);
    }
  }
  ReadQuery(rule, said, *request, violations);
  SLUICE_RETURN_IF_ERROR(ReadIfMatch(rule, said.if_match, *request, violations));
  for (const PathBinding& binding : said.bindings) {
    SetText(*FindField(*request->GetDescriptor(), binding.field_path), binding.value, "the path",
            *request, violations);
  }
  if (!violations.empty()) return InvalidRequest(violations);
  return request;
}

}  // namespace sluice::controlplane
