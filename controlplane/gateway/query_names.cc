#include "controlplane/gateway/query_names.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

bool IsOneText(const FieldDescriptor& field) {
  return field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
         (absl::StartsWith(field.message_type()->full_name(), "google.protobuf.") &&
          field.message_type()->name() != "Struct" && field.message_type()->name() != "Any");
}

void Add(const Descriptor& message, const std::string& name, const std::string& proto_name,
         std::vector<const Descriptor*>& above, const HttpRule& rule,
         std::vector<QueryName>& names) {
  above.push_back(&message);
  for (int i = 0; i < message.field_count(); ++i) {
    const FieldDescriptor& field = *message.field(i);
    const std::string full = absl::StrCat(proto_name, field.name());
    const auto& variables = rule.path.variables();
    const bool in_path = std::any_of(variables.begin(), variables.end(), [&](const auto& variable) {
      return variable.field_path == full;
    });
    if (in_path || &field == rule.body_field || field.is_map()) continue;
    const std::string json = absl::StrCat(name, field.json_name());
    if (IsOneText(field)) {
      names.push_back({json, &field});
    } else if (!field.is_repeated() &&
               std::count(above.begin(), above.end(), field.message_type()) == 0) {
      Add(*field.message_type(), absl::StrCat(json, "."), absl::StrCat(full, "."), above, rule,
          names);
    }
  }
  above.pop_back();
}

}  // namespace

std::vector<QueryName> QueryNamesOf(const HttpRule& rule) {
  std::vector<QueryName> names;
  std::vector<const Descriptor*> above;
  if (!rule.body_is_request) Add(*rule.call->input_type(), "", "", above, rule, names);
  return names;
}

}  // namespace sluice::controlplane
