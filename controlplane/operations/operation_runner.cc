#include "controlplane/operations/operation_runner.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/store/reconcile_queue.h"

namespace sluice::controlplane {
namespace {

bool MayMendItself(const absl::Status& failure) {
  return absl::IsUnavailable(failure) || absl::IsResourceExhausted(failure) ||
         absl::IsDeadlineExceeded(failure);
}

absl::Status Cancelled() {
  return WithReason(absl::CancelledError("it was asked to end early"), "OPERATION_CANCELLED");
}

}  // namespace

OperationRunner::~OperationRunner() { Stop(); }

absl::StatusOr<bool> OperationRunner::RunOnce() {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<OperationClaim> claims,
                          operations_.ClaimOperations(1, options_.claim_ttl, clock_.Now()));
  if (claims.empty()) return false;
  const absl::Status taken = TakeStep(claims[0]);
  if (ReasonOf(taken) != kClaimLost) SLUICE_RETURN_IF_ERROR(taken);
  return true;
}

absl::Status OperationRunner::TakeStep(const OperationClaim& claim) {
  SLUICE_ASSIGN_OR_RETURN(Operation operation, operations_.GetOperation(claim.operation_id));
  if (operation.cancel_requested && operation.progress.cancellable) {
    return Fail(claim, operation, Cancelled());
  }
  operation.progress.waiting_for.clear();  // Each step says anew what it waits for.
  const auto work = works_.find(operation.kind);
  if (work == works_.end()) {
    return AfterFailure(claim, operation,
                        absl::UnavailableError("no control plane that can do this is running"));
  }
  const absl::StatusOr<StepOutcome> outcome = work->second->Step(claim, operation);
  if (!outcome.ok()) return AfterFailure(claim, operation, outcome.status());
  if (!outcome->response.has_value()) {
    return operations_.NoteProgress(claim, outcome->progress, clock_.Now() + outcome->look_again);
  }
  return End(claim, operation, {.progress = outcome->progress, .response = *outcome->response});
}

absl::Status OperationRunner::AfterFailure(const OperationClaim& claim, const Operation& operation,
                                           const absl::Status& failure) {
  if (ReasonOf(failure) == kClaimLost) return failure;
  const absl::Time now = clock_.Now();
  const bool for_too_long =
      claim.failing_since != absl::InfinitePast() && now - claim.failing_since > options_.retry_for;
  if (!MayMendItself(failure) || for_too_long) return Fail(claim, operation, failure);
  absl::Duration pause = options_.retry_first;
  for (int i = 0; i < claim.tries && pause < options_.retry_longest; ++i) pause *= 2;
  pause = std::min(pause, options_.retry_longest);
  log::Warn("a step of an operation failed", {{"operation", operation.id},
                                              {"connector", operation.connector.connector},
                                              {"tries", claim.tries + 1},
                                              {"next_try_in", absl::FormatDuration(pause)},
                                              {"error", failure}});
  return operations_.NoteFailure(claim, failure.message(), now, now + pause);
}

absl::Status OperationRunner::Fail(const OperationClaim& claim, const Operation& operation,
                                   const absl::Status& error) {
  OperationEnd end{.progress = operation.progress, .error = error};
  end.progress.waiting_for.clear();
  return End(claim, operation, std::move(end));
}

absl::Status OperationRunner::End(const OperationClaim& claim, const Operation& operation,
                                  OperationEnd end) {
  end.time = absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now()));
  SLUICE_RETURN_IF_ERROR(operations_.EndOperation(claim, end));
  log::Info("an operation has ended", {{"operation", operation.id},
                                       {"connector", operation.connector.connector},
                                       {"reason", ReasonOf(end.error)},
                                       {"error", end.error}});
  return absl::OkStatus();
}

void OperationRunner::ForgetOld() {
  const int64_t now = absl::ToInt64Seconds(clock_.Monotonic());
  int64_t last = forgot_at_.load();
  if (last != INT64_MIN && now - last < absl::ToInt64Seconds(options_.forget_interval)) return;
  // One thread of this replica does it; two replicas at once are harmless.
  if (!forgot_at_.compare_exchange_strong(last, now)) return;
  const auto forgotten = operations_.ForgetOperations(clock_.Now() - kOperationKept);
  if (!forgotten.ok()) {
    log::Debug("old operations were not removed", {{"error", forgotten.status()}});
  }
}

void OperationRunner::Start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back(&OperationRunner::Run, this);
}

void OperationRunner::Stop() {
  stopping_ = true;
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

absl::Duration OperationRunner::UntilNextDue() {
  const auto due = operations_.NextOperationDue();
  if (!due.ok()) return options_.poll_interval;
  return std::clamp(*due - clock_.Now(), absl::Milliseconds(10), options_.poll_interval);
}

void OperationRunner::Run() {
  bool failing = false;
  while (!stopping_) {
    const int64_t seen = changes_.Count(Change::kOperations);
    const auto found = RunOnce();
    // Once per outage, not once per try.
    if (!found.ok() && !failing)
      log::Warn("reading operations failed", {{"error", found.status()}});
    if (found.ok() && failing) log::Info("reading operations works again");
    failing = !found.ok();
    if (found.ok() && *found) continue;
    if (stopping_) return;
    ForgetOld();
    changes_.WaitBeyond(Change::kOperations, seen, failing ? absl::Seconds(1) : UntilNextDue());
  }
}

}  // namespace sluice::controlplane
