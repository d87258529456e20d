#ifndef SLUICE_CONTROLPLANE_STORE_SAMPLE_STORE_H_
#define SLUICE_CONTROLPLANE_STORE_SAMPLE_STORE_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "controlplane/model/connector_sample.h"

namespace sluice::controlplane {

inline constexpr absl::Duration kSampleLife = absl::Hours(24 * 7);

// A new sample of a connector.
struct SampleNote {
  std::string connector_uid;
  absl::Time
      from_time;        // Of the counters that it was made from; passed over when others are there.
  CountersAt counters;  // As they are now.
  ConnectorSample sample;
};

// Figures of connectors over time. They go with their connector. Thread-safe; UNAVAILABLE as
// everywhere in store/.
class SampleStore {
 public:
  virtual ~SampleStore() = default;

  // Of all connectors that were ever sampled, by uid.
  virtual absl::StatusOr<std::map<std::string, CountersAt>> ReadCounters() = 0;

  // Stores each sample with its counters, unless another replica was faster.
  virtual absl::Status NoteSamples(const std::vector<SampleNote>& notes) = 0;

  // Of `[from, to)`, ordered by time.
  virtual absl::StatusOr<std::vector<ConnectorSample>> ListSamples(absl::string_view connector_uid,
                                                                   absl::Time from,
                                                                   absl::Time to) = 0;

  // Removes samples before `before`, at most 10,000; returns how many.
  virtual absl::StatusOr<int> PruneSamples(absl::Time before) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_SAMPLE_STORE_H_
