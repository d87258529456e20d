#ifndef SLUICE_CONTROLPLANE_LIFECYCLE_TROUBLE_H_
#define SLUICE_CONTROLPLANE_LIFECYCLE_TROUBLE_H_

#include <cstdint>
#include <vector>

#include "absl/time/time.h"
#include "controlplane/model/problem.h"

namespace sluice::controlplane {

// The first cause of what is wrong, with its history; as Trouble of connector.proto.
struct Trouble {
  Problem problem;
  absl::Time since = absl::InfinitePast();  // Without a break; a retry does not break it.
  int64_t count = 1;                        // How often it has happened since then.
  // InfinitePast: it is being tried, or never will be by itself.
  absl::Time next_attempt_time = absl::InfinitePast();
  std::vector<int32_t> tasks = {};  // By index; empty: the connector as a whole.

  friend bool operator==(const Trouble&, const Trouble&) = default;
};

// How many tasks a trouble names.
inline constexpr size_t kTroubledTasksMax = 64;

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_LIFECYCLE_TROUBLE_H_
