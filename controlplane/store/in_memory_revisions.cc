#include <algorithm>

#include "base/status/status_macros.h"
#include "controlplane/store/change_events.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/refusals.h"

// Definitions that change, and what is noted of their revisions, of InMemoryStore.
namespace sluice::controlplane {

void InMemoryStore::AddRevision(const Connector& connector, const ChangeNote& note) {
  std::map<int64_t, ConnectorRevision>& revisions = revisions_[connector.uid];
  revisions[connector.spec_revision] = {.number = connector.spec_revision,
                                        .spec = connector.spec,
                                        .labels = connector.labels,
                                        .annotations = connector.annotations,
                                        .author = note.author,
                                        .reason = note.reason,
                                        .create_time = connector.update_time};
  const int64_t kept_from =
      std::min(connector.oldest_revision, connector.spec_revision - kRevisionsKept + 1);
  std::erase_if(revisions, [&](const auto& entry) { return entry.first < kept_from; });
}

absl::Status InMemoryStore::UpdateConnector(const DefinitionChange& change,
                                            const Request& request) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const Connector& wanted = change.connector;
  if (IsRepeated(request, wanted.update_time)) return RequestRepeated(request.id);
  const auto found = connectors_.find(wanted.uid);
  if (found == connectors_.end()) return ConnectorUidNotFound(wanted.uid);
  Connector& connector = found->second;
  if (connector.generation != change.from_generation) return EtagMismatch();
  const bool tasks_change = connector.task_revision != wanted.task_revision;
  connector.generation = wanted.generation;
  connector.update_time = wanted.update_time;
  connector.spec = wanted.spec;
  connector.labels = wanted.labels;
  connector.annotations = wanted.annotations;
  connector.spec_revision = wanted.spec_revision;
  connector.task_revision = wanted.task_revision;
  connector.trial = wanted.trial;
  connector.secrets_status = absl::OkStatus();
  if (change.resources_change) connector.provisioning.done = false;
  if (connector.start_pin.has_value()) {
    for (const auto& [partition, offset] : change.asked_until) {
      int64_t& bound = connector.start_pin->asked_until[partition];
      bound = std::max(bound, offset);
    }
  }
  AddRevision(connector, change.note);
  WriteEvent(UpdatedEvent(change, request));
  if (tasks_change) {
    RenewSnapshots(connector.uid);
    counter_.Add(Change::kSnapshots);
  }
  WakeKey(connector.uid, wanted.update_time);
  counter_.Add(Change::kPlacement);
  Remember(request, wanted.update_time);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ConnectorRevision>> InMemoryStore::ListRevisions(
    absl::string_view connector_uid, int64_t before, int limit) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<ConnectorRevision> page;
  const auto found = revisions_.find(std::string(connector_uid));
  if (found == revisions_.end()) return page;
  for (auto it = found->second.rbegin(); it != found->second.rend(); ++it) {
    if (it->first >= before) continue;
    if (static_cast<int>(page.size()) == limit) break;
    page.push_back(it->second);
  }
  return page;
}

absl::StatusOr<ConnectorRevision> InMemoryStore::GetRevision(absl::string_view connector_uid,
                                                             int64_t number) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = revisions_.find(std::string(connector_uid));
  if (found == revisions_.end() || !found->second.contains(number)) {
    return RevisionNotFound(number);
  }
  return found->second.at(number);
}

absl::Status InMemoryStore::NoteStartPin(const ReconcileClaim& claim, const StartPin& pin) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  Connector* connector = Claimed(claim);
  if (connector == nullptr) return ClaimLost();
  if (!connector->start_pin.has_value()) connector->start_pin = pin;
  counter_.Add(Change::kPlacement);
  return absl::OkStatus();
}

absl::Status InMemoryStore::NoteRevisionHealthy(const ReconcileClaim& claim, int64_t revision,
                                                absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  Connector* connector = Claimed(claim);
  if (connector == nullptr) return ClaimLost();
  connector->healthy_revision = std::max(connector->healthy_revision, revision);
  if (connector->trial.has_value() && connector->trial->revision <= revision) {
    connector->trial.reset();
  }
  std::map<int64_t, ConnectorRevision>& revisions = revisions_[claim.connector_uid];
  const auto found = revisions.find(revision);
  if (found != revisions.end() && found->second.healthy_time == absl::InfinitePast()) {
    found->second.healthy_time = now;
  }
  return absl::OkStatus();
}

absl::Status InMemoryStore::NoteOldestRevision(const ReconcileClaim& claim, int64_t revision) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  Connector* connector = Claimed(claim);
  if (connector == nullptr) return ClaimLost();
  const bool back = revision < connector->oldest_revision;
  connector->oldest_revision = revision;
  if (!back) return absl::OkStatus();
  RenewSnapshots(connector->uid);
  counter_.Add(Change::kSnapshots);
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
