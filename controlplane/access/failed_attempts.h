#ifndef SLUICE_CONTROLPLANE_ACCESS_FAILED_ATTEMPTS_H_
#define SLUICE_CONTROLPLANE_ACCESS_FAILED_ATTEMPTS_H_

#include <cstddef>
#include <map>
#include <string>

#include "absl/time/time.h"
#include "base/sync/mutex.h"

namespace sluice::controlplane {

// Who has failed to sign in lately, by where they are. Nobody guesses 256 bits: the limit keeps the
// noise of those who try away from the database and the log. There is none over all places, by
// which one could shut out everybody else.
//
// Of this replica alone. Thread-safe.
class FailedAttempts {
 public:
  struct Options {
    int failures_max = 10;  // From one place within `window`; then it waits until that is over.
    absl::Duration window = absl::Minutes(1);
    size_t places_max = 10'000;  // With more, the one whose window began first is forgotten.
  };

  FailedAttempts() : FailedAttempts(Options()) {}
  explicit FailedAttempts(const Options& options) : options_(options) {}

  // Whether a place (PlaceOf) may try now. `monotonic` of Clock.
  bool MayTry(const std::string& place, absl::Duration monotonic);
  void Failed(const std::string& place, absl::Duration monotonic);
  void Succeeded(const std::string& place);

 private:
  struct Count {
    int failures = 0;
    absl::Duration since;
  };

  void MakeRoom(absl::Duration monotonic) SLUICE_REQUIRES(mu_);

  const Options options_;
  Mutex mu_;
  std::map<std::string, Count> places_ SLUICE_GUARDED_BY(mu_);
};

// Where an IP address is: itself, or the /64 of an IPv6 one, all of which one machine may have.
// What is no address is one place with all its like.
std::string PlaceOf(const std::string& address);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_ACCESS_FAILED_ATTEMPTS_H_
