#include "cli/manifest/yaml_reader.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/manifest/field_text.h"

namespace sluice::cli {
namespace {

// Beyond these a person does not read on.
constexpr size_t kMistakesMax = 32;

std::string FieldNames(const google::protobuf::Descriptor& type) {
  std::vector<std::string> names;
  for (int i = 0; i < type.field_count(); ++i) names.push_back(NameOf(*type.field(i)));
  return absl::StrJoin(names, ", ");
}

std::string Join(const std::string& path, const std::string& name) {
  return path.empty() ? name : absl::StrCat(path, ".", name);
}

bool IsMessage(const google::protobuf::FieldDescriptor& field) {
  return field.cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE && !IsText(field);
}

}  // namespace

void YamlReader::Note(const YAML::Mark& mark, const std::string& path, absl::string_view message,
                      absl::string_view remedy) {
  if (mistakes_.size() >= kMistakesMax) return;
  mistakes_.push_back(
      {.field = absl::StrCat(file_, ":", mark.line + 1, path.empty() ? "" : ": ", path),
       .message = std::string(message),
       .remedy = std::string(remedy)});
}

void YamlReader::Read(const YAML::Node& node, const std::string& path,
                      google::protobuf::Message& message, const std::vector<std::string>& ignored) {
  if (!node.IsMap()) {
    return Note(node.Mark(), path, "expected keys and values",
                absl::StrCat("keys: ", FieldNames(*message.GetDescriptor())));
  }
  std::set<std::string> seen;
  for (const auto& entry : node) {
    const std::string key = entry.first.Scalar();
    const Field* field = FindField(*message.GetDescriptor(), key);
    // A field has two spellings; once is once.
    const std::string name = field != nullptr ? NameOf(*field) : key;
    if (!seen.insert(name).second) {
      Note(entry.first.Mark(), Join(path, key), "is there twice", "keep one of them");
    } else if (std::count(ignored.begin(), ignored.end(), key) > 0) {
      continue;
    } else if (field == nullptr) {
      Note(entry.first.Mark(), Join(path, key), "is not a field",
           absl::StrCat("fields here: ", FieldNames(*message.GetDescriptor())));
    } else if (!IsOutputOnly(*field)) {
      ReadField(entry.second, Join(path, key), message, *field);
    }
  }
}

void YamlReader::ReadField(const YAML::Node& node, const std::string& path,
                           google::protobuf::Message& message, const Field& field) {
  if (node.IsNull()) return;  // As if the key were not there.
  if (field.is_map()) {
    ReadMap(node, path, message, field);
  } else if (field.is_repeated()) {
    ReadList(node, path, message, field);
  } else if (IsMessage(field)) {
    Read(node, path, *message.GetReflection()->MutableMessage(&message, &field));
  } else {
    ReadScalar(node, path, message, field);
  }
}

void YamlReader::ReadMap(const YAML::Node& node, const std::string& path,
                         google::protobuf::Message& message, const Field& field) {
  if (!node.IsMap()) return Note(node.Mark(), path, "expected keys and values", "write KEY: VALUE");
  std::set<std::string> seen;
  for (const auto& entry : node) {
    const std::string key = entry.first.Scalar();
    if (!seen.insert(key).second) {
      Note(entry.first.Mark(), Join(path, key), "is there twice", "keep one of them");
      continue;
    }
    google::protobuf::Message* added = message.GetReflection()->AddMessage(&message, &field);
    (void)SetFieldText(*added, *field.message_type()->map_key(), key);  // A text takes every text.
    ReadField(entry.second, Join(path, key), *added, *field.message_type()->map_value());
  }
}

void YamlReader::ReadList(const YAML::Node& node, const std::string& path,
                          google::protobuf::Message& message, const Field& field) {
  if (!node.IsSequence()) {
    return Note(node.Mark(), path, "expected a list",
                "write [a, b], or one item a line after '- '");
  }
  for (size_t i = 0; i < node.size(); ++i) {
    const std::string item = absl::StrCat(path, "[", i, "]");
    if (IsMessage(field)) {
      Read(node[i], item, *message.GetReflection()->AddMessage(&message, &field));
    } else {
      ReadScalar(node[i], item, message, field);
    }
  }
}

void YamlReader::ReadScalar(const YAML::Node& node, const std::string& path,
                            google::protobuf::Message& message, const Field& field) {
  if (!node.IsScalar()) {
    return Note(node.Mark(), path, "expected one value", "write it behind the colon");
  }
  const absl::Status set = SetFieldText(message, field, node.Scalar());
  if (!set.ok()) Note(node.Mark(), path, set.message(), "");
}

}  // namespace sluice::cli
