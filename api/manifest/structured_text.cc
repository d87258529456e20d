#include "api/manifest/structured_text.h"

#include <map>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"
#include "yaml-cpp/yaml.h"

namespace sluice::manifest {
namespace {

using Json = nlohmann::ordered_json;  // Fields stay in the order of the proto.

// Whether plain text would be read back as this very text.
bool IsPlain(const std::string& text) {
  if (text.empty() || text != YAML::Load("[" + Json(text).dump() + "]")[0].Scalar()) return false;
  const bool number = text.find_first_not_of("0123456789.eE+-_:xXoO") == text.npos;
  static constexpr const char* kWords[] = {"true", "false", "null", "yes", "no", "on", "off", "~"};
  for (const char* word : kWords) {
    if (strcasecmp(word, text.c_str()) == 0) return false;
  }
  return !number;
}

void Emit(const Json& value, YAML::Emitter& out) {
  if (value.is_object()) {
    if (value.empty()) out << YAML::Flow;
    out << YAML::BeginMap;
    for (const auto& [key, item] : value.items()) {
      out << YAML::Key << key << YAML::Value;
      Emit(item, out);
    }
    out << YAML::EndMap;
  } else if (value.is_array()) {
    if (value.empty()) out << YAML::Flow;
    out << YAML::BeginSeq;
    for (const Json& item : value) Emit(item, out);
    out << YAML::EndSeq;
  } else if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    if (IsPlain(text)) {
      out << text;
    } else {
      out << YAML::DoubleQuoted << text;
    }
  } else {
    out << value.dump();
  }
}

// A map has no order of its own, and protobuf gives it another one each time.
void SortMaps(const google::protobuf::Descriptor& type, Json& value) {
  for (int i = 0; i < type.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *type.field(i);
    const auto found = value.find(field.json_name());
    if (found == value.end() || field.message_type() == nullptr) continue;
    if (field.is_map() && found->is_object()) {
      const std::map<std::string, Json> sorted = found->get<std::map<std::string, Json>>();
      *found = Json::object();
      for (const auto& [key, item] : sorted) (*found)[key] = item;
    } else if (found->is_object()) {
      SortMaps(*field.message_type(), *found);
    } else if (found->is_array()) {
      for (Json& item : *found) {
        if (item.is_object()) SortMaps(*field.message_type(), item);
      }
    }
  }
}

Json ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  SLUICE_CHECK(status.ok()) << status.ToString();
  Json value = Json::parse(text);
  if (value.is_object()) SortMaps(*message.GetDescriptor(), value);
  return value;
}

}  // namespace

std::string JsonText(const google::protobuf::Message& message) {
  return absl::StrCat(ToJson(message).dump(2), "\n");
}

std::string JsonText(const std::string& field,
                     const std::vector<const google::protobuf::Message*>& messages) {
  Json list = Json::array();
  for (const google::protobuf::Message* message : messages) list.push_back(ToJson(*message));
  return absl::StrCat(Json{{field, list}}.dump(2), "\n");
}

std::string YamlText(const google::protobuf::Message& message, const std::string& kind) {
  Json value;
  if (!kind.empty()) value["kind"] = kind;
  const Json fields = ToJson(message);
  for (const auto& [name, item] : fields.items()) value[name] = item;
  return YamlText(value.is_null() ? Json::object() : value);
}

std::string YamlText(const Json& value) {
  YAML::Emitter out;
  Emit(value, out);
  return absl::StrCat(out.c_str(), "\n");
}

}  // namespace sluice::manifest
