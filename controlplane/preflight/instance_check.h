#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_INSTANCE_CHECK_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_INSTANCE_CHECK_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/connection_probe.h"
#include "base/time/clock.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// What came of asking the brokers of an instance.
struct CheckedInstance {
  InstanceObservation
      observed;             // Also says where what they said differs from the definition (R27).
  absl::Status connection;  // Not OK: why they were not reached; as kafka::ConnectionProbe.
};

// Asks the brokers of instances whether they can be used as defined. Borrows its arguments.
// Thread-safe; blocks for at most `timeout`.
class InstanceCheck {
 public:
  InstanceCheck(kafka::ConnectionProbe& probe, Clock& clock, absl::Duration timeout)
      : probe_(probe), clock_(clock), timeout_(timeout) {}

  CheckedInstance Check(const Instance& instance);

 private:
  absl::StatusOr<kafka::ClusterDescription> Ask(const Instance& instance);

  kafka::ConnectionProbe& probe_;
  Clock& clock_;
  const absl::Duration timeout_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_INSTANCE_CHECK_H_
