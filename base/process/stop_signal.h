#ifndef SLUICE_BASE_PROCESS_STOP_SIGNAL_H_
#define SLUICE_BASE_PROCESS_STOP_SIGNAL_H_

#include <string>

#include "absl/time/time.h"

namespace sluice {

// SIGTERM and SIGINT as something to wait for.
//
// Make it first in main(): it blocks both signals for every thread that is started later. A second
// signal, after Wait has returned, ends the process at once.
class StopSignal {
 public:
  StopSignal();

  // Returns the name of the signal that came, at once when it has come before.
  std::string Wait();

  // Returns whether a signal came before `timeout` ran out.
  bool WaitFor(absl::Duration timeout);

  // `SIGTERM`, `SIGINT`; empty as long as neither has been waited for successfully.
  const std::string& name() const { return name_; }

 private:
  void Came(int signal);

  std::string name_;
};

}  // namespace sluice

#endif  // SLUICE_BASE_PROCESS_STOP_SIGNAL_H_
