#include "controlplane/reconcile/reconcile_loop.h"

#include <algorithm>
#include <vector>

#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/reconcile/reconcile_step.h"

namespace sluice::controlplane {
namespace {

// From its creation to its last note a connector takes fewer; others wait, too.
constexpr int kStepsAtOnceMax = 4;

}  // namespace

ReconcileLoop::~ReconcileLoop() { Stop(); }

absl::StatusOr<absl::Time> ReconcileLoop::TakeStep(const ReconcileClaim& claim) {
  const absl::Duration begun = clock_.Monotonic();
  auto next_look = reconciler_.Reconcile(claim);
  if (options_.on_step) options_.on_step(next_look.status(), clock_.Monotonic() - begun);
  return next_look;
}

absl::StatusOr<bool> ReconcileLoop::RunOnce() {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<ReconcileClaim> claims,
                          queue_.Claim(1, options_.claim_ttl, clock_.Now()));
  if (claims.empty()) return false;
  const ReconcileClaim& claim = claims[0];
  auto next_look = TakeStep(claim);
  // What follows at once needs no other claim: somebody waits until it runs.
  for (int steps = 1; next_look.ok() && *next_look <= clock_.Now() && steps < kStepsAtOnceMax;
       ++steps) {
    next_look = TakeStep(claim);
  }
  absl::Status answer;
  if (next_look.ok()) {
    answer = queue_.Complete(claim, *next_look);
  } else if (ReasonOf(next_look.status()) == kClaimLost) {
    return true;
  } else {
    const absl::Duration delay = RetryDelay(next_look.status(), claim.tries + 1);
    log::Warn("a step for a connector failed", {{"connector_uid", claim.connector_uid},
                                                {"tries", claim.tries + 1},
                                                {"next_try_in", absl::FormatDuration(delay)},
                                                {"error", next_look.status()}});
    answer = queue_.Fail(claim, clock_.Now() + delay);
  }
  if (ReasonOf(answer) != kClaimLost) SLUICE_RETURN_IF_ERROR(answer);
  return true;
}

void ReconcileLoop::Start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back(&ReconcileLoop::Run, this);
}

void ReconcileLoop::Stop() {
  stopping_ = true;
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

absl::Duration ReconcileLoop::UntilNextDue() {
  const auto due = queue_.NextDue();
  if (!due.ok()) return options_.poll_interval;
  return std::clamp(*due - clock_.Now(), absl::Milliseconds(10), options_.poll_interval);
}

void ReconcileLoop::Run() {
  bool failing = false;
  while (!stopping_) {
    const int64_t seen = changes_.Count(Change::kReconcile);
    const auto found = RunOnce();
    // Once per outage, not once per try.
    if (!found.ok() && !failing) log::Warn("reading the queue failed", {{"error", found.status()}});
    if (found.ok() && failing) log::Info("reading the queue works again");
    failing = !found.ok();
    if (found.ok() && *found) continue;
    if (stopping_) return;
    changes_.WaitBeyond(Change::kReconcile, seen, failing ? absl::Seconds(1) : UntilNextDue());
  }
}

}  // namespace sluice::controlplane
