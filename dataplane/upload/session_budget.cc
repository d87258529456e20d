#include "dataplane/upload/session_budget.h"

#include <algorithm>

namespace sluice::dataplane {
namespace {

constexpr double kSessionsPerWindow = 400;  // Of MaxCompute's 500 in 5 minutes.
constexpr double kWindowSeconds = 300;
constexpr double kBurstShare = 0.25;
constexpr double kMoreThanAnybodyAsks = 1e9;

}  // namespace

SessionBudget::SessionBudget(int tasks)
    : burst_(std::max(1.0, kSessionsPerWindow * kBurstShare / tasks)),
      per_second_(kSessionsPerWindow * (1 - kBurstShare) / kWindowSeconds / tasks),
      left_(burst_) {}

SessionBudget SessionBudget::Unlimited() {
  SessionBudget budget(1);
  budget.burst_ = budget.left_ = budget.per_second_ = kMoreThanAnybodyAsks;
  return budget;
}

bool SessionBudget::Has(int sessions, absl::Duration now) {
  if (filled_ != -absl::InfiniteDuration()) {
    left_ = std::min(burst_, left_ + per_second_ * absl::ToDoubleSeconds(now - filled_));
  }
  filled_ = now;
  return left_ >= sessions;
}

bool SessionBudget::TryTake(int sessions, absl::Duration now) {
  if (!Has(sessions, now)) return false;
  left_ -= sessions;
  return true;
}

}  // namespace sluice::dataplane
