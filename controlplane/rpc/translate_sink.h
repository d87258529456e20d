#ifndef SLUICE_CONTROLPLANE_RPC_TRANSLATE_SINK_H_
#define SLUICE_CONTROLPLANE_RPC_TRANSLATE_SINK_H_

#include "controlplane/model/connector_spec.h"
#include "controlplane/validation/violations.h"
#include "sluice/v1/connector.pb.h"

namespace sluice::controlplane {

// `Connector.sink` and the model's. Pure. The way out leaves the secret of the access key behind.
MaxComputeSink SinkFromProto(const v1::MaxComputeSink& proto, Violations& violations);
v1::MaxComputeSink SinkToProto(const MaxComputeSink& sink);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TRANSLATE_SINK_H_
