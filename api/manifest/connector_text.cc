#include "api/manifest/connector_text.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "api/manifest/connector_flags.h"
#include "api/manifest/structured_text.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"
#include "nlohmann/json.hpp"

namespace sluice::manifest {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::util::TimeUtil;

// The fields that are set in a definition, each by its path and its text; several for a map.
using FieldTexts = std::vector<std::pair<std::string, std::string>>;

bool IsNoUsers(const FieldDescriptor& field) {
  const auto& behaviours = field.options().GetRepeatedExtension(google::api::field_behavior);
  return std::any_of(behaviours.begin(), behaviours.end(), [](int behaviour) {
    return behaviour == google::api::OUTPUT_ONLY || behaviour == google::api::INPUT_ONLY;
  });
}

std::vector<const FieldDescriptor*> FieldsSet(const Message& message) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  return fields;
}

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

void ClearWhatIsNoUsers(Message& message) {
  const auto* reflection = message.GetReflection();
  for (const FieldDescriptor* field : FieldsSet(message)) {
    if (IsNoUsers(*field)) {
      reflection->ClearField(&message, field);
    } else if (IsMessage(*field) && !field->is_repeated()) {
      ClearWhatIsNoUsers(*reflection->MutableMessage(&message, field));
    }
  }
}

// The text that a flag takes for a number, a text, a word or a switch.
std::string ScalarText(const Message& message, const FieldDescriptor& field) {
  const auto* reflection = message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection->GetString(message, &field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return absl::StrReplaceAll(
          absl::AsciiStrToLower(reflection->GetEnum(message, &field)->name()), {{"_", "-"}});
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection->GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(reflection->GetInt32(message, &field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(reflection->GetInt64(message, &field));
    case FieldDescriptor::CPPTYPE_DOUBLE: {
      // As JSON writes it: it is read back as the same number.
      return nlohmann::json(reflection->GetDouble(message, &field)).dump();
    }
    default:
      return "";
  }
}

void AddTexts(const Message& message, const std::string& prefix, FieldTexts& texts) {
  const auto* reflection = message.GetReflection();
  for (const FieldDescriptor* field : FieldsSet(message)) {
    const std::string path = absl::StrCat(prefix, field->name());
    if (field->is_map()) {
      std::map<std::string, std::string> entries;  // In an order that is always the same.
      for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
        const Message& entry = reflection->GetRepeatedMessage(message, field, i);
        entries[ScalarText(entry, *field->message_type()->map_key())] =
            ScalarText(entry, *field->message_type()->map_value());
      }
      for (const auto& [key, value] : entries)
        texts.emplace_back(path, absl::StrCat(key, "=", value));
    } else if (!IsMessage(*field)) {
      texts.emplace_back(path, ScalarText(message, *field));
    } else {
      const Message& inner = reflection->GetMessage(message, field);
      if (const auto* time = dynamic_cast<const google::protobuf::Timestamp*>(&inner)) {
        texts.emplace_back(path, TimeUtil::ToString(*time));
      } else if (const auto* duration = dynamic_cast<const google::protobuf::Duration*>(&inner)) {
        texts.emplace_back(path, TimeUtil::ToString(*duration));
      } else {
        AddTexts(inner, path + ".", texts);
      }
    }
  }
}

bool IsPlain(const std::string& word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return absl::ascii_isalnum(c) || absl::StrContains("_@%+=:,./-", c);
  });
}

std::string Quoted(const std::string& word) {
  if (IsPlain(word)) return word;
  return absl::StrCat("'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "'");
}

std::string IdOf(const v1::Connector& connector) {
  const std::vector<std::string> parts = absl::StrSplit(connector.name(), '/');
  return parts.back().empty() ? "NAME" : parts.back();
}

std::string InstanceOf(const v1::Connector& connector) {
  const std::vector<std::string> parts = absl::StrSplit(connector.name(), '/');
  return parts.size() == 4 ? parts[1] : "";
}

// As one word where the value would otherwise be taken for a flag.
std::string FlagText(const FieldFlag& flag, const std::string& text) {
  if (flag.value.empty()) return absl::StrCat("--", flag.name);
  const char* parted = absl::StartsWith(text, "-") ? "=" : " ";
  return absl::StrCat("--", flag.name, parted, Quoted(text));
}

std::map<std::string, FieldFlag> FlagsByField() {
  std::map<std::string, FieldFlag> flags;
  for (FieldFlag& flag : ConnectorFlags()) flags.emplace(flag.field, std::move(flag));
  flags.emplace("labels", FieldFlag{.name = "label", .value = "KEY=VALUE"});
  return flags;
}

}  // namespace

v1::Connector DefinitionOf(const v1::Connector& connector) {
  v1::Connector definition = connector;
  ClearWhatIsNoUsers(definition);
  definition.clear_etag();
  return definition;
}

std::string ManifestText(const v1::Connector& connector) {
  return YamlText(DefinitionOf(connector), "Connector");
}

std::string CreateCommand(const v1::Connector& connector) {
  v1::Connector definition = DefinitionOf(connector);
  const std::string id = IdOf(connector), instance = InstanceOf(connector);
  definition.clear_name();
  FieldTexts texts;
  AddTexts(definition, "", texts);
  const std::map<std::string, FieldFlag> flags = FlagsByField();
  std::string command = absl::StrCat("sluicectl create connector ", Quoted(id));
  if (!instance.empty()) absl::StrAppend(&command, " --instance ", Quoted(instance));
  for (const auto& [field, text] : texts) {
    if (field == "task_type") continue;  // There is only one.
    const auto flag = flags.find(field);
    if (flag == flags.end()) return absl::StrCat("sluicectl create -f ", Quoted(id + ".yaml"));
    if (flag->second.value.empty() && text != "true") continue;
    absl::StrAppend(&command, " \\\n  ", FlagText(flag->second, text));
  }
  if (definition.sink().has_access_key()) {
    absl::StrAppend(&command, " \\\n  --access-key-secret-file -");
  }
  return command;
}

}  // namespace sluice::manifest
