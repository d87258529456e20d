#include "dataplane/upload/flush_age.h"

#include <algorithm>

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kAgeMax = absl::Minutes(1);

}  // namespace

absl::Duration FlushAge(const FlushLoad& load, absl::Duration least) {
  if (load.silence >= kSilence) return least;
  const absl::Duration round = absl::Seconds(load.sessions_open / load.sessions_per_second);
  return std::clamp(round, least, std::max(least, kAgeMax));
}

}  // namespace sluice::dataplane
