#include <algorithm>
#include <set>

#include "base/status/status_macros.h"
#include "controlplane/store/change_events.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/refusals.h"

// The reconcile queue, tasks and workers of InMemoryStore.
namespace sluice::controlplane {
namespace {

void LetGo(Task& task, absl::Time now) {
  task.restarts_before = task.restarts();
  if (!task.worker_uid.empty()) task.placed_time = now;
  task.worker_uid.clear();
  task.leaving = false;
  task.leaving_revision = 0;
  task.report.reset();
}

}  // namespace

InMemoryStore::Key* InMemoryStore::ClaimedKey(const ReconcileClaim& claim) {
  const auto key = keys_.find(claim.connector_uid);
  if (key == keys_.end() || key->second.claim != claim.number) return nullptr;
  return &key->second;
}

Connector* InMemoryStore::Claimed(const ReconcileClaim& claim) {
  if (ClaimedKey(claim) == nullptr) return nullptr;
  return &connectors_.at(claim.connector_uid);
}

void InMemoryStore::WakeKey(const std::string& uid, absl::Time now) {
  const auto key = keys_.find(uid);
  if (key == keys_.end()) return;
  key->second.due_time = now;
  ++key->second.wakes;
  counter_.Add(Change::kReconcile);
}

absl::Status InMemoryStore::Wake(absl::string_view connector_uid, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  WakeKey(std::string(connector_uid), now);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<ReconcileClaim>> InMemoryStore::Claim(int limit, absl::Duration ttl,
                                                                 absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::multimap<std::pair<bool, absl::Time>, std::string> due;
  for (const auto& [uid, key] : keys_) {
    if (key.due_time > now || key.claimed_until > now) continue;
    due.emplace(std::pair(key.tries > 0, key.due_time), uid);
  }
  std::vector<ReconcileClaim> claims;
  for (const auto& [order, uid] : due) {
    if (static_cast<int>(claims.size()) == limit) break;
    Key& key = keys_.at(uid);
    ++key.claim;
    key.claimed_until = now + ttl;
    claims.push_back({uid, key.claim, key.tries, key.wakes});
  }
  return claims;
}

absl::Status InMemoryStore::Complete(const ReconcileClaim& claim, absl::Time next_look) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  Key* key = ClaimedKey(claim);
  if (key == nullptr) return ClaimLost();
  key->claimed_until = absl::InfinitePast();
  key->tries = 0;
  if (key->wakes == claim.wakes) key->due_time = next_look;
  return absl::OkStatus();
}

absl::Status InMemoryStore::Fail(const ReconcileClaim& claim, absl::Time next_look) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  Key* key = ClaimedKey(claim);
  if (key == nullptr) return ClaimLost();
  key->claimed_until = absl::InfinitePast();
  ++key->tries;
  if (key->wakes == claim.wakes) key->due_time = next_look;
  return absl::OkStatus();
}

absl::StatusOr<absl::Time> InMemoryStore::NextDue() {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  absl::Time next = absl::InfiniteFuture();
  for (const auto& [uid, key] : keys_) {
    if (key.due_time == absl::InfiniteFuture()) continue;
    next = std::min(next, std::max(key.due_time, key.claimed_until));
  }
  return next;
}

absl::StatusOr<std::vector<Task>> InMemoryStore::ListTasks(absl::string_view connector_uid) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::vector<Task> found;
  for (const auto& [key, task] : tasks_) {
    if (key.connector_uid == connector_uid) found.push_back(task);
  }
  return found;
}

absl::StatusOr<std::map<std::string, std::vector<Task>>> InMemoryStore::ListTasksOf(
    const std::vector<std::string>& connector_uids) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const std::set<std::string> wanted(connector_uids.begin(), connector_uids.end());
  std::map<std::string, std::vector<Task>> found;
  for (const auto& [key, task] : tasks_) {
    if (wanted.contains(key.connector_uid)) found[key.connector_uid].push_back(task);
  }
  return found;
}

absl::Status InMemoryStore::RestartTasks(absl::string_view connector_uid,
                                         const std::vector<int32_t>& indices,
                                         const Request& request, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  if (IsRepeated(request, now)) return RequestRepeated(request.id);
  const std::string uid(connector_uid);
  if (!connectors_.contains(uid)) return ConnectorUidNotFound(uid);
  WriteEvent(RestartedEvent(connectors_.at(uid), indices, request, now));
  std::set<std::string> workers;
  for (int32_t index : indices) {
    const auto found = tasks_.find({uid, index});
    if (found == tasks_.end() || found->second.worker_uid.empty() || found->second.leaving) {
      continue;
    }
    found->second.assignment_revision = ++assignment_revisions_;
    found->second.placed_time = now;
    found->second.restarts_before = 0;
    found->second.report.reset();
    workers.insert(found->second.worker_uid);
  }
  for (const std::string& worker : workers) ++workers_.at(worker).assignment_revision;
  WakeKey(uid, now);
  counter_.Add(Change::kSnapshots);
  Remember(request, now);
  return absl::OkStatus();
}

