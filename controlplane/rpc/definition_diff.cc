#include "controlplane/rpc/definition_diff.h"

#include <map>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "controlplane/lifecycle/change_table.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/rpc/update_mask.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "google/protobuf/wrappers.pb.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsSecret(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::INPUT_ONLY) {
      return true;
    }
  }
  return false;
}

std::string JsonOf(const Message& message) {
  std::string json;
  if (!google::protobuf::util::MessageToJsonString(message, &json).ok()) return "";
  return json;
}

std::string Quoted(const std::string& text) {
  google::protobuf::StringValue value;
  value.set_value(text);
  return JsonOf(value);
}

// Of maps from text to text, the only repeated fields that users set.
std::string MapToJson(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  std::map<std::string, std::string> sorted;
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    const Message& entry = reflection.GetRepeatedMessage(message, &field, i);
    const auto text = [&](int number) {
      return entry.GetReflection()->GetString(entry,
                                              entry.GetDescriptor()->FindFieldByNumber(number));
    };
    sorted[text(1)] = text(2);
  }
  if (sorted.empty()) return "";
  std::string json;
  for (const auto& [key, value] : sorted) {
    absl::StrAppend(&json, json.empty() ? "{" : ",", Quoted(key), ":", Quoted(value));
  }
  return json + "}";
}

// A field that is no message of ours, as JSON; empty where it is not set.
std::string ValueOf(const Message& message, const FieldDescriptor& field) {
  const Reflection& reflection = *message.GetReflection();
  if (field.is_map()) return MapToJson(message, field);
  if (!reflection.HasField(message, &field)) return "";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return JsonOf(reflection.GetMessage(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return Quoted(reflection.GetString(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::StrCat("\"", std::string(reflection.GetEnum(message, &field)->name()), "\"");
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection.GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection.GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(reflection.GetDouble(message, &field));
    default:
      return message.ShortDebugString();  // No such field yet; that they differ is what counts.
  }
}

bool IsOurMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE && !field.is_repeated() &&
         absl::StartsWith(std::string(field.message_type()->full_name()), "sluice.");
}

v1::ChangeEffect EffectOf(absl::string_view path) {
  const ChangeRule* rule = ChangeRuleOf(path);
  if (rule == nullptr) return v1::CHANGE_EFFECT_UNSPECIFIED;
  switch (rule->effect) {
    case ChangeEffect::kInPlace:
      return v1::IN_PLACE;
    case ChangeEffect::kRestart:
      return v1::RESTART;
    case ChangeEffect::kRebalance:
      return v1::REBALANCE;
    case ChangeEffect::kUntilDeployed:
      return v1::UNTIL_DEPLOYED;
    case ChangeEffect::kImmutable:
      return v1::IMMUTABLE;
  }
  return v1::CHANGE_EFFECT_UNSPECIFIED;
}

void Compare(const Message& from, const Message& to, const std::string& prefix,
             std::vector<v1::FieldDifference>& differences) {
  const auto& type = *from.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsUsersField(field)) continue;
    const std::string path = absl::StrCat(prefix, std::string(field.name()));
    if (IsOurMessage(field)) {
      Compare(from.GetReflection()->GetMessage(from, &field),
              to.GetReflection()->GetMessage(to, &field), path + ".", differences);
      continue;
    }
    std::string before = ValueOf(from, field);
    std::string after = ValueOf(to, field);
    if (before == after) continue;
    v1::FieldDifference& difference = differences.emplace_back();
    difference.set_field(path);
    difference.set_effect(EffectOf(path));
    difference.set_secret(IsSecret(field));
    if (difference.secret()) continue;
    difference.set_from(std::move(before));
    difference.set_to(std::move(after));
  }
}

}  // namespace

v1::Connector DefinitionWithSecrets(const Connector& connector) {
  v1::Connector proto = ToProto(connector, Observation());
  if (const auto& key = connector.spec.sink.access_key; key.has_value()) {
    proto.mutable_sink()->mutable_access_key()->set_access_key_secret(key->secret);
  }
  return proto;
}

std::vector<v1::FieldDifference> DifferencesOf(const v1::Connector& from, const v1::Connector& to) {
  std::vector<v1::FieldDifference> differences;
  Compare(from, to, "", differences);
  return differences;
}

}  // namespace sluice::controlplane
