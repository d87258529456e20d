#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_OWN_TOPICS_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_OWN_TOPICS_H_

#include "controlplane/preflight/finding.h"
#include "controlplane/provisioning/resource_plan.h"

namespace sluice::controlplane {

// What a plan of a connector's topics says, as findings: what will be made, what fits, what does
// not. Pure.
Findings JudgeOwnTopics(const ResourcePlan& plan, const ConnectorResources& resources,
                        const TopicDescriptions& existing);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_OWN_TOPICS_H_
