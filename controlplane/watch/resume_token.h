#ifndef SLUICE_CONTROLPLANE_WATCH_RESUME_TOKEN_H_
#define SLUICE_CONTROLPLANE_WATCH_RESUME_TOKEN_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// How far a watcher was told, and by whom.
struct ResumePoint {
  std::string epoch;        // Of the board.
  std::string fingerprint;  // Of the subscriptions.
  int64_t sequence = 0;

  friend bool operator==(const ResumePoint&, const ResumePoint&) = default;
};

// As text that means nothing to its holder. Pure.
std::string TokenOf(const ResumePoint& point);
// Nothing for a text that is no token.
std::optional<ResumePoint> ParseToken(absl::string_view token);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_WATCH_RESUME_TOKEN_H_
