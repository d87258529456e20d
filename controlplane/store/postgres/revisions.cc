#include "controlplane/store/postgres/revisions.h"

#include "controlplane/store/connector_store.h"
#include "controlplane/store/postgres/codec.h"
#include "controlplane/store/postgres/sql.h"

namespace sluice::controlplane::postgres {
namespace {

constexpr char kAdd[] = R"sql(
  INSERT INTO connector_revisions (connector_uid, revision, spec, labels, annotations, secrets,
    author, reason, create_time)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql";

constexpr char kForget[] = R"sql(
  DELETE FROM connector_revisions WHERE connector_uid = $1
    AND revision < least($2, (SELECT oldest_revision FROM connectors WHERE uid = $1)))sql";

constexpr char kList[] = R"sql(
  SELECT revision, spec, labels, annotations, secrets, author, reason,)sql" SLUICE_MICROS(
    "create_time") "," SLUICE_MICROS("healthy_time") R"sql(
  FROM connector_revisions
  WHERE connector_uid = $1 AND revision >= $2 AND revision < $3
  ORDER BY revision DESC LIMIT $4)sql";

constexpr char kNoteHealthy[] = R"sql(
  UPDATE connector_revisions SET healthy_time = COALESCE(healthy_time, $3)
  WHERE connector_uid = $1 AND revision = $2)sql";

}  // namespace

void AddRevision(pqxx::work& transaction, const SealedSecrets& secrets, const Connector& connector,
                 const ChangeNote& note) {
  Exec(transaction, kAdd,
       {connector.uid, connector.spec_revision, SpecToJson(connector.spec),
        LabelsToJson(connector.labels), LabelsToJson(connector.annotations),
        secrets.Seal(connector), note.author, note.reason, connector.update_time});
  const int64_t kept_from = connector.spec_revision - kRevisionsKept + 1;
  if (kept_from > 1) Exec(transaction, kForget, {connector.uid, kept_from});
}

std::vector<ConnectorRevision> RevisionsOf(pqxx::work& transaction, const SealedSecrets& secrets,
                                           const Connector& connector, int64_t from, int64_t before,
                                           int limit) {
  std::vector<ConnectorRevision> revisions;
  for (const auto& row : Exec(transaction, kList, {connector.uid, from, before, limit})) {
    ConnectorRevision& revision = revisions.emplace_back();
    revision.number = Int(row, "revision");
    revision.spec = SpecFromJson(Text(row, "spec"));
    revision.labels = LabelsFromJson(Text(row, "labels"));
    revision.annotations = LabelsFromJson(Text(row, "annotations"));
    revision.author = Text(row, "author");
    revision.reason = Text(row, "reason");
    revision.create_time = Time(row, "create_time");
    revision.healthy_time = Time(row, "healthy_time");
    secrets.Open(Text(row, "secrets"), connector, revision);
  }
  return revisions;
}

void NoteHealthyTime(pqxx::work& transaction, absl::string_view connector_uid, int64_t revision,
                     absl::Time now) {
  Exec(transaction, kNoteHealthy, {connector_uid, revision, now});
}

}  // namespace sluice::controlplane::postgres
