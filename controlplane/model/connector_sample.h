#ifndef SLUICE_CONTROLPLANE_MODEL_CONNECTOR_SAMPLE_H_
#define SLUICE_CONTROLPLANE_MODEL_CONNECTOR_SAMPLE_H_

#include <cstdint>
#include <map>
#include <optional>

#include "absl/time/time.h"

namespace sluice::controlplane {

// What a task has done since its present life began. Begins anew with each life.
struct TaskCounters {
  int64_t life = 0;  // The assignment revision: another one is another life.
  int64_t rows = 0;
  int64_t bytes = 0;
  int64_t dead_letters = 0;

  friend bool operator==(const TaskCounters&, const TaskCounters&) = default;
};

// The counters of a connector's tasks when it was last sampled.
struct CountersAt {
  absl::Time time = absl::InfinitePast();  // InfinitePast: never sampled.
  std::map<int32_t, TaskCounters> tasks = {};

  friend bool operator==(const CountersAt&, const CountersAt&) = default;
};

// What a connector did between two samples, and how it stood at the second.
struct ConnectorSample {
  absl::Time time;
  absl::Duration since = absl::ZeroDuration();  // The sample before; 0: there was none.
  int64_t rows = 0;
  int64_t bytes = 0;
  int64_t dead_letters = 0;
  int64_t lag_records = -1;                                // -1: not known.
  std::optional<absl::Duration> freshness = std::nullopt;  // Nothing: not known.

  friend bool operator==(const ConnectorSample&, const ConnectorSample&) = default;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_MODEL_CONNECTOR_SAMPLE_H_
