#include "controlplane/rpc/instance_change.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/reason.h"
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

// Whether nobody learns the password who could not before: it goes to no server that is new, and in
// the same way to one that proves itself as before.
bool PasswordStaysWhereItIs(const Instance& stored, const Instance& changed) {
  const auto is_known = [&](const std::string& server) {
    return absl::c_linear_search(stored.bootstrap_servers, server);
  };
  const TlsIdentity tls_before = stored.tls.value_or(TlsIdentity());
  const TlsIdentity tls = changed.tls.value_or(TlsIdentity());
  return absl::c_all_of(changed.bootstrap_servers, is_known) &&
         changed.security_protocol == stored.security_protocol &&
         changed.sasl->mechanism == stored.sasl->mechanism &&
         tls.ca_certificates_pem == tls_before.ca_certificates_pem &&
         tls.skip_hostname_verification == tls_before.skip_hostname_verification;
}

// What is wrong with a secret that is left empty although the stored one cannot be read.
absl::Status Unreadable(const Instance& stored, absl::string_view field) {
  const absl::Status& why = stored.secrets_status;
  if (why.ok()) return why;  // None was stored.
  return WithRemedy(
      WithReason(absl::Status(why.code(), absl::StrCat(field,
                                                       " is left empty, but the stored one "
                                                       "cannot be read: ",
                                                       why.message())),
                 ReasonOf(why)),
      absl::StrCat("give ", field, " too, or bring back what it was sealed with"));
}

absl::Status KeepPassword(const Instance& stored, Instance& changed, Violations& violations) {
  if (!changed.sasl.has_value() || !changed.sasl->password.empty()) return absl::OkStatus();
  if (!stored.sasl.has_value()) return absl::OkStatus();
  if (!PasswordStaysWhereItIs(stored, changed)) {
    violations.Add("instance.sasl.password", "FIELD_REQUIRED",
                   "is left empty, but the stored one is sent to no server and over no connection "
                   "that it was not given for; give it again");
    return absl::OkStatus();
  }
  changed.sasl->password = stored.sasl->password;
  return changed.sasl->password.empty() ? Unreadable(stored, "sasl.password") : absl::OkStatus();
}

// A key never leaves: wherever the instance is, the connection only proves that we have it.
absl::Status KeepClientKey(const Instance& stored, Instance& changed) {
  if (!changed.tls.has_value() || !stored.tls.has_value()) return absl::OkStatus();
  TlsIdentity& tls = *changed.tls;
  if (!tls.client_key_pem.empty() || tls.client_certificate_pem.empty() ||
      tls.client_certificate_pem != stored.tls->client_certificate_pem) {
    return absl::OkStatus();
  }
  tls.client_key_pem = stored.tls->client_key_pem;
  return tls.client_key_pem.empty() ? Unreadable(stored, "tls.client_key_pem") : absl::OkStatus();
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
  SLUICE_RETURN_IF_ERROR(KeepPassword(stored, changed, violations));
  SLUICE_RETURN_IF_ERROR(KeepClientKey(stored, changed));
  return changed;
}

bool ConnectionDiffers(const Instance& a, const Instance& b) {
  return a.bootstrap_servers != b.bootstrap_servers || a.security_protocol != b.security_protocol ||
         a.sasl != b.sasl || a.tls != b.tls;
}

}  // namespace sluice::controlplane