PlacementView InMemoryStore::View() {
  PlacementView view;
  for (const auto& [uid, connector] : connectors_) {
    const bool has_tasks = tasks_.lower_bound({uid, 0}) != tasks_.end() &&
                           tasks_.lower_bound({uid, 0})->first.connector_uid == uid;
    if (has_tasks || connector.desired_state == DesiredState::kRunning ||
        connector.desired_state == DesiredState::kPaused) {
      view.connectors.push_back(connector);
    }
  }
  for (const auto& [key, task] : tasks_) {
    view.tasks.push_back(task);
    view.tasks.back().report.reset();  // It decides nothing.
  }
  for (const auto& [uid, worker] : workers_) view.workers.push_back(worker);
  return view;
}

void InMemoryStore::Carry(const PlacementChanges& changes, absl::Time now) {
  std::set<std::string> connectors;
  std::set<std::string> workers;
  const auto touch = [&](const TaskKey& key) {
    connectors.insert(key.connector_uid);
    const auto task = tasks_.find(key);
    if (task == tasks_.end() || task->second.worker_uid.empty() || task->second.leaving) return;
    workers.insert(task->second.worker_uid);
  };
  for (const TaskKey& key : changes.create) {
    connectors.insert(key.connector_uid);
    if (!connectors_.contains(key.connector_uid)) continue;
    tasks_.emplace(key, Task{.key = key, .create_time = now});
  }
  for (const TaskKey& key : changes.unplace) {
    touch(key);
    if (tasks_.contains(key)) LetGo(tasks_.at(key), now);
  }
  for (const TaskKey& key : changes.remove) {
    touch(key);
    tasks_.erase(key);
  }
  for (const auto& [key, worker_uid] : changes.place) {
    touch(key);
    if (!tasks_.contains(key) || !workers_.contains(worker_uid)) continue;
    workers.insert(worker_uid);
    Task& task = tasks_.at(key);
    LetGo(task, now);
    task.worker_uid = worker_uid;
    task.assignment_revision = ++assignment_revisions_;
    task.placed_time = now;
  }
  for (const TaskKey& key : changes.leave) touch(key);
  for (const std::string& worker : workers) ++workers_.at(worker).assignment_revision;
  for (const TaskKey& key : changes.leave) {
    const auto task = tasks_.find(key);
    if (task == tasks_.end() || task->second.worker_uid.empty() || task->second.leaving) continue;
    task->second.leaving = true;
    task->second.leaving_revision = workers_.at(task->second.worker_uid).assignment_revision;
  }
  for (const std::string& uid : connectors) WakeKey(uid, now);
  if (!workers.empty()) counter_.Add(Change::kSnapshots);
}

absl::StatusOr<bool> InMemoryStore::Place(
    absl::FunctionRef<PlacementChanges(const PlacementView&)> plan, absl::Time now) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  Carry(plan(View()), now);
  return true;
}

void InMemoryStore::RenewSnapshots(const std::string& connector_uid) {
  std::set<std::string> workers;
  for (const auto& [key, task] : tasks_) {
    if (key.connector_uid == connector_uid && !task.worker_uid.empty() && !task.leaving) {
      workers.insert(task.worker_uid);
    }
  }
  for (const std::string& worker : workers) ++workers_.at(worker).assignment_revision;
}

void InMemoryStore::TakeTasks(const std::string& worker_uid, absl::Time now) {
  for (auto& [key, task] : tasks_) {
    if (task.worker_uid == worker_uid) LetGo(task, now);
  }
}

absl::StatusOr<Worker> InMemoryStore::Hello(const Worker& worker, absl::Duration name_life) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  for (auto it = workers_.begin(); it != workers_.end(); ++it) {
    if (it->second.name != worker.name || it->first == worker.uid) continue;
    if (worker.heartbeat_time - it->second.heartbeat_time <= name_life) {
      return WorkerNameTaken(worker.name);
    }
    TakeTasks(it->first, worker.heartbeat_time);
    workers_.erase(it);
    break;
  }
  Worker stored = worker;
  stored.draining = false;
  const auto known = workers_.find(worker.uid);
  if (known == workers_.end()) {
    stored.create_time = worker.heartbeat_time;
    stored.assignment_revision = worker.acknowledged_revision + 1;
  } else {
    stored.create_time = known->second.create_time;
    stored.assignment_revision = known->second.assignment_revision;
    if (stored.assignment_revision < worker.acknowledged_revision) {
      stored.assignment_revision = worker.acknowledged_revision + 1;
    }
    stored.acknowledged_revision =
        std::min(known->second.acknowledged_revision, worker.acknowledged_revision);
  }
  workers_[worker.uid] = stored;
  counter_.Add(Change::kPlacement);
  return stored;
}

