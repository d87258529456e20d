#include "controlplane/rpc/instance_change.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_macros.h"
#include "controlplane/rpc/translate.h"
#include "google/api/field_behavior.pb.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/util/field_mask_util.h"

namespace sluice::controlplane {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::util::FieldMaskUtil;

constexpr int kPathsMax = 100;

// Not the server's, and no name or etag.
bool IsUsers(const FieldDescriptor& field) {
  const auto& options = field.options();
  for (int i = 0; i < options.ExtensionSize(google::api::field_behavior); ++i) {
    const auto behavior = options.GetExtension(google::api::field_behavior, i);
    if (behavior == google::api::OUTPUT_ONLY || behavior == google::api::IDENTIFIER) return false;
  }
  return field.name() != "etag";
}

bool IsSingleMessage(const FieldDescriptor& field) {
  return !field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

void AddAll(const Descriptor& type, FieldMask& mask) {
  for (int i = 0; i < type.field_count(); ++i) {
    if (IsUsers(*type.field(i))) mask.add_paths(std::string(type.field(i)->name()));
  }
}

// The leaves: of a login whose password alone is given, the password.
void AddWhatIsSet(const Message& message, const std::string& prefix, FieldMask& mask) {
  std::vector<const FieldDescriptor*> set;
  message.GetReflection()->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    if (!IsUsers(*field)) continue;
    const std::string path = absl::StrCat(prefix, std::string(field->name()));
    if (IsSingleMessage(*field)) {
      AddWhatIsSet(message.GetReflection()->GetMessage(message, field), path + ".", mask);
    } else {
      mask.add_paths(path);
    }
  }
}

void CheckPath(const std::string& path, Violations& violations) {
  const auto wrong = [&](absl::string_view why) {
    violations.Add("update_mask", "FIELD_FORM", absl::StrCat("names ", Echo(path), ", ", why));
  };
  const Descriptor* type = v1::Instance::descriptor();
  for (absl::string_view part : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field =
        type == nullptr ? nullptr : type->FindFieldByName(std::string(part));
    if (field == nullptr) {
      return wrong(
          "which is no field of an instance; write it as connector_feature or "
          "sasl.password");
    }
    if (!IsUsers(*field)) return wrong("which is not for users to set; leave it out");
    type = IsSingleMessage(*field) ? field->message_type() : nullptr;
  }
}

FieldMask MaskOf(const v1::UpdateInstanceRequest& request, Violations& violations) {
  FieldMask mask;
  const auto& paths = request.update_mask().paths();
  if (paths.empty()) {
    AddWhatIsSet(request.instance(), "", mask);
  } else if (std::find(paths.begin(), paths.end(), "*") != paths.end()) {
    AddAll(*v1::Instance::descriptor(), mask);
  } else if (paths.size() > kPathsMax) {
    violations.Add("update_mask", "FIELD_TOO_LONG",
                   absl::StrCat("has ", paths.size(), " paths; at most ", kPathsMax));
  } else {
    for (const std::string& path : paths) CheckPath(path, violations);
    mask = request.update_mask();
  }
  return mask;
}

// Puts back what no answer shows.
absl::Status KeepSecrets(const Instance& stored, Instance& changed) {
  bool readable = true;
  if (changed.sasl.has_value() && changed.sasl->password.empty() && stored.sasl.has_value()) {
    changed.sasl->password = stored.sasl->password;
    readable = !changed.sasl->password.empty();
  }
  if (changed.tls.has_value() && changed.tls->client_key_pem.empty() && stored.tls.has_value() &&
      changed.tls->client_certificate_pem == stored.tls->client_certificate_pem) {
    changed.tls->client_key_pem = stored.tls->client_key_pem;
    readable = readable && (!changed.tls->client_key_pem.empty() ||
                            changed.tls->client_certificate_pem.empty());
  }
  return readable ? absl::OkStatus() : stored.secrets_status;
}

}  // namespace

absl::StatusOr<Instance> ChangedInstance(const Instance& stored,
                                         const v1::UpdateInstanceRequest& request,
                                         Violations& violations) {
  v1::Instance wanted = ToProto(stored);
  const FieldMask mask = MaskOf(request, violations);
  if (!violations.empty()) return stored;
  FieldMaskUtil::MergeOptions replacing;
  replacing.set_replace_message_fields(true);
  replacing.set_replace_repeated_fields(true);
  FieldMaskUtil::MergeMessageTo(request.instance(), mask, replacing, &wanted);
  Instance changed = InstanceFromProto(wanted, stored.id, violations);
  changed.uid = stored.uid;
  changed.generation = stored.generation;
  changed.create_time = stored.create_time;
  changed.update_time = stored.update_time;
  changed.observed = stored.observed;
  SLUICE_RETURN_IF_ERROR(KeepSecrets(stored, changed));
  return changed;
}

bool ConnectionDiffers(const Instance& a, const Instance& b) {
  return a.bootstrap_servers != b.bootstrap_servers || a.security_protocol != b.security_protocol ||
         a.sasl != b.sasl || a.tls != b.tls;
}

}  // namespace sluice::controlplane
