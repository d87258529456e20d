#ifndef SLUICE_CONTROLPLANE_RPC_TRANSLATE_H_
#define SLUICE_CONTROLPLANE_RPC_TRANSLATE_H_

#include <string>

#include "controlplane/lifecycle/observe.h"
#include "controlplane/lifecycle/task_health.h"
#include "controlplane/lifecycle/trouble.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/model/task.h"
#include "controlplane/model/worker.h"
#include "controlplane/validation/violations.h"
#include "sluice/v1/connector.pb.h"
#include "sluice/v1/instance.pb.h"
#include "sluice/v1/task.pb.h"
#include "sluice/v1/worker_resource.pb.h"

// Protos to model values and back; the only place that knows both. Pure.
namespace sluice::controlplane {

// What a user defines. Fields that are the server's are passed over; an enum number that this
// server does not know is a violation. Defaults are not filled in.
Instance InstanceFromProto(const v1::Instance& proto, const std::string& id,
                           Violations& violations);
Connector ConnectorFromProto(const v1::Connector& proto, const ConnectorId& id,
                             Violations& violations);

v1::Instance ToProto(const Instance& instance);
v1::Connector ToProto(const Connector& connector, const Observation& observation);
v1::Connector::State ToProto(ObservedState state);
v1::Connector::Desired::State ToProto(DesiredState state);
// `worker` is the name of the worker that has the task; empty when nobody has.
v1::Task ToProto(const Task& task, const TaskHealth& health, const ConnectorId& connector,
                 const std::string& worker);
v1::Trouble ToProto(const Trouble& trouble);
v1::Worker ToProto(const Worker& worker, int tasks, absl::Duration lease, absl::Time now);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TRANSLATE_H_
