#ifndef SLUICE_CONTROLPLANE_RPC_OVERTAKEN_H_
#define SLUICE_CONTROLPLANE_RPC_OVERTAKEN_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "base/retry/backoff.h"
#include "base/status/reason.h"
#include "base/time/clock.h"

namespace sluice::controlplane {

// Makes `change` until nobody was quicker with the same connector, within a second or two: a caller
// without an etag does not mind what came between. One with an etag does, and hears of it at once
// (ETAG_MISMATCH).
inline absl::Status UnlessOvertaken(absl::string_view etag, Clock& clock,
                                    absl::FunctionRef<absl::Status()> change) {
  constexpr int kTriesMax = 40;
  Backoff backoff({.initial = absl::Milliseconds(1), .max = absl::Milliseconds(50), .jitter = 0.5});
  absl::Status status = change();
  for (int tries = 1; tries < kTriesMax; ++tries) {
    if (!etag.empty() || ReasonOf(status) != "ETAG_MISMATCH") break;
    clock.SleepFor(backoff.Next());
    status = change();
  }
  return status;
}

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_OVERTAKEN_H_
