#ifndef SLUICE_CONTROLPLANE_VALIDATION_MAXCOMPUTE_ENDPOINT_H_
#define SLUICE_CONTROLPLANE_VALIDATION_MAXCOMPUTE_ENDPOINT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// What the host name of a MaxCompute endpoint says (R16).
struct MaxComputeEndpoint {
  enum class Network {
    kOther,   // A private cloud, the emulator: taken as it is.
    kVpc,     // Reached from within the region's VPCs.
    kPublic,  // Reached over the internet.
  };
  Network network = Network::kOther;
  std::string region;  // Empty when the name does not tell.
};

// Pure.
MaxComputeEndpoint ReadEndpoint(absl::string_view url);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_VALIDATION_MAXCOMPUTE_ENDPOINT_H_
