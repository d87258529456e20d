#ifndef SLUICE_CONTROLPLANE_RPC_DEAD_LETTER_NAME_H_
#define SLUICE_CONTROLPLANE_RPC_DEAD_LETTER_NAME_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "controlplane/deadletters/newest_first.h"
#include "controlplane/model/connector_spec.h"
#include "controlplane/model/dead_letter_mark.h"
#include "controlplane/model/ids.h"

namespace sluice::controlplane {

inline constexpr absl::string_view kDeadLetterType = "sluice.dev/DeadLetter";

// `instances/{instance}/connectors/{connector}/deadLetters/{dead_letter}`, whose last part is
// `dead-letter-{partition}-{offset}` or `abnormal-{partition}-{offset}`: a topic by its role.
struct DeadLetterName {
  ConnectorId connector;
  bool abnormal = false;
  int32_t partition = 0;
  int64_t offset = 0;

  friend bool operator==(const DeadLetterName&, const DeadLetterName&) = default;
};

std::optional<DeadLetterName> ParseDeadLetterName(absl::string_view name);

std::string NameOfDeadLetter(const ConnectorId& connector, const ConnectorResources& resources,
                             const DeadLetterPlace& place);

DeadLetterPlace PlaceOf(const DeadLetterName& name, const ConnectorResources& resources);

// What a page token holds. INVALID_ARGUMENT, PAGE_TOKEN_INVALID.
std::string PositionsText(const DeadLetterPositions& positions,
                          const ConnectorResources& resources);
absl::StatusOr<DeadLetterPositions> PositionsFromText(absl::string_view text,
                                                      const ConnectorResources& resources);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_DEAD_LETTER_NAME_H_
