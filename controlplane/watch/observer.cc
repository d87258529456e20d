#include "controlplane/watch/observer.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "base/log/log.h"
#include "base/status/status_macros.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/watch/counters.h"
#include "controlplane/watch/state_events.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kMinute = absl::Minutes(1);

absl::Time StorableTime(absl::Time time) { return absl::FromUnixMicros(absl::ToUnixMicros(time)); }

void Upsert(const Task& task, std::vector<Task>& tasks) {
  const auto at = std::lower_bound(
      tasks.begin(), tasks.end(), task.key.index,
      [](const Task& candidate, int32_t index) { return candidate.key.index < index; });
  if (at != tasks.end() && at->key.index == task.key.index) {
    *at = task;
  } else {
    tasks.insert(at, task);
  }
}

}  // namespace

absl::Status Observer::Look() {
  SLUICE_RETURN_IF_ERROR(ReadNews());
  SLUICE_RETURN_IF_ERROR(ObserveAll());
  SLUICE_RETURN_IF_ERROR(Sample());
  return Prune();
}

absl::Status Observer::ReadNews() {
  SLUICE_ASSIGN_OR_RETURN(const FleetNews news, observations_.ReadNews(cursor_));
  Take(news);
  int64_t connectors = 0;
  int64_t tasks = 0;
  for (const auto& [uid, known] : known_) {
    if (known.connector.has_value()) ++connectors;
    tasks += static_cast<int64_t>(known.tasks.size());
  }
  if (connectors != news.connector_count || tasks != news.task_count) {
    SLUICE_ASSIGN_OR_RETURN(const FleetKeys keys, observations_.ReadKeys());
    Forget(keys);
  }
  cursor_ = news.cursor;
  return absl::OkStatus();
}

void Observer::Take(const FleetNews& news) {
  for (const NotedObservation& noted : news.observations) {
    known_[noted.connector_uid].noted = noted;
  }
  for (const Connector& connector : news.connectors) {
    Known& known = known_[connector.uid];
    known.connector = connector;
    known.changed = true;
  }
  for (const Task& task : news.tasks) {
    Known& known = known_[task.key.connector_uid];
    Upsert(task, known.tasks);
    known.changed = true;
  }
}

void Observer::Forget(const FleetKeys& keys) {
  for (auto it = known_.begin(); it != known_.end();) {
    Known& known = it->second;
    if (!keys.connector_uids.contains(it->first)) {
      board_.Remove(it->first);
      it = known_.erase(it);
      continue;
    }
    const size_t gone = std::erase_if(
        known.tasks, [&](const Task& task) { return !keys.tasks.contains(task.key); });
    if (gone > 0) known.changed = true;
    ++it;
  }
}

bool Observer::IsDue(const Known& known, absl::Duration monotonic) const {
  if (!known.connector.has_value()) return false;
  if (known.changed || known.seen == nullptr) return true;
  // A draft or a stopped connector is what it is until something is written; a window to undelete
  // ends by itself, and so does the patience with tasks that nobody has.
  const DesiredState desired = known.connector->desired_state;
  const bool by_time = !known.tasks.empty() || desired == DesiredState::kRunning ||
                       desired == DesiredState::kPaused || desired == DesiredState::kDeleted;
  const bool unnoted = known.noted.has_value() && known.noted->values != known.seen->values;
  return (by_time || unnoted) && monotonic - known.seen_at >= options_.again_after;
}

std::optional<ObservationNote> Observer::ObserveOne(Known& known, absl::Time now) {
  const Connector& connector = *known.connector;
  auto seen = std::make_shared<SeenConnector>();
  seen->connector = connector;
  seen->observation = Observe(connector, known.tasks, now, options_.observe);
  seen->values = ValuesOf(seen->observation);
  known.seen_at = clock_.Monotonic();
  known.changed = false;
  if (known.seen == nullptr || !LooksTheSame(*known.seen, *seen)) {
    known.seen = std::move(seen);
    board_.Put(known.seen);
  }
  if (!known.noted.has_value() || known.noted->values == known.seen->values) return std::nullopt;
  return ObservationNote{connector.uid, known.noted->version, known.seen->values,
                         EventsBetween(*known.noted, *known.seen, now)};
}

absl::Status Observer::ObserveAll() {
  const absl::Time now = StorableTime(clock_.Now());
  const absl::Duration monotonic = clock_.Monotonic();
  std::vector<ObservationNote> notes;
  for (auto& [uid, known] : known_) {
    if (!IsDue(known, monotonic)) continue;
    if (auto note = ObserveOne(known, now)) notes.push_back(*std::move(note));
  }
  board_.Publish();
  if (notes.empty()) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(const std::set<std::string> noted,
                          observations_.NoteObservations(notes, now));
  for (const ObservationNote& note : notes) {
    // What another replica noted first comes with the next news.
    if (!noted.contains(note.connector_uid)) continue;
    known_[note.connector_uid].noted = {note.connector_uid, note.from_version + 1, note.values};
  }
  return absl::OkStatus();
}

absl::Status Observer::Sample() {
  const absl::Time minute =
      absl::UnixEpoch() + absl::Floor(clock_.Now() - absl::UnixEpoch(), kMinute);
  if (sampled_minute_ == absl::InfinitePast()) sampled_minute_ = minute;
  if (minute <= sampled_minute_) return absl::OkStatus();
  SLUICE_ASSIGN_OR_RETURN(const auto before, samples_.ReadCounters());
  std::vector<SampleNote> notes;
  for (const auto& [uid, known] : known_) {
    if (known.seen == nullptr || known.tasks.empty()) continue;
    const auto found = before.find(uid);
    const CountersAt last = found == before.end() ? CountersAt{} : found->second;
    if (last.time >= minute) continue;  // Another replica was faster.
    CountersAt counters = CountersOf(known.tasks, minute);
    ConnectorSample sample = SampleBetween(last, counters, known.seen->values);
    notes.push_back({uid, last.time, std::move(counters), std::move(sample)});
  }
  if (!notes.empty()) SLUICE_RETURN_IF_ERROR(samples_.NoteSamples(notes));
  sampled_minute_ = minute;
  return absl::OkStatus();
}

absl::Status Observer::Prune() {
  const absl::Duration monotonic = clock_.Monotonic();
  if (monotonic - pruned_at_ < options_.prune_interval) return absl::OkStatus();
  pruned_at_ = monotonic;
  SLUICE_ASSIGN_OR_RETURN(
      pruned_uid_, events_.PruneEvents(pruned_uid_, options_.prune_connectors, clock_.Now()));
  return samples_.PruneSamples(clock_.Now() - kSampleLife).status();
}

void Observer::Start() { thread_ = std::thread(&Observer::Run, this); }

void Observer::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void Observer::Run() {
  bool failing = false;
  while (!stopping_) {
    const int64_t seen = changes_.Count(Change::kReconcile);
    const absl::Status status = Look();
    // Once per outage, not once per try.
    if (!status.ok() && !failing) log::Warn("looking at connectors failed", {{"error", status}});
    failing = !status.ok();
    if (stopping_) return;
    clock_.SleepFor(options_.look_gap);
    changes_.WaitBeyond(Change::kReconcile, seen, options_.look_interval - options_.look_gap);
  }
}

}  // namespace sluice::controlplane
