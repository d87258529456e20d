#ifndef SLUICE_MAXCOMPUTE_TUNNEL_SESSION_STATUS_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_SESSION_STATUS_H_

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

// Where an upload or download session is in its life.
enum class SessionStatus {
  kInitiating,  // Downloads only: ask again soon.
  kNormal,      // Open.
  kClosing,     // Its commit is being carried out: ask again.
  kCommitting,  // The same, as some services call it.
  kClosed,      // Committed: its rows are visible, all of them.
  kCanceled,    // Given up: it can never be committed.
  kExpired,     // Too old and not committed: it can never be committed.
  kCritical,    // Failed inside the service: whether its rows are visible, only the table can tell.
  kUnknown,     // A word that we do not know, or the service's own UNKNOWN.
  kNotFound,    // The tunnel knows no session of that id: the table must tell.
};

// The word of the wire, in any case; kUnknown for one that we do not know.
SessionStatus ParseSessionStatus(absl::string_view word);

// "NORMAL", "CLOSED", …, "NOT_FOUND".
absl::string_view SessionStatusName(SessionStatus status);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_SESSION_STATUS_H_
