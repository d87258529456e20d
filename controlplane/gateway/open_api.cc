#include "controlplane/gateway/open_api.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "api/version.h"
#include "controlplane/gateway/query_names.h"
#include "google/rpc/status.pb.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using json = nlohmann::ordered_json;

json Ref(const Descriptor& message) {
  return {{"$ref", absl::StrCat("#/components/schemas/", message.full_name())}};
}

// Schemas of messages that JSON writes in a form of their own; null for others.
json WellKnownSchema(const Descriptor& message) {
  if (!absl::StartsWith(message.full_name(), "google.protobuf.")) return nullptr;
  const std::string& name = message.name();
  if (name == "Timestamp") return {{"type", "string"}, {"format", "date-time"}};
  if (name == "Duration") return {{"type", "string"}, {"pattern", "^-?[0-9]+(\\.[0-9]+)?s$"}};
  if (name == "FieldMask") return {{"type", "string"}};
  if (name == "Any") {
    return {{"type", "object"},
            {"properties", {{"@type", {{"type", "string"}}}}},
            {"additionalProperties", true}};
  }
  return json::object();
}

json ScalarSchema(const FieldDescriptor& field) {
  switch (field.type()) {
    case FieldDescriptor::TYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::TYPE_STRING:
      return {{"type", "string"}};
    case FieldDescriptor::TYPE_BYTES:
      return {{"type", "string"}, {"format", "byte"}};
    case FieldDescriptor::TYPE_DOUBLE:
    case FieldDescriptor::TYPE_FLOAT:
      return {{"type", "number"}};
    case FieldDescriptor::TYPE_ENUM: {
      json values = json::array();
      for (int i = 0; i < field.enum_type()->value_count(); ++i) {
        values.push_back(field.enum_type()->value(i)->name());
      }
      return {{"type", "string"}, {"enum", std::move(values)}};
    }
    case FieldDescriptor::TYPE_MESSAGE:
    case FieldDescriptor::TYPE_GROUP: {
      json known = WellKnownSchema(*field.message_type());
      return known.is_null() ? Ref(*field.message_type()) : known;
    }
    default:
      break;
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    return {{"type", "string"}, {"format", "int64"}, {"pattern", "^-?[0-9]+$"}};
  }
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64) {
    return {{"type", "string"}, {"format", "uint64"}, {"pattern", "^[0-9]+$"}};
  }
  return {{"type", "integer"}, {"format", "int32"}};
}

json FieldSchema(const FieldDescriptor& field) {
  if (field.is_map()) {
    return {{"type", "object"},
            {"additionalProperties", ScalarSchema(*field.message_type()->map_value())}};
  }
  if (field.is_repeated()) return {{"type", "array"}, {"items", ScalarSchema(field)}};
  return ScalarSchema(field);
}

// The schema of `message` and of all that it holds.
void AddSchemas(const Descriptor& message, json& schemas) {
  if (schemas.contains(message.full_name()) || !WellKnownSchema(message).is_null()) return;
  json properties = json::object();
  schemas[message.full_name()] = nullptr;  // A message may hold itself.
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    properties[field.json_name()] = FieldSchema(field);
    const FieldDescriptor& held = field.is_map() ? *field.message_type()->map_value() : field;
    if (held.message_type() != nullptr) AddSchemas(*held.message_type(), schemas);
  }
  schemas[message.full_name()] = {
      {"type", "object"}, {"properties", std::move(properties)}, {"additionalProperties", false}};
}

