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

// Where both times are known they tell records of the same place apart.
bool OfAnother(const DeadLetterMark& a, const DeadLetterMark& b) {
  const bool times_known =
      a.source_time != absl::InfinitePast() && b.source_time != absl::InfinitePast();
  return a.source_partition != b.source_partition || a.source_offset != b.source_offset ||
         (times_known && a.source_time != b.source_time);
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
  Remember(request, now);
  return AddMarks(uid, marks, replace_before);
}

absl::StatusOr<std::vector<DeadLetterPlace>> InMemoryStore::AddMarksOf(
    const OperationClaim& claim, absl::string_view connector_uid,
    const std::vector<DeadLetterMark>& marks, absl::Time replace_before) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (ClaimedRow(claim) == nullptr) return ClaimLost();
  const std::string uid(connector_uid);
  if (!connectors_.contains(uid)) return ConnectorUidNotFound(uid);
  return AddMarks(uid, marks, replace_before);
}

std::vector<DeadLetterPlace> InMemoryStore::AddMarks(const std::string& connector_uid,
                                                     const std::vector<DeadLetterMark>& marks,
                                                     absl::Time replace_before) {
  std::vector<DeadLetterPlace> marked;
  for (const DeadLetterMark& mark : marks) {
    auto& marks = marks_[connector_uid];
    auto& earlier = earlier_marks_[connector_uid];
    const auto there = marks.find(mark.place);
    const bool of_another = there != marks.end() && OfAnother(there->second, mark);
    const bool settled = there != marks.end() &&
                         there->second.state != DeadLetterMark::State::kReplaying &&
                         there->second.time < replace_before;
    if (there != marks.end() && !of_another && !settled) continue;
    earlier.erase(mark.place);
    if (settled && !of_another && mark.state == DeadLetterMark::State::kReplaying)
      earlier[mark.place] = there->second;
    marks[mark.place] = mark;
    marked.push_back(mark.place);
  }
  std::sort(marked.begin(), marked.end());
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

absl::Status InMemoryStore::FinishMarks(const OperationClaim& claim,
                                        absl::string_view connector_uid,
                                        const std::vector<DeadLetterMark>& marks) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (ClaimedRow(claim) == nullptr) return ClaimLost();
  for (const DeadLetterMark& mark : marks) {
    DeadLetterMark* unfinished = Unfinished(connector_uid, mark);
    if (unfinished == nullptr) continue;
    *unfinished = mark;
    earlier_marks_[std::string(connector_uid)].erase(mark.place);
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

absl::Status InMemoryStore::TakeBackMarks(const OperationClaim& claim,
                                          absl::string_view connector_uid,
                                          const std::vector<DeadLetterMark>& marks) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (ClaimedRow(claim) == nullptr) return ClaimLost();
  for (const DeadLetterMark& mark : marks) {
    DeadLetterMark* unfinished = Unfinished(connector_uid, mark);
    if (unfinished == nullptr) continue;
    const std::string uid(connector_uid);
    auto earlier = earlier_marks_[uid].extract(mark.place);
    if (earlier.empty()) {
      marks_[uid].erase(mark.place);
    } else {
      *unfinished = std::move(earlier.mapped());
    }
  }
  return absl::OkStatus();
}

absl::Status InMemoryStore::ForgetBelow(absl::string_view connector_uid,
                                        const std::vector<DeadLetterRange>& bounds) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::erase_if(marks_[std::string(connector_uid)], [&](const auto& entry) {
    return std::any_of(bounds.begin(), bounds.end(), [&](const DeadLetterRange& range) {
      return entry.first.topic == range.topic && entry.first.partition == range.partition &&
             entry.first.offset < range.from;
    });
  });
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
