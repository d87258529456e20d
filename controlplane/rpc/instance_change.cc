#include "controlplane/rpc/instance_change.h"

#include "base/status/status_macros.h"
#include "controlplane/rpc/translate.h"
#include "controlplane/rpc/update_mask.h"

namespace sluice::controlplane {
namespace {

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
  const auto mask = ReadUpdateMask(request.update_mask(), request.instance(), violations);
  if (!violations.empty()) return stored;
  ReplaceFields(request.instance(), mask, wanted);
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
