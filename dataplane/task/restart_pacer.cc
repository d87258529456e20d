#include "dataplane/task/restart_pacer.h"

#include <string>

#include "maxcompute/request/service_error.h"

namespace sluice::dataplane {
namespace {

// A life in which the task ran for so long was a good one: the next trouble begins with a short
// pause again.
constexpr absl::Duration kGoodRun = absl::Seconds(30);

}  // namespace

RestartPlan RestartPacer::Next(const absl::Status& why, absl::Duration ran, absl::Duration now) {
  const RestartCause cause = CauseOf(why);
  const bool ran_well = ran > kGoodRun;
  if (ran_well || cause != last_) attempts_ = 0;
  last_ = cause;
  // Joining anew is nobody's failure.
  if (ran_well && cause != RestartCause::kPasses && cause != RestartCause::kFenced)
    falls_.push_back(now);
  while (!falls_.empty() && now - falls_.front() > kFallWindow) falls_.pop_front();
  const RestartHistory history = {.attempts = attempts_++,
                                  .falls = static_cast<int>(falls_.size()),
                                  .hold = maxcompute::HoldOf(why)};
  return PlanRestart(cause, history, std::uniform_real_distribution<double>(0, 1)(random_));
}

}  // namespace sluice::dataplane
