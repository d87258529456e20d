#ifndef SLUICE_CONTROLPLANE_RPC_TRANSLATE_DEAD_LETTER_H_
#define SLUICE_CONTROLPLANE_RPC_TRANSLATE_DEAD_LETTER_H_

#include "controlplane/deadletters/dead_letter.h"
#include "controlplane/deadletters/dead_letter_choice.h"
#include "controlplane/model/connector.h"
#include "controlplane/validation/violations.h"
#include "sluice/v1/dead_letter.pb.h"
#include "sluice/v1/dead_letter_service.pb.h"

namespace sluice::controlplane {

v1::DeadLetter ToProto(const DeadLetter& letter, const Connector& connector);

// What is wrong with `choice` for dead letters of the connector `parent`, before that is looked up.
void CheckChoice(const v1::DeadLetterChoice& choice, const ConnectorId& parent,
                 Violations& violations);

// Of a choice that was checked.
DeadLetterChoice FromProto(const v1::DeadLetterChoice& choice, const Connector& connector);

// UPPER_SNAKE, as reasons are.
bool IsReason(absl::string_view reason);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_TRANSLATE_DEAD_LETTER_H_
