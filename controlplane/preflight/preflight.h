#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_PREFLIGHT_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_PREFLIGHT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// Something of the world that is not as a connector needs it.
struct Finding {
  std::string reason;   // UPPER_SNAKE, one of ErrorReason.
  std::string subject;  // What it is about: `topics/orders`, `projects/p/tables/t`.
  std::string message;  // What is wrong.
  std::string remedy;   // What mends it, as the exact `grant` statement.

  friend bool operator==(const Finding&, const Finding&) = default;
};

// Compares a definition with the real world, before it is stored. Changes nothing there.
class Preflight {
 public:
  virtual ~Preflight() = default;

  // Everything that stands in the way, in the order in which a person would mend it; nothing when
  // the connector can be deployed. An error, UNAVAILABLE with the reason of what did not answer,
  // only when nothing was found and something could not be asked.
  virtual absl::StatusOr<std::vector<Finding>> Check(const Connector& connector,
                                                     const Instance& instance) = 0;
};

// FAILED_PRECONDITION with the reason, the message and the remedy of the one finding, or
// PREFLIGHT_FAILED naming them all. There must be one.
absl::Status StatusOf(const std::vector<Finding>& findings);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_PREFLIGHT_H_
