#include "maxcompute/tunnel/session_status.h"

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace sluice::maxcompute {
namespace {

struct StatusWord {
  SessionStatus status;
  absl::string_view word;
};

constexpr StatusWord kWords[] = {
    {SessionStatus::kInitiating, "INITIATING"}, {SessionStatus::kNormal, "NORMAL"},
    {SessionStatus::kClosing, "CLOSING"},       {SessionStatus::kCommitting, "COMMITTING"},
    {SessionStatus::kClosed, "CLOSED"},         {SessionStatus::kCanceled, "CANCELED"},
    {SessionStatus::kExpired, "EXPIRED"},       {SessionStatus::kCritical, "CRITICAL"},
    {SessionStatus::kUnknown, "UNKNOWN"},       {SessionStatus::kNotFound, "NOT_FOUND"},
};

}  // namespace

SessionStatus ParseSessionStatus(absl::string_view word) {
  for (const StatusWord& entry : kWords) {
    // Not a word of the wire: only a missing session is not found.
    if (entry.status == SessionStatus::kNotFound) continue;
    if (absl::EqualsIgnoreCase(entry.word, word)) return entry.status;
  }
  // American and British.
  return absl::EqualsIgnoreCase(word, "CANCELLED") ? SessionStatus::kCanceled
                                                   : SessionStatus::kUnknown;
}

absl::string_view SessionStatusName(SessionStatus status) {
  for (const StatusWord& entry : kWords) {
    if (entry.status == status) return entry.word;
  }
  return "UNKNOWN";
}

}  // namespace sluice::maxcompute
