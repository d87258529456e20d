#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_PREFLIGHT_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_PREFLIGHT_H_

#include "absl/status/status.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/preflight/finding.h"

namespace sluice::controlplane {

// Which parts of a definition the world is asked about: those that can be asked about at all,
// because their fields have the form they need.
struct AskAbout {
  bool source = true;     // The source topic.
  bool resources = true;  // The connector's own topics and groups.
  bool table = true;      // Endpoint, role, project, table.
  bool columns = true;    // How rows are made: needs mode, format and time zone.
};

struct PreflightReport {
  Findings findings;  // ERROR first, then in the order in which a person would mend them.
  // OK, or UNAVAILABLE with the reason of the first thing that did not answer; each such thing is
  // a finding NOT_ANSWERED, too.
  absl::Status unanswered;
};

// Compares a definition with the real world. Changes nothing there.
class Preflight {
 public:
  virtual ~Preflight() = default;

  // Everything that was found, good and bad. `connector.uid` is that of the connector when it
  // exists already, whose topics and group are then its own; else empty. Never fails: what cannot
  // be asked is a finding.
  virtual PreflightReport Check(const Connector& connector, const Instance& instance,
                                const AskAbout& about) = 0;
};

// FAILED_PRECONDITION with the reason, the message and the remedy of the one finding, or
// PREFLIGHT_FAILED naming them all. There must be one.
absl::Status StatusOf(const Findings& findings);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_PREFLIGHT_H_
