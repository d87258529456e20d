#include "controlplane/rpc/instance_change.h"

#include "absl/algorithm/container.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/rpc/update_mask.h"

namespace sluice::controlplane {
namespace {

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
  const auto mask = ReadUpdateMask(request.update_mask(), request.instance(), violations);
  if (!violations.empty()) return stored;
  ReplaceFields(request.instance(), mask, wanted);
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
