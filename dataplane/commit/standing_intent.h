#ifndef SLUICE_DATAPLANE_COMMIT_STANDING_INTENT_H_
#define SLUICE_DATAPLANE_COMMIT_STANDING_INTENT_H_

#include <cstdint>
#include <vector>

#include "formats/intent.h"

namespace sluice::dataplane {

// What is known of a session that an entry names.
enum class SessionFate {
  kOpen,    // It may still be committed, by whoever asks.
  kClosed,  // Its rows are in the table.
  kDead,    // It can never be committed.
};

// An intent that stands in the ledger, and how far its sessions have come.
struct StandingIntent {
  int32_t partition = 0;
  int64_t first_offset = 0;  // The committed offset under it.
  formats::Intent intent;
  // Below this offset the table is no witness (rule S10).
  int64_t asked_until = 0;
  // By the position of the session in the intent; missing ones are open.
  std::vector<SessionFate> fates = {};
  // The same of sessions of which the service has told this process that their commit goes on.
  std::vector<bool> accepted = {};

  SessionFate fate(size_t session) const {
    return session < fates.size() ? fates[session] : SessionFate::kOpen;
  }
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_STANDING_INTENT_H_