json ParametersOf(const HttpRule& rule, const OpenApiPath& path) {
  json parameters = json::array();
  for (const std::string& name : path.parameters) {
    parameters.push_back(
        {{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  for (const QueryName& query : QueryNamesOf(rule)) {
    parameters.push_back(
        {{"name", query.name}, {"in", "query"}, {"schema", FieldSchema(*query.field)}});
  }
  return parameters;
}

json ContentOf(const char* type, json schema) {
  return {{"content", {{type, {{"schema", std::move(schema)}}}}}};
}

json MessageSchema(const Descriptor& message) {
  json known = WellKnownSchema(message);
  return known.is_null() ? Ref(message) : known;
}

// An event as it is sent. OpenAPI 3.0 has no word for what a text holds, so that is an extension.
json EventSchema(json data) {
  return {{"type", "object"},
          {"properties",
           {{"event", {{"type", "string"}}},
            {"id", {{"type", "string"}}},
            {"data",
             {{"type", "string"},
              {"description", "JSON; of the event `error` an Error"},
              {"x-json-schema", std::move(data)}}}}},
          {"required", {"event", "data"}},
          {"additionalProperties", false}};
}

json OperationOf(const HttpRule& rule, const OpenApiPath& path) {
  json operation = {
      {"operationId", absl::StrCat(rule.call->service()->name(), "_", rule.call->name())},
      {"tags", {rule.call->service()->name()}},
      {"parameters", ParametersOf(rule, path)}};
  if (rule.TakesBody()) {
    json schema = rule.body_is_request ? MessageSchema(*rule.call->input_type())
                                       : FieldSchema(*rule.body_field);
    operation["requestBody"] = ContentOf("application/json", std::move(schema));
  }
  const bool is_stream = rule.call->server_streaming();
  json answer = MessageSchema(*rule.call->output_type());
  json fine = is_stream ? ContentOf("text/event-stream", EventSchema(std::move(answer)))
                        : ContentOf("application/json", std::move(answer));
  fine["description"] = is_stream ? "Server-Sent Events, each of this form" : "OK";
  json error = ContentOf("application/json", {{"$ref", "#/components/schemas/Error"}});
  error["description"] = "An error";
  operation["responses"] = {{"200", std::move(fine)}, {"default", std::move(error)}};
  return operation;
}

std::string SingularOf(absl::string_view collection) {
  absl::ConsumeSuffix(&collection, "s");
  return std::string(collection);
}

}  // namespace

OpenApiPath OpenApiPathOf(const PathTemplate& path) {
  OpenApiPath told;
  const auto& segments = path.segments();
  for (size_t i = 0; i < segments.size(); ++i) {
    if (!absl::StartsWith(segments[i], "*")) {
      absl::StrAppend(&told.path, "/", segments[i]);
      continue;
    }
    const bool follows_word = i > 0 && !absl::StartsWith(segments[i - 1], "*");
    std::string name = follows_word ? SingularOf(segments[i - 1]) : "id";
    while (std::count(told.parameters.begin(), told.parameters.end(), name) > 0) name += "_";
    absl::StrAppend(&told.path, "/{", name, "}");
    told.parameters.push_back(std::move(name));
  }
  if (!path.verb().empty()) absl::StrAppend(&told.path, ":", path.verb());
  return told;
}

std::string OpenApiOf(const std::vector<HttpRule>& rules) {
  json paths = json::object();
  json schemas = json::object();
  for (const HttpRule& rule : rules) {
    const OpenApiPath path = OpenApiPathOf(rule.path);
    paths[path.path][absl::AsciiStrToLower(rule.method)] = OperationOf(rule, path);
    if (rule.TakesBody()) AddSchemas(*rule.call->input_type(), schemas);
    for (const QueryName& query : QueryNamesOf(rule)) {
      if (query.field->message_type() != nullptr) AddSchemas(*query.field->message_type(), schemas);
    }
    AddSchemas(*rule.call->output_type(), schemas);
  }
  AddSchemas(*google::rpc::Status::descriptor(), schemas);
  schemas["Error"] = {
      {"type", "object"},
      {"properties",
       {{"error",
         {{"type", "object"},
          {"properties",
           {{"code", {{"type", "integer"}}},
            {"message", {{"type", "string"}}},
            {"status", {{"type", "string"}}},
            {"details",
             FieldSchema(*google::rpc::Status::descriptor()->FindFieldByName("details"))}}}}}}}};
  const json document = {{"openapi", "3.0.3"},
                         {"info", {{"title", "Sluice"}, {"version", kVersion}}},
                         {"paths", std::move(paths)},
                         {"components", {{"schemas", std::move(schemas)}}}};
  return document.dump(1) + "\n";
}

std::string RoutesJsonOf(const std::vector<HttpRule>& rules) {
  json routes = json::array();
  for (const HttpRule& rule : rules) {
    json query = json::array();
    for (const QueryName& name : QueryNamesOf(rule)) query.push_back(name.name);
    routes.push_back({{"call", rule.call->full_name()},
                      {"method", rule.method},
                      {"path", rule.path.text()},
                      {"body", rule.body_is_request         ? "*"
                               : rule.body_field != nullptr ? rule.body_field->json_name()
                                                            : ""},
                      {"query", std::move(query)},
                      {"stream", rule.call->server_streaming()}});
  }
  return routes.dump(1) + "\n";
}

}  // namespace sluice::controlplane
