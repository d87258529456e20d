#ifndef SLUICE_CONTROLPLANE_PROVISIONING_KAFKA_TOOL_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_KAFKA_TOOL_H_

#include <string>

#include "absl/strings/string_view.h"
#include "controlplane/model/instance.h"

namespace sluice::controlplane {

// How a command for people to run begins: `kafka-topics --bootstrap-server a:9092,b:9092`.
std::string KafkaTool(absl::string_view tool, const Instance& instance);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_KAFKA_TOOL_H_
