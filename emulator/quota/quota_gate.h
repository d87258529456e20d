#ifndef SLUICE_EMULATOR_QUOTA_QUOTA_GATE_H_
#define SLUICE_EMULATOR_QUOTA_QUOTA_GATE_H_

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// Counts what the tunnel limits per table, and refuses what is above it: FlowExceeded, QPSExceeded,
// RequestQuotaExceeded or SlotExceeded, with the time to wait. What is refused does not count.
//
// Counts are forgotten with the process. Any thread may call.
class QuotaGate {
 public:
  QuotaGate(const Quotas& quotas, Clock& clock) : quotas_(quotas), clock_(clock) {}

  // Held while the call is carried out. Must not outlive the gate.
  class Pass {
   public:
    Pass() = default;
    Pass(QuotaGate& gate, std::string table) : gate_(&gate), table_(std::move(table)) {}
    Pass(Pass&& other) noexcept
        : gate_(std::exchange(other.gate_, nullptr)), table_(std::move(other.table_)) {}
    Pass& operator=(Pass&& other) noexcept {
      std::swap(gate_, other.gate_);
      std::swap(table_, other.table_);
      return *this;
    }
    ~Pass() {
      if (gate_ != nullptr) gate_->Leave(table_);
    }

   private:
    QuotaGate* gate_ = nullptr;
    std::string table_;
  };

  // `table` names it among all projects.
  absl::StatusOr<Pass> Enter(const std::string& operation, const std::string& table);

 private:
  void Leave(const std::string& table);
  void ForgetTheIdle(absl::Duration now) SLUICE_REQUIRES(mu_);

  const Quotas quotas_;
  Clock& clock_;
  Mutex mu_;
  // When calls were let in, by operation and table; only those within the window.
  std::map<std::pair<std::string, std::string>, std::deque<absl::Duration>> entries_
      SLUICE_GUARDED_BY(mu_);
  std::map<std::string, int64_t> commits_now_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_QUOTA_QUOTA_GATE_H_
