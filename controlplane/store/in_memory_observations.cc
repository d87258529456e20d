#include <algorithm>

#include "base/status/status_macros.h"
#include "controlplane/filter/matches.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/refusals.h"

// What is observed of connectors, and who is found by it, of InMemoryStore.
namespace sluice::controlplane {

absl::StatusOr<FleetNews> InMemoryStore::ReadNews(const std::string& cursor) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  FleetNews news;  // Everything is more than what was written since.
  for (const auto& [uid, observation] : observations_) news.observations.push_back(observation);
  for (const auto& [uid, connector] : connectors_) {
    news.connectors.push_back(connector);
    if (connector.spec.sink.access_key.has_value()) {
      news.connectors.back().spec.sink.access_key->secret.clear();
    }
  }
  for (const auto& [key, task] : tasks_) news.tasks.push_back(task);
  news.connector_count = static_cast<int64_t>(connectors_.size());
  news.task_count = static_cast<int64_t>(tasks_.size());
  news.cursor = "later";
  return news;
}

absl::StatusOr<FleetKeys> InMemoryStore::ReadKeys() {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  FleetKeys keys;
  for (const auto& [uid, connector] : connectors_) keys.connector_uids.insert(uid);
  for (const auto& [key, task] : tasks_) keys.tasks.insert(key);
  return keys;
}

absl::StatusOr<std::set<std::string>> InMemoryStore::NoteObservations(
    const std::vector<ObservationNote>& notes, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::set<std::string> noted;
  for (const ObservationNote& note : notes) {
    const auto found = observations_.find(note.connector_uid);
    if (found == observations_.end() || found->second.version != note.from_version) continue;
    found->second.version = note.from_version + 1;
    found->second.values = note.values;
    for (const ConnectorEvent& event : note.events) WriteEvent(event);
    noted.insert(note.connector_uid);
  }
  return noted;
}

absl::StatusOr<std::vector<FoundConnector>> InMemoryStore::FindConnectors(
    const ConnectorQuery& query) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (query.instance.has_value() && !instances_.contains(*query.instance)) {
    return InstanceNotFound(*query.instance);
  }
  std::vector<FoundConnector> found;
  for (const auto& [uid, connector] : connectors_) {
    const ObservedValues& observed = observations_.at(uid).values;
    if (query.instance.has_value() && connector.id.instance != *query.instance) continue;
    if (!Matches(query.filter, connector, observed, query.now)) continue;
    OrderPosition position = PositionOf(query.order, connector, observed);
    if (query.after.has_value() && !Precedes(query.order, *query.after, position)) continue;
    found.push_back({connector, std::move(position)});
  }
  std::sort(found.begin(), found.end(), [&](const FoundConnector& a, const FoundConnector& b) {
    return Precedes(query.order, a.position, b.position);
  });
  if (static_cast<int>(found.size()) > query.limit) found.resize(query.limit);
  return found;
}

absl::StatusOr<std::map<ObservedState, int64_t>> InMemoryStore::CountConnectors(
    const ConnectorQuery& query) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (query.instance.has_value() && !instances_.contains(*query.instance)) {
    return InstanceNotFound(*query.instance);
  }
  std::map<ObservedState, int64_t> counts;
  for (const auto& [uid, connector] : connectors_) {
    const ObservedValues& observed = observations_.at(uid).values;
    if (query.instance.has_value() && connector.id.instance != *query.instance) continue;
    if (Matches(query.filter, connector, observed, query.now)) ++counts[observed.state];
  }
  return counts;
}

absl::StatusOr<std::set<std::string>> InMemoryStore::OwnTopics(const std::string& instance) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::set<std::string> topics;
  for (const auto& [uid, connector] : connectors_) {
    if (connector.id.instance != instance) continue;
    const ConnectorResources& own = connector.spec.resources;
    for (const std::string* topic : {&own.offset_topic, &own.config_topic, &own.status_topic,
                                     &own.dead_letter_topic, &own.abnormal_data_topic}) {
      if (!topic->empty()) topics.insert(*topic);
    }
  }
  return topics;
}

}  // namespace sluice::controlplane
