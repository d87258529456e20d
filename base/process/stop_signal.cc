#include "base/process/stop_signal.h"

#include <pthread.h>
#include <signal.h>

#include <cerrno>
#include <ctime>

namespace sluice {
namespace {

sigset_t StopSignals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  return set;
}

// From now on the signals do what they do by default: end the process.
void LetTheNextOneEndTheProcess() {
  sigset_t set = StopSignals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace

StopSignal::StopSignal() {
  sigset_t set = StopSignals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  // A peer that goes away is an error of a write, not the end of the process.
  signal(SIGPIPE, SIG_IGN);
}

void StopSignal::Came(int signal) {
  name_ = signal == SIGTERM ? "SIGTERM" : "SIGINT";
  LetTheNextOneEndTheProcess();
}

std::string StopSignal::Wait() {
  if (!name_.empty()) return name_;
  sigset_t set = StopSignals();
  int came = 0;
  while (sigwait(&set, &came) != 0) {
  }
  Came(came);
  return name_;
}

bool StopSignal::WaitFor(absl::Duration timeout) {
  if (!name_.empty()) return true;
  sigset_t set = StopSignals();
  timespec bound = absl::ToTimespec(timeout);
  int came;
  do {
    came = sigtimedwait(&set, nullptr, &bound);
  } while (came < 0 && errno == EINTR);
  if (came < 0) return false;
  Came(came);
  return true;
}

}  // namespace sluice
