#include "controlplane/gateway/query_fields.h"

#include <memory>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "controlplane/gateway/json_shape.h"
#include "controlplane/gateway/message_json.h"
#include "conversion/utf8.h"
#include "google/protobuf/descriptor.h"
#include "nlohmann/json.hpp"

namespace sluice::controlplane {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using nlohmann::json;

bool IsWrapper(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
         absl::StartsWith(field.message_type()->full_name(), "google.protobuf.") &&
         absl::EndsWith(field.message_type()->name(), "Value") &&
         field.message_type()->field_count() == 1 && field.message_type()->name() != "ListValue";
}

// What JSON writes as one value that is no object.
bool IsOneValue(const FieldDescriptor& field) {
  if (field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return true;
  const std::string& name = field.message_type()->full_name();
  return name == "google.protobuf.Timestamp" || name == "google.protobuf.Duration" ||
         name == "google.protobuf.FieldMask" || IsWrapper(field);
}

// A query has only texts. Those that are no bool stay texts, and are refused as such.
json AsJson(const FieldDescriptor& field, const std::string& value) {
  const FieldDescriptor& scalar = IsWrapper(field) ? *field.message_type()->field(0) : field;
  const bool is_bool = scalar.cpp_type() == FieldDescriptor::CPPTYPE_BOOL;
  return is_bool && (value == "true" || value == "false") ? json(value == "true") : json(value);
}

Message& HolderOf(const FieldPlace& place, Message& request) {
  Message* holder = &request;
  for (size_t i = 0; i + 1 < place.path.size(); ++i) {
    holder = holder->GetReflection()->MutableMessage(holder, place.path[i]);
  }
  return *holder;
}

}  // namespace

std::optional<FieldPlace> FindField(const Descriptor& message, absl::string_view dotted) {
  FieldPlace place;
  const Descriptor* holder = &message;
  for (absl::string_view part : absl::StrSplit(dotted, '.')) {
    if (holder == nullptr || (!place.path.empty() && place.field().is_repeated())) {
      return std::nullopt;
    }
    const FieldDescriptor* field = FindJsonField(*holder, part);
    if (field == nullptr) return std::nullopt;
    absl::StrAppend(&place.name, place.path.empty() ? "" : ".", field->name());
    place.path.push_back(field);
    holder = field->message_type();
  }
  return place;
}

void SetFromQuery(const FieldPlace& place, const std::string& value, Message& request,
                  Violations& violations) {
  const FieldDescriptor& field = place.field();
  if (field.is_map() || !IsOneValue(field)) {
    violations.Add(place.name, "FIELD_FORM",
                   "is not a single value; name the fields below it, or use a call with a body");
    return;
  }
  json leaf = AsJson(field, value);
  if (field.is_repeated()) leaf = json::array({std::move(leaf)});
  const int before = violations.count();
  CheckFieldShape(leaf, field, place.name, violations);
  if (violations.count() > before) return;
  Message& holder = HolderOf(place, request);
  const std::unique_ptr<Message> read(holder.New());
  json object = json::object();
  object[field.json_name()] = std::move(leaf);
  // What is no UTF-8 becomes the sign for it, and finds nothing.
  const std::string text = object.dump(-1, ' ', false, json::error_handler_t::replace);
  if (!ReadMessage(text, *read).ok()) {
    violations.Add(place.name, "FIELD_FORM", absl::StrCat("is ", Echo(value), ", which is none"));
    return;
  }
  holder.MergeFrom(*read);
}

void SetText(const FieldPlace& place, const std::string& value, absl::string_view where,
             Message& request, Violations& violations) {
  if (!conversion::IsUtf8(value)) {
    violations.Add(place.name, "FIELD_FORM", absl::StrCat("is no UTF-8 in ", where));
    return;
  }
  Message& holder = HolderOf(place, request);
  const auto& reflection = *holder.GetReflection();
  const std::string said = reflection.GetString(holder, &place.field());
  if (!said.empty() && said != value) {
    violations.Add(
        place.name, "FIELD_CONFLICT",
        absl::StrCat("is ", Echo(said), ", but ", Echo(value), " in ", where, "; say it once"));
    return;
  }
  reflection.SetString(&holder, &place.field(), value);
}

}  // namespace sluice::controlplane
