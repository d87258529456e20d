#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_CONVERSION_OF_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_CONVERSION_OF_H_

#include "absl/status/statusor.h"
#include "controlplane/model/connector_spec.h"
#include "conversion/conversion_definition.h"

namespace sluice::controlplane {

// How a connector with this sink makes rows of records. INVALID_ARGUMENT, TIME_ZONE_UNKNOWN. Pure.
absl::StatusOr<conversion::ConversionDefinition> ConversionOf(const MaxComputeSink& sink);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_CONVERSION_OF_H_
