#include "controlplane/preflight/side_by_side.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <utility>

#include "base/sync/mutex.h"

namespace sluice::controlplane {
namespace {

absl::Duration Monotonic() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace

// One call of Run. Shared with its jobs, of which some may end after it.
class SideBySide::Round : public std::enable_shared_from_this<SideBySide::Round> {
 public:
  Round(WorkQueue& queue, const SideBySideOptions& options)
      : queue_(queue),
        check_deadline_(options.check_deadline),
        end_(Monotonic() + options.deadline) {}

  void Start(std::vector<Check> checks) {
    for (Check& check : checks) Start(std::move(check));
  }

  void Wait() {
    MutexLock lock(mu_);
    for (;;) {
      const absl::Duration patience = PatienceEnd() - Monotonic();
      if (patience <= absl::ZeroDuration()) break;
      changed_.WaitFor(mu_, patience);
    }
    over_ = true;
  }

  PreflightReport Report() {
    MutexLock lock(mu_);
    std::stable_sort(asked_.begin(), asked_.end(),
                     [](const auto& a, const auto& b) { return a->check.place < b->check.place; });
    PreflightReport report;
    for (const std::shared_ptr<Asked>& asked : asked_) {
      CheckResult result = asked->done ? std::move(asked->result) : Silent(asked->check);
      for (Finding& finding : result.findings) {
        // What several checks stumble over is told once.
        const auto& told = report.findings;
        if (std::find(told.begin(), told.end(), finding) != told.end()) continue;
        report.findings.push_back(std::move(finding));
      }
      if (report.unanswered.ok()) report.unanswered = result.unanswered;
    }
    std::stable_sort(report.findings.begin(), report.findings.end(),
                     [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
    return report;
  }

 private:
  struct Asked {
    Check check;
    absl::Duration deadline;
    bool done = false;
    CheckResult result;
  };

  // Until when somebody who is not done is waited for; in the past when all are.
  absl::Duration PatienceEnd() const SLUICE_REQUIRES(mu_) {
    absl::Duration latest = -absl::InfiniteDuration();
    for (const std::shared_ptr<Asked>& asked : asked_) {
      if (!asked->done) latest = std::max(latest, asked->deadline);
    }
    return std::min(latest, end_);
  }

  void Start(Check check) {
    auto asked = std::make_shared<Asked>();
    asked->check = std::move(check);
    asked->deadline = Monotonic() + check_deadline_;
    {
      MutexLock lock(mu_);
      if (over_) return;
      asked_.push_back(asked);
    }
    const bool taken = queue_.Run(
        [round = shared_from_this(), asked] { round->Finish(*asked, asked->check.run()); });
    if (!taken) Finish(*asked, Silent(asked->check));
  }

  void Finish(Asked& asked, CheckResult result) {
    Start(std::move(result.next));
    MutexLock lock(mu_);
    if (over_) return;
    asked.result = std::move(result);
    asked.done = true;
    changed_.NotifyAll();
  }

  WorkQueue& queue_;
  const absl::Duration check_deadline_;
  const absl::Duration end_;
  Mutex mu_;
  CondVar changed_;
  bool over_ SLUICE_GUARDED_BY(mu_) = false;  // Nobody waits any more.
  std::vector<std::shared_ptr<Asked>> asked_ SLUICE_GUARDED_BY(mu_);
};

PreflightReport SideBySide::Run(std::vector<Check> checks) {
  auto round = std::make_shared<Round>(queue_, options_);
  round->Start(std::move(checks));
  round->Wait();
  return round->Report();
}

}  // namespace sluice::controlplane
