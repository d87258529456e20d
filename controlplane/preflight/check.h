#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_CHECK_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_CHECK_H_

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "controlplane/preflight/finding.h"

namespace sluice::controlplane {

struct Check;

// What came of one check.
struct CheckResult {
  Findings findings;
  absl::Status unanswered;  // OK, or UNAVAILABLE: what did not answer.
  std::vector<Check> next;  // What can be asked only now.
};

// One thing to be found out. It owns what it asks with: when nobody waits for it any more it goes
// on until its own calls end.
struct Check {
  int place = 0;  // Of its findings among those of the others.
  // What is said when it does not end in time, and the status of that.
  Finding silence;
  absl::Status silence_status;
  std::function<CheckResult()> run;
};

// The check's answer when it was `silence`d: by somebody who does not answer, or by time.
inline CheckResult Silent(const Check& check) {
  return {{check.silence}, check.silence_status, {}};
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_CHECK_H_
