#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/status/status_macros.h"
#include "controlplane/store/change_events.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/refusals.h"

// The operations of an InMemoryStore.
namespace sluice::controlplane {

absl::Status InMemoryStore::CreateOperation(const Operation& operation, const Request& request) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (IsRepeated(request, operation.create_time)) return RequestRepeated(request.id);
  const auto connector = connectors_.find(operation.connector_uid);
  if (connector == connectors_.end()) return ConnectorUidNotFound(operation.connector_uid);
  for (const auto& [id, row] : operations_) {
    if (row.operation.connector_uid == operation.connector_uid && !row.operation.ended()) {
      return OperationRunning(id);
    }
  }
  operations_[operation.id] = {.operation = operation, .due_time = operation.create_time};
  WriteEvent(OperationBegunEvent(operation, connector->second.spec_revision, request));
  counter_.Add(Change::kOperations);
  Remember(request, operation.create_time);
  return absl::OkStatus();
}

absl::StatusOr<Operation> InMemoryStore::GetOperation(absl::string_view id) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = operations_.find(std::string(id));
  if (found == operations_.end()) return OperationNotFound(id);
  return found->second.operation;
}

absl::StatusOr<std::vector<Operation>> InMemoryStore::ListOperations(
    const OperationFilter& filter, const std::optional<OperationCursor>& after, int limit) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<Operation> page;
  for (const auto& [id, row] : operations_) {
    const Operation& operation = row.operation;
    if (filter.connector.has_value() && operation.connector != *filter.connector) continue;
    if (filter.ended.has_value() && operation.ended() != *filter.ended) continue;
    if (after.has_value() &&
        std::pair(operation.create_time, id) >= std::pair(after->create_time, after->id)) {
      continue;
    }
    page.push_back(operation);
  }
  std::sort(page.begin(), page.end(), [](const Operation& a, const Operation& b) {
    return std::pair(a.create_time, a.id) > std::pair(b.create_time, b.id);
  });
  if (static_cast<int>(page.size()) > limit) page.resize(limit);
  return page;
}

absl::Status InMemoryStore::CancelOperation(absl::string_view id, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = operations_.find(std::string(id));
  if (found == operations_.end()) return OperationNotFound(id);
  Operation& operation = found->second.operation;
  if (operation.ended() || !operation.progress.cancellable) {
    return OperationNotCancellable(id, operation.ended());
  }
  operation.cancel_requested = true;
  found->second.due_time = now;
  counter_.Add(Change::kOperations);
  return absl::OkStatus();
}

absl::Status InMemoryStore::DeleteOperation(absl::string_view id) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto found = operations_.find(std::string(id));
  if (found == operations_.end()) return OperationNotFound(id);
  if (!found->second.operation.ended()) return OperationRunning(id);
  operations_.erase(found);
  return absl::OkStatus();
}

absl::StatusOr<int> InMemoryStore::ForgetOperations(absl::Time ended_before) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  return static_cast<int>(std::erase_if(operations_, [&](const auto& entry) {
    const Operation& operation = entry.second.operation;
    return operation.ended() && operation.end_time < ended_before;
  }));
}

absl::StatusOr<std::vector<OperationClaim>> InMemoryStore::ClaimOperations(int limit,
                                                                           absl::Duration ttl,
                                                                           absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<OperationRow*> due;
  for (auto& [id, row] : operations_) {
    if (row.operation.ended() || row.due_time > now || row.claimed_until > now) continue;
    due.push_back(&row);
  }
  std::stable_sort(due.begin(), due.end(), [](const OperationRow* a, const OperationRow* b) {
    return a->due_time < b->due_time;
  });
  std::vector<OperationClaim> claims;
  for (OperationRow* row : due) {
    if (static_cast<int>(claims.size()) == limit) break;
    ++row->claim;
    row->claimed_until = now + ttl;
    claims.push_back(
        {row->operation.id, row->claim, row->tries, row->failing_since, row->claimed_until});
  }
  return claims;
}

