#include <algorithm>
#include <map>

#include "base/status/status_macros.h"
#include "controlplane/store/in_memory_store.h"

// What happened to connectors, of InMemoryStore.
namespace sluice::controlplane {

void InMemoryStore::WriteEvent(ConnectorEvent event) {
  event.sequence = ++event_sequence_;
  events_.push_back(std::move(event));
}

absl::StatusOr<std::vector<ConnectorEvent>> InMemoryStore::ListEvents(const EventQuery& query) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<ConnectorEvent> page;
  for (auto it = events_.rbegin(); it != events_.rend(); ++it) {
    if (static_cast<int>(page.size()) == query.limit) break;
    if (it->connector_uid != query.connector_uid || it->sequence >= query.before) continue;
    if (!query.types.empty() &&
        std::find(query.types.begin(), query.types.end(), it->type) == query.types.end()) {
      continue;
    }
    page.push_back(*it);
  }
  return page;
}

absl::Status InMemoryStore::AddEvent(const ConnectorEvent& event) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  WriteEvent(event);
  return absl::OkStatus();
}

absl::StatusOr<std::string> InMemoryStore::PruneEvents(const std::string& after_uid,
                                                       int connectors_max, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::erase_if(events_,
                [&](const ConnectorEvent& event) { return event.time < now - kEventLife; });
  std::map<std::string, int> counts;
  for (const ConnectorEvent& event : events_) ++counts[event.connector_uid];
  std::string last;
  int connectors = 0;
  for (auto it = counts.upper_bound(after_uid); it != counts.end(); ++it) {
    if (connectors++ == connectors_max) return last;
    last = it->first;
    int surplus = it->second - kEventsOfConnectorMax;
    std::erase_if(events_, [&](const ConnectorEvent& event) {
      return event.connector_uid == last && surplus-- > 0;
    });
  }
  return std::string();
}

}  // namespace sluice::controlplane
