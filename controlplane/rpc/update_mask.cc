#include "controlplane/rpc/update_mask.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/util/field_mask_util.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::util::FieldMaskUtil;

constexpr int kPathsMax = 100;

bool IsSingleMessage(const FieldDescriptor& field) {
  return !field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

void AddAll(const Descriptor& type, FieldMask& mask) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (IsUsersField(*type.field(i))) mask.add_paths(std::string(type.field(i)->name()));
  }
}

void AddWhatIsSet(const Message& message, const std::string& prefix, FieldMask& mask) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (!IsUsersField(*field)) continue;
    const std::string path = absl::StrCat(prefix, std::string(field->name()));
    if (IsSingleMessage(*field)) {
      AddWhatIsSet(message.GetReflection()->GetMessage(message, field), path + ".", mask);
    } else {
      mask.add_paths(path);
    }
  }
}

void CheckPath(const Descriptor& resource, const std::string& path, Violations& violations) {
  const auto wrong = [&](absl::string_view why) {
    violations.Add("update_mask", "FIELD_FORM", absl::StrCat("names ", Echo(path), ", ", why));
  };
  const Descriptor* type = &resource;
  for (absl::string_view part : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field =
        type == nullptr ? nullptr : type->FindFieldByName(std::string(part));
    if (field == nullptr) {
      return wrong(absl::StrCat("which is no field of ",
                                absl::AsciiStrToLower(std::string(resource.name())),
                                "s; write it with underscores, its parts parted by dots"));
    }
    if (!IsUsersField(*field)) return wrong("which is not for users to set; leave it out");
    type = IsSingleMessage(*field) ? field->message_type() : nullptr;
  }
}

}  // namespace

bool IsUsersField(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    const auto behavior = options.GetExtension(google::api::field_behavior, i);
    if (behavior == google::api::OUTPUT_ONLY || behavior == google::api::IDENTIFIER) return false;
  }
  return field.name() != "etag";
}

FieldMask ReadUpdateMask(const FieldMask& given, const Message& resource, Violations& violations) {
  FieldMask mask;
  const auto& paths = given.paths();
  const Descriptor& type = *resource.GetDescriptor();
  if (paths.empty()) {
    AddWhatIsSet(resource, "", mask);
  } else if (std::find(paths.begin(), paths.end(), "*") != paths.end()) {
    AddAll(type, mask);
  } else if (paths.size() > kPathsMax) {
    violations.Add("update_mask", "FIELD_TOO_LONG",
                   absl::StrCat("has ", paths.size(), " paths; at most ", kPathsMax));
  } else {
    for (const std::string& path : paths) CheckPath(type, path, violations);
    mask = given;
  }
  return mask;
}

void ReplaceFields(const Message& from, const FieldMask& mask, Message& into) {
  FieldMaskUtil::MergeOptions replacing;
  replacing.set_replace_message_fields(true);
  replacing.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(from, mask, replacing, &into);
}

}  // namespace sluice::controlplane
