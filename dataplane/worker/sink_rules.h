#ifndef SLUICE_DATAPLANE_WORKER_SINK_RULES_H_
#define SLUICE_DATAPLANE_WORKER_SINK_RULES_H_

#include "absl/status/statusor.h"
#include "conversion/conversion_definition.h"
#include "dataplane/deadletter/error_policy.h"
#include "dataplane/task/task_definition.h"

namespace sluice::v1 {
class ErrorPolicy;
class MaxComputeSink;
}  // namespace sluice::v1

namespace sluice::dataplane {

// How a sink makes rows of records. INVALID_ARGUMENT: it asks for something that is not known here;
// the message says what, for the end of a sentence.
absl::StatusOr<conversion::ConversionDefinition> ReadConversion(const v1::MaxComputeSink& sink);

// What a sink promises of its rows. The same errors.
absl::StatusOr<DeliveryMode> ReadDelivery(const v1::MaxComputeSink& sink);

// What becomes of records that are no rows. The same errors.
absl::StatusOr<ErrorPolicy> ReadErrorPolicy(const v1::ErrorPolicy& policy);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_SINK_RULES_H_
