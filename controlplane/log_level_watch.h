#ifndef SLUICE_CONTROLPLANE_LOG_LEVEL_WATCH_H_
#define SLUICE_CONTROLPLANE_LOG_LEVEL_WATCH_H_

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/store/change_signal.h"
#include "controlplane/store/log_level_store.h"

namespace sluice::controlplane {

// Has the log of this replica follow the levels that people gave to connectors, whichever replica
// was asked.
//
// Borrows its arguments. Owns one thread from Start() to Stop(), which the destructor calls.
class LogLevelWatch {
 public:
  LogLevelWatch(LogLevelStore& levels, ChangeSignal& changes, Clock& clock)
      : levels_(levels), changes_(changes), clock_(clock) {}
  ~LogLevelWatch();

  LogLevelWatch(const LogLevelWatch&) = delete;
  LogLevelWatch& operator=(const LogLevelWatch&) = delete;

  // One look. UNAVAILABLE as the store; the log then goes on as it was.
  absl::Status Look();

  void Start();

  // A wait for changes ends by itself within the interval, or with ChangeSignal::Stop.
  void Stop();

 private:
  void Run();

  LogLevelStore& levels_;
  ChangeSignal& changes_;
  Clock& clock_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
  // Fields of lines that have a level of their own. Look's.
  std::set<std::pair<std::string, std::string>> applied_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LOG_LEVEL_WATCH_H_
