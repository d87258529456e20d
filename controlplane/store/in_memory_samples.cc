#include "base/status/status_macros.h"
#include "controlplane/store/in_memory_store.h"

// Figures of connectors over time, of InMemoryStore.
namespace sluice::controlplane {

absl::StatusOr<std::map<std::string, CountersAt>> InMemoryStore::ReadCounters() {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  return counters_;
}

absl::Status InMemoryStore::NoteSamples(const std::vector<SampleNote>& notes) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  for (const SampleNote& note : notes) {
    if (!connectors_.contains(note.connector_uid)) continue;
    const auto known = counters_.find(note.connector_uid);
    const absl::Time from = known == counters_.end() ? absl::InfinitePast() : known->second.time;
    if (from != note.from_time) continue;
    counters_[note.connector_uid] = note.counters;
    samples_[note.connector_uid][note.sample.time] = note.sample;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ConnectorSample>> InMemoryStore::ListSamples(
    absl::string_view connector_uid, absl::Time from, absl::Time to) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<ConnectorSample> listed;
  const auto found = samples_.find(std::string(connector_uid));
  if (found == samples_.end()) return listed;
  for (auto it = found->second.lower_bound(from); it != found->second.end() && it->first < to;
       ++it) {
    listed.push_back(it->second);
  }
  return listed;
}

absl::StatusOr<int> InMemoryStore::PruneSamples(absl::Time before) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  int pruned = 0;
  for (auto& [uid, samples] : samples_) {
    pruned += static_cast<int>(
        std::erase_if(samples, [&](const auto& entry) { return entry.first < before; }));
  }
  return pruned;
}

}  // namespace sluice::controlplane
