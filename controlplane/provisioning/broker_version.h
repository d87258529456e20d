#ifndef SLUICE_CONTROLPLANE_PROVISIONING_BROKER_VERSION_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_BROKER_VERSION_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// FAILED_PRECONDITION, BROKER_TOO_OLD when `version`, such as `2.3-IV1`, is below 2.4 (R27). A
// version that the broker does not tell, or that has another form, is taken: newer brokers tell
// none. Pure.
absl::Status CheckBrokerVersion(absl::string_view version);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_BROKER_VERSION_H_
