#include <algorithm>
#include <tuple>

#include "base/status/status_macros.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/refusals.h"

// What an InMemoryStore knows of completeness.
namespace sluice::controlplane {

absl::StatusOr<CompletenessState> InMemoryStore::GetCompleteness(absl::string_view connector_uid) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = completeness_.find(std::string(connector_uid));
  return found == completeness_.end() ? CompletenessState() : found->second;
}

absl::StatusOr<std::vector<Completion>> InMemoryStore::FindCompletions(
    absl::string_view connector_uid, const std::set<std::string>& table_partitions) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<Completion> found;
  for (const auto& [key, completion] : completions_) {
    if (key.first != connector_uid) continue;
    if (completion.state == Completion::State::kReopened || table_partitions.contains(key.second))
      found.push_back(completion);
  }
  return found;
}

absl::StatusOr<std::vector<Completion>> InMemoryStore::ListUnannounced(
    absl::string_view connector_uid, int limit) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<Completion> found;
  for (const auto& [key, completion] : completions_) {
    if (key.first == connector_uid && !completion.announced) found.push_back(completion);
  }
  std::sort(found.begin(), found.end(), [](const Completion& a, const Completion& b) {
    return std::tie(a.time, a.end) < std::tie(b.time, b.end);
  });
  if (static_cast<int>(found.size()) > limit) found.resize(limit);
  return found;
}

absl::Status InMemoryStore::NoteCompleteness(const ReconcileClaim& claim,
                                             const CompletenessState& state,
                                             const std::vector<Completion>& changes) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (Claimed(claim) == nullptr) return ClaimLost();
  completeness_[claim.connector_uid] = state;
  for (const Completion& change : changes)
    completions_[{claim.connector_uid, change.table_partition}] = change;
  return absl::OkStatus();
}

absl::Status InMemoryStore::NoteAnnounced(const ReconcileClaim& claim,
                                          const std::vector<Completion>& told) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (Claimed(claim) == nullptr) return ClaimLost();
  for (const Completion& completion : told) {
    const auto found = completions_.find({claim.connector_uid, completion.table_partition});
    if (found != completions_.end() && found->second.version == completion.version &&
        found->second.state == completion.state) {
      found->second.announced = true;
    }
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
