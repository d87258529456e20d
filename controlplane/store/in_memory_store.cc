#include "controlplane/store/in_memory_store.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/store/change_events.h"
#include "controlplane/store/refusals.h"

// Instances, connectors and request answers; the rest is in in_memory_revisions.cc and
// in_memory_work.cc.
namespace sluice::controlplane {
void InMemoryStore::FailNext(absl::Status status) {
  MutexLock lock(mu_);
  next_failure_ = std::move(status);
}

absl::Status InMemoryStore::Failure() { return std::exchange(next_failure_, absl::OkStatus()); }

bool InMemoryStore::IsRepeated(const Request& request, absl::Time now) {
  if (request.id.empty()) return false;
  const auto found = answers_.find({request.method, request.id});
  return found != answers_.end() && found->second.create_time >= now - kRequestAnswerLife;
}

void InMemoryStore::Remember(const Request& request, absl::Time now) {
  if (request.id.empty()) return;
  answers_[{request.method, request.id}] = {{request.fingerprint, request.answer}, now};
}

absl::StatusOr<std::optional<StoredAnswer>> InMemoryStore::FindAnswer(absl::string_view method,
                                                                      absl::string_view request_id,
                                                                      absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = answers_.find({std::string(method), std::string(request_id)});
  if (found == answers_.end() || found->second.create_time < now - kRequestAnswerLife) {
    return std::nullopt;
  }
  return found->second.stored;
}

absl::Status InMemoryStore::StoreAnswer(const Request& request, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (IsRepeated(request, now)) return RequestRepeated(request.id);
  Remember(request, now);
  return absl::OkStatus();
}

absl::StatusOr<int> InMemoryStore::ForgetOldAnswers(absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  return static_cast<int>(std::erase_if(answers_, [now](const auto& entry) {
    return entry.second.create_time < now - kRequestAnswerLife;
  }));
}

absl::Status InMemoryStore::CreateInstance(const Instance& instance, const Request& request) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (IsRepeated(request, instance.create_time)) return RequestRepeated(request.id);
  if (!instances_.emplace(instance.id, instance).second) return InstanceExists(instance.id);
  Remember(request, instance.create_time);
  return absl::OkStatus();
}

absl::StatusOr<Instance> InMemoryStore::GetInstance(absl::string_view id) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = instances_.find(std::string(id));
  if (found == instances_.end()) return InstanceNotFound(id);
  return found->second;
}

absl::StatusOr<std::vector<Instance>> InMemoryStore::ListInstances(absl::string_view after,
                                                                   int limit) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<Instance> page;
  for (auto it = instances_.upper_bound(std::string(after));
       it != instances_.end() && static_cast<int>(page.size()) < limit; ++it) {
    page.push_back(it->second);
  }
  return page;
}

absl::StatusOr<Instance*> InMemoryStore::Find(absl::string_view id, absl::string_view uid,
                                              int64_t generation) {
  const auto found = instances_.find(std::string(id));
  if (found == instances_.end()) return InstanceNotFound(id);
  if (found->second.uid != uid || found->second.generation != generation) return EtagMismatch();
  return &found->second;
}

absl::Status InMemoryStore::UpdateInstance(const InstanceChange& change, const Request& request) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const Instance& instance = change.instance;
  if (IsRepeated(request, instance.update_time)) return RequestRepeated(request.id);
  SLUICE_ASSIGN_OR_RETURN(Instance* const stored,
                          Find(instance.id, instance.uid, change.from_generation));
  *stored = instance;
  Remember(request, instance.update_time);
  if (!change.connection_changes) return absl::OkStatus();
  for (const auto& [uid, connector] : connectors_) {
    if (connector.id.instance != instance.id) continue;
    RenewSnapshots(uid);
    WakeKey(uid, instance.update_time);
  }
  counter_.Add(Change::kSnapshots);
  return absl::OkStatus();
}

absl::Status InMemoryStore::NoteObservation(const Instance& instance) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  SLUICE_ASSIGN_OR_RETURN(Instance* const stored,
                          Find(instance.id, instance.uid, instance.generation));
  stored->observed = instance.observed;
  return absl::OkStatus();
}

absl::Status InMemoryStore::DeleteInstance(absl::string_view id, absl::string_view uid,
                                           int64_t generation, const Request& request,
                                           absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (IsRepeated(request, now)) return RequestRepeated(request.id);
  SLUICE_RETURN_IF_ERROR(Find(id, uid, generation).status());
  for (const auto& [connector_uid, connector] : connectors_) {
    if (connector.id.instance == id) return InstanceNotEmpty(id);
  }
  instances_.erase(std::string(id));
  Remember(request, now);
  return absl::OkStatus();
}

Connector* InMemoryStore::Find(const ConnectorId& id) {
  for (auto& [uid, connector] : connectors_) {
    if (connector.id == id) return &connector;
  }
  return nullptr;
}

