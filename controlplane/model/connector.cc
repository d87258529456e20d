#include "controlplane/model/connector.h"

namespace sluice::controlplane {

absl::string_view NameOf(DesiredState state) {
  switch (state) {
    case DesiredState::kDraft:
      return "DRAFT";
    case DesiredState::kRunning:
      return "RUNNING";
    case DesiredState::kPaused:
      return "PAUSED";
    case DesiredState::kStopped:
      return "STOPPED";
    case DesiredState::kDeleted:
      return "DELETED";
  }
  return "";
}

std::optional<DesiredState> ParseDesiredState(absl::string_view name) {
  for (DesiredState state : {DesiredState::kDraft, DesiredState::kRunning, DesiredState::kPaused,
                             DesiredState::kStopped, DesiredState::kDeleted}) {
    if (NameOf(state) == name) return state;
  }
  return std::nullopt;
}

}  // namespace sluice::controlplane
