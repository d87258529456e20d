#include "controlplane/watch/counters.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>

namespace sluice::controlplane {
namespace {

// A counter below what it was has begun anew although its life says otherwise: its worker came
// back.
int64_t Grown(int64_t before, int64_t now) { return now >= before ? now - before : now; }

// What one step holds of a figure.
struct Step {
  double sum = 0;
  double seconds = 0;
  std::optional<double> highest;
};

void AddRate(int64_t count, const ConnectorSample& sample, Step& step) {
  step.sum += static_cast<double>(count);
  step.seconds += absl::ToDoubleSeconds(sample.since);
}

void AddHighest(double value, Step& step) {
  step.highest = std::max(value, step.highest.value_or(value));
}

void Add(absl::string_view metric, const ConnectorSample& sample, Step& step) {
  if (metric == "rows") AddRate(sample.rows, sample, step);
  if (metric == "bytes") AddRate(sample.bytes, sample, step);
  if (metric == "dead_letters") AddRate(sample.dead_letters, sample, step);
  if (metric == "lag_records" && sample.lag_records >= 0) {
    AddHighest(static_cast<double>(sample.lag_records), step);
  }
  if (metric == "freshness_seconds" && sample.freshness.has_value()) {
    AddHighest(absl::ToDoubleSeconds(*sample.freshness), step);
  }
}

}  // namespace

CountersAt CountersOf(absl::Span<const Task> tasks, absl::Time time) {
  CountersAt counters{.time = time};
  for (const Task& task : tasks) {
    if (!task.report.has_value()) continue;
    TaskCounters& counted = counters.tasks[task.key.index];
    counted.life = task.report->assignment_revision;
    for (const SourcePartitionReport& partition : task.report->partitions) {
      counted.rows += partition.rows_committed;
      counted.bytes += partition.bytes_committed;
      counted.dead_letters += partition.dead_letters;
    }
  }
  return counters;
}

ConnectorSample SampleBetween(const CountersAt& before, const CountersAt& now,
                              const ObservedValues& values) {
  ConnectorSample sample;
  sample.time = now.time;
  sample.lag_records = values.lag_records;
  if (values.fresh_until != absl::InfinitePast()) {
    sample.freshness = std::max(absl::ZeroDuration(), now.time - values.fresh_until);
  }
  if (before.time == absl::InfinitePast()) return sample;
  sample.since = now.time - before.time;
  for (const auto& [index, counted] : now.tasks) {
    const auto known = before.tasks.find(index);
    const TaskCounters was = known != before.tasks.end() && known->second.life == counted.life
                                 ? known->second
                                 : TaskCounters{};
    sample.rows += Grown(was.rows, counted.rows);
    sample.bytes += Grown(was.bytes, counted.bytes);
    sample.dead_letters += Grown(was.dead_letters, counted.dead_letters);
  }
  return sample;
}

const std::vector<std::string>& MetricNames() {
  static const auto& names = *new std::vector<std::string>{"rows", "bytes", "dead_letters",
                                                           "lag_records", "freshness_seconds"};
  return names;
}

std::vector<std::pair<absl::Time, double>> SeriesOf(absl::string_view metric,
                                                    absl::Span<const ConnectorSample> samples,
                                                    absl::Time start, absl::Duration step) {
  std::map<int64_t, Step> steps;
  for (const ConnectorSample& sample : samples) {
    Add(metric, sample, steps[absl::Floor(sample.time - start, step) / step]);
  }
  std::vector<std::pair<absl::Time, double>> series;
  for (const auto& [number, held] : steps) {
    const absl::Time time = start + number * step;
    if (held.highest.has_value()) {
      series.emplace_back(time, *held.highest);
    } else if (held.seconds > 0) {
      series.emplace_back(time, held.sum / held.seconds);
    }
  }
  return series;
}

}  // namespace sluice::controlplane
