#ifndef SLUICE_CONTROLPLANE_STORE_POSTGRES_REVISIONS_H_
#define SLUICE_CONTROLPLANE_STORE_POSTGRES_REVISIONS_H_

#include <cstdint>
#include <optional>
#include <pqxx/pqxx>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/connector_revision.h"
#include "controlplane/store/postgres/sealed_secrets.h"

// The revisions of a connector, within a transaction of whoever writes or reads it.
namespace sluice::controlplane::postgres {

// The present definition of `connector` becomes its revision `spec_revision`; those beyond what is
// kept go.
void AddRevision(pqxx::work& transaction, const SealedSecrets& secrets, const Connector& connector,
                 const ChangeNote& note);

// At most `limit` of those in [from, before), the newest first.
std::vector<ConnectorRevision> RevisionsOf(pqxx::work& transaction, const SealedSecrets& secrets,
                                           const Connector& connector, int64_t from, int64_t before,
                                           int limit);

// The first time counts.
void NoteHealthyTime(pqxx::work& transaction, absl::string_view connector_uid, int64_t revision,
                     absl::Time now);

}  // namespace sluice::controlplane::postgres

#endif  // SLUICE_CONTROLPLANE_STORE_POSTGRES_REVISIONS_H_