absl::StatusOr<absl::Time> InMemoryStore::NextOperationDue() {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  absl::Time next = absl::InfiniteFuture();
  for (const auto& [id, row] : operations_) {
    if (!row.operation.ended()) next = std::min(next, std::max(row.due_time, row.claimed_until));
  }
  return next;
}

InMemoryStore::OperationRow* InMemoryStore::ClaimedRow(const OperationClaim& claim) {
  const auto found = operations_.find(claim.operation_id);
  if (found == operations_.end() || found->second.claim != claim.number ||
      found->second.operation.ended()) {
    return nullptr;
  }
  return &found->second;
}

absl::Status InMemoryStore::NoteProgress(const OperationClaim& claim,
                                         const OperationProgress& progress, absl::Time next_step) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  OperationRow* row = ClaimedRow(claim);
  if (row == nullptr) return ClaimLost();
  Operation& operation = row->operation;
  operation.progress = progress;
  operation.progress.cancellable = progress.cancellable || operation.cancel_requested;
  row->due_time = operation.cancel_requested ? std::min(row->due_time, next_step) : next_step;
  row->claimed_until = absl::InfinitePast();
  row->tries = 0;
  row->failing_since = absl::InfinitePast();
  counter_.Add(Change::kOperations);
  return absl::OkStatus();
}

absl::Status InMemoryStore::NoteFailure(const OperationClaim& claim, absl::string_view waiting_for,
                                        absl::Time now, absl::Time next_step) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  OperationRow* row = ClaimedRow(claim);
  if (row == nullptr) return ClaimLost();
  Operation& operation = row->operation;
  operation.progress.waiting_for = std::string(waiting_for);
  row->due_time = operation.cancel_requested && operation.progress.cancellable
                      ? std::min(row->due_time, next_step)
                      : next_step;
  row->claimed_until = absl::InfinitePast();
  ++row->tries;
  if (row->failing_since == absl::InfinitePast()) row->failing_since = now;
  counter_.Add(Change::kOperations);
  return absl::OkStatus();
}

void InMemoryStore::SetHold(const OperationRow& row, std::optional<OperationHold> hold,
                            absl::Time now) {
  const auto found = connectors_.find(row.operation.connector_uid);
  if (found == connectors_.end() || found->second.hold == hold) return;
  if (!hold.has_value()) found->second.released_time = now;
  found->second.hold = std::move(hold);
  RenewSnapshots(found->first);
  WakeKey(found->first, now);
  counter_.Add(Change::kPlacement);
  counter_.Add(Change::kSnapshots);
}

absl::Status InMemoryStore::EndOperation(const OperationClaim& claim, const OperationEnd& end) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  OperationRow* row = ClaimedRow(claim);
  if (row == nullptr) return ClaimLost();
  Operation& operation = row->operation;
  operation.progress = end.progress;
  operation.end_time = end.time;
  operation.error = end.error;
  operation.response = end.response;
  const auto connector = connectors_.find(operation.connector_uid);
  WriteEvent(OperationEndedEvent(
      operation, connector == connectors_.end() ? 0 : connector->second.spec_revision));
  SetHold(*row, std::nullopt, end.time);
  counter_.Add(Change::kOperations);
  return absl::OkStatus();
}

absl::Status InMemoryStore::HoldTasks(const OperationClaim& claim, TasksHeld tasks,
                                      absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  OperationRow* row = ClaimedRow(claim);
  if (row == nullptr) return ClaimLost();
  SetHold(*row, OperationHold{claim.operation_id, tasks}, now);
  return absl::OkStatus();
}

absl::Status InMemoryStore::NoteOffsetsMoved(const OperationClaim& claim,
                                             const OffsetByPartition& asked_until) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  OperationRow* row = ClaimedRow(claim);
  if (row == nullptr) return ClaimLost();
  const auto found = connectors_.find(row->operation.connector_uid);
  if (found == connectors_.end() || !found->second.start_pin.has_value()) return absl::OkStatus();
  for (const auto& [partition, offset] : asked_until) {
    found->second.start_pin->asked_until[partition] = offset;
  }
  RenewSnapshots(found->first);
  counter_.Add(Change::kSnapshots);
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
