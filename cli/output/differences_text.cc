#include "cli/output/differences_text.h"

#include <map>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "api/manifest/structured_text.h"
#include "cli/manifest/field_text.h"
#include "cli/output/table.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"
#include "nlohmann/json.hpp"

namespace sluice::cli {
namespace {

using google::protobuf::FieldDescriptor;
using Json = nlohmann::ordered_json;
using manifest::JsonText;

bool IsInputOnly(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    if (options.GetExtension(google::api::field_behavior, i) == google::api::INPUT_ONLY) {
      return true;
    }
  }
  return false;
}

bool IsCompared(const FieldDescriptor& field) {
  return !IsOutputOnly(field) && !IsInputOnly(field) && field.name() != "etag" &&
         field.name() != "name";
}

// Of ours, and not one that people write as one text.
bool HasFields(const FieldDescriptor& field) {
  return field.message_type() != nullptr && !field.is_repeated() && !IsText(field);
}

void Compare(const google::protobuf::Descriptor& type, const Json& from, const Json& to,
             const std::string& prefix, std::vector<Difference>& differences) {
  const auto value = [](const Json& json, const std::string& name) {
    const auto found = json.find(name);
    return found == json.end() ? Json() : *found;
  };
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    if (!IsCompared(field)) continue;
    const Json before = value(from, NameOf(field));
    const Json after = value(to, NameOf(field));
    const std::string path = absl::StrCat(prefix, NameOf(field));
    if (HasFields(field)) {
      Compare(*field.message_type(), before.is_null() ? Json::object() : before,
              after.is_null() ? Json::object() : after, path + ".", differences);
    } else if (before != after) {
      differences.push_back(
          {path, before.is_null() ? "" : before.dump(), after.is_null() ? "" : after.dump()});
    }
  }
}

}  // namespace

std::vector<Difference> DifferencesBetween(const google::protobuf::Message& from,
                                           const google::protobuf::Message& to) {
  std::vector<Difference> differences;
  Compare(*from.GetDescriptor(), Json::parse(JsonText(from)), Json::parse(JsonText(to)), "",
          differences);
  return differences;
}

std::string DifferencesText(const std::vector<Difference>& differences) {
  std::string text;
  for (const Difference& difference : differences) {
    const auto line = [&](const char* sign, const std::string& value) {
      if (!value.empty()) {
        absl::StrAppend(&text, sign, " ", difference.field, ": ", Printable(value), "\n");
      }
    };
    line("-", difference.from);
    line("+", difference.to);
    if (difference.from.empty() && difference.to.empty()) {
      absl::StrAppend(&text, "~ ", difference.field, ": a secret, which is not shown\n");
    }
  }
  return text;
}

}  // namespace sluice::cli