absl::Status InMemoryStore::CreateConnector(const Connector& connector, const Request& request,
                                            const ChangeNote& note) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (IsRepeated(request, connector.create_time)) return RequestRepeated(request.id);
  if (!instances_.contains(connector.id.instance)) return InstanceNotFound(connector.id.instance);
  if (const Connector* existing = Find(connector.id)) {
    return ConnectorExists(connector.id, existing->desired_state);
  }
  connectors_.emplace(connector.uid, connector);
  AddRevision(connector, note);
  observations_[connector.uid] = FirstObservation(connector);
  WriteEvent(CreatedEvent(connector, note, request));
  keys_[connector.uid] = {.due_time = connector.create_time};
  counter_.Add(Change::kReconcile);
  Remember(request, connector.create_time);
  return absl::OkStatus();
}

absl::StatusOr<Connector> InMemoryStore::GetConnector(const ConnectorId& id) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const Connector* found = Find(id);
  if (found == nullptr) return ConnectorNotFound(id);
  return *found;
}

absl::StatusOr<Connector> InMemoryStore::GetConnectorByUid(absl::string_view uid) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = connectors_.find(std::string(uid));
  if (found == connectors_.end()) return ConnectorUidNotFound(uid);
  return found->second;
}

absl::StatusOr<std::vector<Connector>> InMemoryStore::ListConnectors(
    const std::optional<std::string>& instance, const std::optional<ConnectorId>& after,
    int limit) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (instance.has_value() && !instances_.contains(*instance)) return InstanceNotFound(*instance);
  std::map<ConnectorId, Connector> ordered;
  for (const auto& [uid, connector] : connectors_) {
    if (instance.has_value() && connector.id.instance != *instance) continue;
    if (after.has_value() && connector.id <= *after) continue;
    ordered.emplace(connector.id, connector);
  }
  std::vector<Connector> page;
  for (auto& [id, connector] : ordered) {
    if (static_cast<int>(page.size()) == limit) break;
    page.push_back(std::move(connector));
  }
  return page;
}

absl::StatusOr<Connector> InMemoryStore::ChangeDesiredState(const DesiredChange& change,
                                                            const Request& request) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (IsRepeated(request, change.now)) return RequestRepeated(request.id);
  const auto found = connectors_.find(change.connector_uid);
  if (found == connectors_.end()) return ConnectorUidNotFound(change.connector_uid);
  Connector& connector = found->second;
  if (connector.generation != change.from_generation) return EtagMismatch();
  ++connector.generation;
  connector.desired_state = change.desired_state;
  connector.desired_state_time = change.now;
  connector.update_time = change.now;
  if (!connector.start_pin.has_value()) connector.start_pin = change.start_pin;
  connector.deletion = change.deletion;
  if (change.desired_state != DesiredState::kRunning) connector.trial.reset();
  WriteEvent(DesiredEvent(connector, change, request));
  RenewSnapshots(connector.uid);
  WakeKey(connector.uid, change.now);
  counter_.Add(Change::kPlacement);
  counter_.Add(Change::kSnapshots);
  Remember(request, change.now);
  return connector;
}

absl::Status InMemoryStore::BeginPin(absl::string_view connector_uid, int64_t from_generation,
                                     absl::string_view attempt, absl::Time until) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const std::string uid(connector_uid);
  const auto found = connectors_.find(uid);
  if (found == connectors_.end()) return ConnectorUidNotFound(connector_uid);
  if (found->second.generation != from_generation) return EtagMismatch();
  pinning_[uid][std::string(attempt)] = until;
  return absl::OkStatus();
}

absl::Status InMemoryStore::EndPin(absl::string_view connector_uid, absl::string_view attempt) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  pinning_[std::string(connector_uid)].erase(std::string(attempt));
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> InMemoryStore::PinningUntil(absl::string_view connector_uid) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  absl::Time last = absl::InfinitePast();
  for (const auto& [attempt, until] : pinning_[std::string(connector_uid)])
    last = std::max(last, until);
  return last;
}

absl::Status InMemoryStore::NoteProvisioning(const ReconcileClaim& claim,
                                             const Provisioning& provisioning) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  Connector* connector = Claimed(claim);
  if (connector == nullptr) return ClaimLost();
  connector->provisioning = provisioning;
  return absl::OkStatus();
}

absl::Status InMemoryStore::NoteObservedGeneration(const ReconcileClaim& claim,
                                                   int64_t generation) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  Connector* connector = Claimed(claim);
  if (connector == nullptr) return ClaimLost();
  connector->observed_generation = std::max(connector->observed_generation, generation);
  return absl::OkStatus();
}

absl::Status InMemoryStore::RemoveConnector(const ReconcileClaim& claim, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  Connector* connector = Claimed(claim);
  if (connector == nullptr) return ClaimLost();
  if (connector->desired_state != DesiredState::kDeleted) {
    return ConnectorNotDeleted(connector->id);
  }
  const std::string uid = claim.connector_uid;
  RenewSnapshots(uid);
  WriteEvent(RemovedEvent(*connector, now));
  std::erase_if(tasks_, [&](const auto& entry) { return entry.first.connector_uid == uid; });
  keys_.erase(uid);
  connectors_.erase(uid);
  revisions_.erase(uid);
  marks_.erase(uid);
  earlier_marks_.erase(uid);
  pinning_.erase(uid);
  observations_.erase(uid);
  counters_.erase(uid);
  samples_.erase(uid);
  counter_.Add(Change::kPlacement);
  counter_.Add(Change::kSnapshots);
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
