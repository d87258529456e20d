#ifndef SLUICE_EMULATOR_FAULTS_FAULT_REGISTRY_H_
#define SLUICE_EMULATOR_FAULTS_FAULT_REGISTRY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"

namespace sluice::emulator {

// What goes wrong, and with which requests. Empty fields match everything.
struct Fault {
  enum class Action {
    kHoldBefore,
    kHoldAfter,
    kFail,
    kDropBefore,
    kDropAfter,
    kCut,
    kDelay,
    kDiskFull,
  };
  std::string operation;
  std::string table;
  Action action = Action::kFail;
  int64_t skip = 0;   // So many matching requests pass first.
  int64_t times = 1;  // Then so many are struck; 0 for all.
  int status = 500;   // Of kFail.
  std::string code = "InternalServerError";
  std::string message = "a fault that was asked for";
  absl::Duration delay = absl::ZeroDuration();
  int64_t after_bytes = 0;  // Of kCut: so much of the body is sent.
};

// The faults that tests have asked for. Any thread may call.
class FaultRegistry {
 public:
  static constexpr int kHeldMax = 64;

  explicit FaultRegistry(absl::Duration hold_max = absl::Minutes(10)) : hold_max_(hold_max) {}

  std::string Add(Fault fault);
  // NOT_FOUND. Requests that it holds go on.
  absl::Status Remove(const std::string& id);
  // Requests held now go on; later ones are held again, within the fault's `times`.
  absl::Status Release(const std::string& id);
  // For ever: all held requests go on, refused, and none is held again.
  void Stop();

  struct Listed {
    std::string id;
    Fault fault;
    int64_t hits = 0;     // Requests that matched.
    int64_t struck = 0;   // Of them, those that it was done to.
    int64_t holding = 0;  // Held now.
  };
  std::vector<Listed> List() const;

  // What is to be done to a request that is about to be executed; counts it.
  struct Strike {
    std::string id;
    Fault fault;
  };
  std::optional<Strike> Match(const std::string& operation, const std::string& table);

  // Waits until the fault is released or removed, or the longest hold has passed. UNAVAILABLE when
  // the emulator stops or too many are held.
  absl::Status Hold(const std::string& id);

 private:
  struct Entry {
    Fault fault;
    int64_t hits = 0;
    int64_t struck = 0;
    int64_t holding = 0;
    int64_t releases = 0;
  };

  // fault-9 before fault-10: of several faults the oldest strikes.
  struct Older {
    bool operator()(const std::string& a, const std::string& b) const {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    }
  };

  const absl::Duration hold_max_;
  mutable Mutex mu_;
  CondVar changed_;
  std::map<std::string, Entry, Older> entries_ SLUICE_GUARDED_BY(mu_);
  int64_t last_id_ SLUICE_GUARDED_BY(mu_) = 0;
  int held_ SLUICE_GUARDED_BY(mu_) = 0;
  bool stopped_ SLUICE_GUARDED_BY(mu_) = false;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_FAULTS_FAULT_REGISTRY_H_
