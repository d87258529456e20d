#include "controlplane/gateway/json_shape.h"

#include <cmath>
#include <cstdint>
#include <set>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using nlohmann::json;

std::string Below(absl::string_view path, absl::string_view name) {
  return path.empty() ? std::string(name) : absl::StrCat(path, ".", name);
}

void WrongKind(absl::string_view path, absl::string_view wanted, Violations& violations) {
  violations.Add(path, "FIELD_FORM", absl::StrCat("is of another kind; write ", wanted));
}

bool IsWhole(const json& value) {
  if (value.is_number_integer()) return true;
  if (value.is_number_float()) return std::floor(value.get<double>()) == value.get<double>();
  int64_t number = 0;
  uint64_t large = 0;
  if (!value.is_string()) return false;
  const std::string& text = value.get_ref<const std::string&>();
  return !text.empty() && text[0] != ' ' && text.back() != ' ' &&
         (absl::SimpleAtoi(text, &number) || absl::SimpleAtoi(text, &large));
}

bool IsReal(const json& value) {
  double number = 0;
  return value.is_number() ||
         (value.is_string() && absl::SimpleAtod(value.get_ref<const std::string&>(), &number));
}

void CheckEnum(const json& value, const FieldDescriptor& field, absl::string_view path,
               Violations& violations) {
  const auto& type = *field.enum_type();
  if (value.is_string()) {
    const std::string& name = value.get_ref<const std::string&>();
    if (type.FindValueByName(name) != nullptr) return;
    violations.Add(path, "VALUE_UNKNOWN",
                   absl::StrCat("is ", Echo(name), ", which ", type.full_name(), " does not have"));
  } else if (value.is_number_integer()) {
    const int64_t number = value.get<int64_t>();
    if (number == static_cast<int>(number) && type.FindValueByNumber(number) != nullptr) return;
    violations.Add(path, "VALUE_UNKNOWN",
                   absl::StrCat("is ", number, ", which ", type.full_name(), " does not have"));
  } else {
    WrongKind(path, "the name of a value", violations);
  }
}

void CheckScalar(const json& value, const FieldDescriptor& field, absl::string_view path,
                 Violations& violations) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      if (!value.is_boolean()) WrongKind(path, "true or false", violations);
      return;
    case FieldDescriptor::CPPTYPE_STRING:
      if (!value.is_string()) {
        WrongKind(path, "a text in quotes", violations);
      } else if (std::string ignored;
                 field.type() == FieldDescriptor::TYPE_BYTES &&
                 !absl::Base64Unescape(value.get_ref<const std::string&>(), &ignored) &&
                 !absl::WebSafeBase64Unescape(value.get_ref<const std::string&>(), &ignored)) {
        WrongKind(path, "base64", violations);
      }
      return;
    case FieldDescriptor::CPPTYPE_ENUM:
      return CheckEnum(value, field, path, violations);
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      if (!IsReal(value)) WrongKind(path, "a number", violations);
      return;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return CheckShape(value, *field.message_type(), path, violations);
    default:
      if (!IsWhole(value)) WrongKind(path, "a whole number", violations);
  }
}

// Messages that JSON writes in a form of their own. False when `message` is none of them.
bool CheckWellKnown(const json& value, const Descriptor& message, absl::string_view path,
                    Violations& violations) {
  if (!absl::StartsWith(message.full_name(), "google.protobuf.")) return false;
  const std::string& name = message.name();
  if (name == "Timestamp" || name == "Duration" || name == "FieldMask") {
    if (!value.is_string()) {
      WrongKind(path,
                name == "Timestamp"  ? "a time such as \"2020-11-17T15:00:00Z\""
                : name == "Duration" ? "seconds such as \"3600s\""
                                     : "paths with commas between them, in quotes",
                violations);
    }
    return true;
  }
  if (absl::EndsWith(name, "Value") && message.field_count() == 1 && name != "ListValue") {
    CheckScalar(value, *message.field(0), path, violations);
    return true;
  }
  return name == "Struct" || name == "Value" || name == "ListValue" || name == "Any";
}

}  // namespace

const FieldDescriptor* FindJsonField(const Descriptor& message, absl::string_view name) {
  const std::string text(name);
  if (const FieldDescriptor* field = message.FindFieldByName(text)) return field;
  const FieldDescriptor* field = message.FindFieldByCamelcaseName(text);
  return field != nullptr && field->json_name() == text ? field : nullptr;
}

void CheckFieldShape(const json& value, const FieldDescriptor& field, absl::string_view path,
                     Violations& violations) {
  if (value.is_null()) return;  // As if it was not there.
  if (field.is_map()) {
    if (!value.is_object()) return WrongKind(path, "an object", violations);
    const FieldDescriptor& values = *field.message_type()->map_value();
    for (const auto& [key, entry] : value.items()) {
      CheckScalar(entry, values, absl::StrCat(path, "[", Echo(key), "]"), violations);
    }
  } else if (field.is_repeated()) {
    if (!value.is_array()) return WrongKind(path, "a list", violations);
    size_t index = 0;
    for (const json& element : value) {
      CheckScalar(element, field, absl::StrCat(path, "[", index++, "]"), violations);
    }
  } else {
    CheckScalar(value, field, path, violations);
  }
}

void CheckShape(const json& value, const Descriptor& message, absl::string_view path,
                Violations& violations) {
  if (CheckWellKnown(value, message, path, violations)) return;
  if (!value.is_object()) {
    return WrongKind(path.empty() ? "body" : path, "an object in braces", violations);
  }
  std::set<const FieldDescriptor*> seen;
  for (const auto& [key, child] : value.items()) {
    const FieldDescriptor* field = FindJsonField(message, key);
    if (field == nullptr) {
      violations.Add(Below(path, key), "FIELD_UNKNOWN",
                     absl::StrCat("is no field of ", message.full_name(), "; leave it out"));
    } else if (!seen.insert(field).second) {
      violations.Add(Below(path, field->name()), "FIELD_CONFLICT",
                     "is there twice, in two spellings; keep one");
    } else {
      CheckFieldShape(child, *field, Below(path, field->name()), violations);
    }
  }
}

}  // namespace sluice::controlplane
