#include <algorithm>
#include <set>

#include "base/status/status_macros.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/refusals.h"

// The marks of dead letters in an InMemoryStore.
namespace sluice::controlplane {
namespace {

bool In(const DeadLetterPlace& place, const DeadLetterRange& range) {
  return place.topic == range.topic && place.partition == range.partition &&
         place.offset >= range.from && place.offset < range.to;
}

}  // namespace

absl::StatusOr<std::vector<DeadLetterMark>> InMemoryStore::FindMarks(
    absl::string_view connector_uid, const std::vector<DeadLetterRange>& ranges) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<DeadLetterMark> found;
  for (const auto& [place, mark] : marks_[std::string(connector_uid)]) {
    if (std::any_of(ranges.begin(), ranges.end(),
                    [&](const DeadLetterRange& range) { return In(place, range); }))
      found.push_back(mark);
  }
  return found;
}

absl::StatusOr<std::vector<DeadLetterMark>> InMemoryStore::FindMarksOfSources(
    absl::string_view connector_uid, const std::vector<SourcePlace>& sources) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const std::set<SourcePlace> wanted(sources.begin(), sources.end());
  std::vector<DeadLetterMark> found;
  for (const auto& [place, mark] : marks_[std::string(connector_uid)]) {
    if (mark.state == DeadLetterMark::State::kDiscarded) continue;
    if (wanted.contains({mark.source_partition, mark.source_offset})) found.push_back(mark);
  }
  return found;
}

absl::StatusOr<std::vector<DeadLetterPlace>> InMemoryStore::AddMarks(
    absl::string_view connector_uid, const std::vector<DeadLetterMark>& marks,
    absl::Time replace_before, const Request& request, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (IsRepeated(request, now)) return RequestRepeated(request.id);
  const std::string uid(connector_uid);
  if (!connectors_.contains(uid)) return ConnectorUidNotFound(uid);
  std::vector<DeadLetterPlace> marked;
  for (const DeadLetterMark& mark : marks) {
    const auto [there, added] = marks_[uid].try_emplace(mark.place, mark);
    const bool replaced = !added && there->second.state != DeadLetterMark::State::kReplaying &&
                          there->second.time < replace_before;
    if (replaced) there->second = mark;
    if (added || replaced) marked.push_back(mark.place);
  }
  std::sort(marked.begin(), marked.end());
  Remember(request, now);
  return marked;
}

DeadLetterMark* InMemoryStore::Unfinished(absl::string_view connector_uid,
                                          const DeadLetterMark& mark) {
  auto& marks = marks_[std::string(connector_uid)];
  const auto found = marks.find(mark.place);
  if (found == marks.end() || found->second.state != DeadLetterMark::State::kReplaying ||
      found->second.operation != mark.operation) {
    return nullptr;
  }
  return &found->second;
}

absl::Status InMemoryStore::FinishMarks(absl::string_view connector_uid,
                                        const std::vector<DeadLetterMark>& marks) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  for (const DeadLetterMark& mark : marks) {
    DeadLetterMark* unfinished = Unfinished(connector_uid, mark);
    if (unfinished != nullptr) *unfinished = mark;
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<DeadLetterMark>> InMemoryStore::ListUnfinished(
    absl::string_view connector_uid) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<DeadLetterMark> found;
  for (const auto& [place, mark] : marks_[std::string(connector_uid)]) {
    if (mark.state == DeadLetterMark::State::kReplaying) found.push_back(mark);
  }
  return found;
}

absl::Status InMemoryStore::TakeBackMarks(absl::string_view connector_uid,
                                          const std::vector<DeadLetterMark>& marks) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  for (const DeadLetterMark& mark : marks) {
    if (Unfinished(connector_uid, mark) != nullptr)
      marks_[std::string(connector_uid)].erase(mark.place);
  }
  return absl::OkStatus();
}

absl::Status InMemoryStore::ForgetOutside(absl::string_view connector_uid,
                                          const std::vector<DeadLetterRange>& bounds) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::erase_if(marks_[std::string(connector_uid)], [&](const auto& entry) {
    return std::any_of(bounds.begin(), bounds.end(), [&](const DeadLetterRange& range) {
      return entry.first.topic == range.topic && entry.first.partition == range.partition &&
             !In(entry.first, range);
    });
  });
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