absl::Status InMemoryStore::Report(const WorkerReport& report) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto worker = workers_.find(report.worker_uid);
  if (worker == workers_.end()) return WorkerNotFound(report.worker_uid);
  std::set<std::string> changed;
  for (const auto& [key, news] : report.tasks) {
    const auto task = tasks_.find(key);
    if (task == tasks_.end() || task->second.worker_uid != report.worker_uid ||
        task->second.assignment_revision != news.assignment_revision) {
      continue;
    }
    const std::optional<TaskReport>& old = task->second.report;
    if (!old.has_value() || old->state != news.state || old->problem != news.problem ||
        old->connector_revision != news.connector_revision) {
      changed.insert(key.connector_uid);
    }
    task->second.report = news;
  }
  if (worker->second.acknowledged_revision != report.acknowledged_revision ||
      worker->second.draining != report.draining) {
    counter_.Add(Change::kPlacement);
  }
  worker->second.heartbeat_time = report.now;
  worker->second.acknowledged_revision = report.acknowledged_revision;
  worker->second.draining = report.draining;
  for (const std::string& uid : changed) WakeKey(uid, report.now);
  return absl::OkStatus();
}

absl::StatusOr<Snapshot> InMemoryStore::GetSnapshot(absl::string_view worker_uid) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  const auto worker = workers_.find(std::string(worker_uid));
  if (worker == workers_.end()) return WorkerNotFound(worker_uid);
  Snapshot snapshot;
  snapshot.revision = worker->second.assignment_revision;
  for (const auto& [key, task] : tasks_) {
    if (task.worker_uid != worker_uid || task.leaving) continue;
    const Connector& connector = connectors_.at(key.connector_uid);
    snapshot.tasks.push_back({task, connector, instances_.at(connector.id.instance)});
    if (const auto level = log_levels_.find(key.connector_uid); level != log_levels_.end()) {
      snapshot.tasks.back().log_level = level->second;
    }
    for (const auto& [number, revision] : revisions_[key.connector_uid]) {
      if (number >= connector.oldest_revision && number < connector.task_revision) {
        snapshot.tasks.back().older_revisions.push_back(revision);
      }
    }
  }
  return snapshot;
}

absl::StatusOr<Worker> InMemoryStore::GetWorkerByName(absl::string_view name) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  for (const auto& [uid, worker] : workers_) {
    if (worker.name == name) return worker;
  }
  return WorkerNotFound(name);
}

absl::StatusOr<std::vector<Worker>> InMemoryStore::ListWorkers(absl::string_view after, int limit) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::map<std::string, Worker> ordered;
  for (const auto& [uid, worker] : workers_) {
    if (worker.name > after) ordered.emplace(worker.name, worker);
  }
  std::vector<Worker> page;
  for (auto& [name, worker] : ordered) {
    if (static_cast<int>(page.size()) == limit) break;
    page.push_back(std::move(worker));
  }
  return page;
}

absl::StatusOr<std::map<std::string, Worker>> InMemoryStore::FindWorkers(
    const std::vector<std::string>& uids) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::map<std::string, Worker> found;
  for (const std::string& uid : uids) {
    if (workers_.contains(uid)) found.emplace(uid, workers_.at(uid));
  }
  return found;
}

absl::StatusOr<std::map<std::string, int>> InMemoryStore::CountTasks() {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  std::map<std::string, int> counts;
  for (const auto& [key, task] : tasks_) {
    if (!task.worker_uid.empty()) ++counts[task.worker_uid];
  }
  return counts;
}

absl::StatusOr<int> InMemoryStore::ForgetWorkers(absl::Time heard_before) {
  MutexLock lock(mu_);
  SLUICE_RETURN_IF_ERROR(Failure());
  return static_cast<int>(std::erase_if(workers_, [&](const auto& entry) {
    return entry.second.heartbeat_time < heard_before &&
           std::none_of(tasks_.begin(), tasks_.end(),
                        [&](const auto& task) { return task.second.worker_uid == entry.first; });
  }));
}

}  // namespace sluice::controlplane
