#ifndef SLUICE_CONTROLPLANE_PREFLIGHT_KAFKA_CHECKS_H_
#define SLUICE_CONTROLPLANE_PREFLIGHT_KAFKA_CHECKS_H_

#include "controlplane/preflight/kafka_question.h"

namespace sluice::controlplane {

// The check that asks whether the brokers answer, and when they do is followed by those of the
// source topic (R2), the connector's own topics and group (R5 to R9), and the rights on all these.
Check CheckOfInstance(const KafkaQuestionPtr& question);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PREFLIGHT_KAFKA_CHECKS_H_
