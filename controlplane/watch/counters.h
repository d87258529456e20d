#ifndef SLUICE_CONTROLPLANE_WATCH_COUNTERS_H_
#define SLUICE_CONTROLPLANE_WATCH_COUNTERS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/model/connector_sample.h"
#include "controlplane/model/task.h"

// Figures over time, from counters that begin anew with each life of a task. Pure.
namespace sluice::controlplane {

// What `tasks` have counted by now.
CountersAt CountersOf(absl::Span<const Task> tasks, absl::Time time);

// What was done between the two: of a task in a new life, what it did in that life.
ConnectorSample SampleBetween(const CountersAt& before, const CountersAt& now,
                              const ObservedValues& values);

// `rows`, `bytes`, `dead_letters`, `lag_records`, `freshness_seconds`.
const std::vector<std::string>& MetricNames();

// One figure over time: for each step from `start` on that has samples, when it begins and the
// rate, or the highest value, in it.
std::vector<std::pair<absl::Time, double>> SeriesOf(absl::string_view metric,
                                                    absl::Span<const ConnectorSample> samples,
                                                    absl::Time start, absl::Duration step);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_WATCH_COUNTERS_H_
