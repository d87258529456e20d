#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_SEALED_SECRETS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_SEALED_SECRETS_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/seal/sealer.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/connector_revision.h"
#include "controlplane/model/instance.h"
#include "controlplane/store/request.h"

namespace sluice::controlplane::postgres {

// Secrets on their way into rows and out of them: no row holds one that is not sealed.
//
// Each is bound to the name, uid and version of its resource and to its field: in another row it
// does not open. Thread-safe.
class SealedSecrets {
 public:
  explicit SealedSecrets(seal::Sealer sealer) : sealer_(std::move(sealer)) {}

  const std::string& key_id() const { return sealer_.key_id(); }

  // The column `secrets` beside the definition of `instance` in its present generation, or of
  // `connector` in its present spec_revision.
  std::string Seal(const Instance& instance) const;
  std::string Seal(const Connector& connector) const;

  // Fills in what the column holds. A secret that does not open stays empty and `secrets_status`
  // says why: the others can still be read, and this one can be given again.
  void Open(absl::string_view column, Instance& instance) const;
  void Open(absl::string_view column, Connector& connector) const;
  // Of a revision of `connector`: what Seal made of the connector when that was its present one.
  void Open(absl::string_view column, const Connector& connector,
            ConnectorRevision& revision) const;

  // A fingerprint tells who has it whether a guess of a secret in the request was right.
  std::string SealFingerprint(const Request& request) const;
  // SECRET_UNREADABLE.
  absl::StatusOr<std::string> OpenFingerprint(absl::string_view sealed, absl::string_view method,
                                              absl::string_view request_id) const;

 private:
  const seal::Sealer sealer_;
};

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_SEALED_SECRETS_H_
