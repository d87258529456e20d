#include "controlplane/scheduling/placement_plan.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace sluice::controlplane {
namespace {

// One worker while the plan grows.
struct Seat {
  const Worker* worker = nullptr;
  bool lost = false;
  int tasks = 0;    // It has now, those that are leaving included.
  int staying = 0;  // It will have when everybody who leaves has left.
  std::map<std::string, int> staying_by_connector;

  bool open() const { return !lost && !worker->draining; }
  bool has_room() const { return tasks < worker->tasks_max; }
};

class Planner {
 public:
  Planner(const PlacementView& view, const PlacementOptions& options, absl::Time now)
      : view_(view), options_(options) {
    for (const Worker& worker : view.workers) {
      seats_[worker.uid] = {.worker = &worker, .lost = IsLost(worker, options.lease, now)};
    }
    for (const Connector& connector : view.connectors) connectors_[connector.uid] = &connector;
    for (const Task& task : view.tasks) {
      if (Seat* seat = SeatOf(task.worker_uid)) {
        ++seat->tasks;
        if (!task.leaving) Stay(*seat, task.key.connector_uid, +1);
      }
    }
  }

  PlacementChanges Plan() {
    for (const Task& task : view_.tasks) LookAt(task);
    CreateMissing();
    for (const TaskKey& task : homeless_) Place(task);
    // One thing at a time: while tasks are on their way, the load is not what it will be.
    if (changes_.place.empty() && !somebody_leaves_) Balance();
    return std::move(changes_);
  }

 private:
  Seat* SeatOf(const std::string& worker_uid) {
    const auto found = seats_.find(worker_uid);
    return found == seats_.end() ? nullptr : &found->second;
  }

  static void Stay(Seat& seat, const std::string& connector_uid, int change) {
    seat.staying += change;
    seat.staying_by_connector[connector_uid] += change;
  }

  bool IsWanted(const TaskKey& task) const {
    const auto connector = connectors_.find(task.connector_uid);
    return connector != connectors_.end() && connector->second->wants_tasks() &&
           task.index < connector->second->spec.tasks;
  }

  bool MayHave(const Seat& seat, const TaskKey& task) const {
    return seat.open() && NetworkFits(*connectors_.at(task.connector_uid), *seat.worker);
  }

  // The best worker with room for `task`, or nobody.
  Seat* BestFor(const TaskKey& task) {
    Seat* best = nullptr;
    const auto rank = [&](const Seat& seat) {
      const auto same = seat.staying_by_connector.find(task.connector_uid);
      return std::tuple<int, int, const std::string&, const std::string&>(
          same == seat.staying_by_connector.end() ? 0 : same->second, seat.staying,
          seat.worker->name, seat.worker->uid);
    };
    for (auto& [uid, seat] : seats_) {
      if (!seat.has_room() || !MayHave(seat, task)) continue;
      if (best == nullptr || rank(seat) < rank(*best)) best = &seat;
    }
    return best;
  }

  // Decides what becomes of a task that exists.
  void LookAt(const Task& task) {
    Seat* seat = SeatOf(task.worker_uid);
    if (task.leaving) return LookAtLeaving(task, seat);
    const bool wanted = IsWanted(task.key);
    if (seat == nullptr) {  // Nobody has it, or a worker that is not known any more.
      wanted ? homeless_.push_back(task.key) : changes_.remove.push_back(task.key);
      return;
    }
    if (!wanted) return seat->lost ? changes_.remove.push_back(task.key) : Leave(task.key, *seat);
    if (MayHave(*seat, task.key)) return;
    if (seat->lost || !NetworkFits(*connectors_.at(task.key.connector_uid), *seat->worker)) {
      if (seat->lost) return MoveAway(task.key, *seat);
      return Leave(task.key, *seat);  // It may not stay, even with nowhere to go.
    }
    if (Seat* elsewhere = BestFor(task.key)) {  // Its worker drains.
      ++elsewhere->tasks;                       // Kept free until the task has left.
      Leave(task.key, *seat);
    }
  }

  // A task that was taken out of its worker's snapshot.
  void LookAtLeaving(const Task& task, Seat* seat) {
    const bool left = seat == nullptr || seat->lost ||
                      seat->worker->acknowledged_revision >= task.leaving_revision;
    if (!left) {
      somebody_leaves_ = true;
      return;
    }
    if (seat != nullptr) --seat->tasks;
    if (!IsWanted(task.key)) {
      changes_.remove.push_back(task.key);
      return;
    }
    leaving_.insert(task.key);
    homeless_.push_back(task.key);
  }

  void Leave(const TaskKey& task, Seat& seat) {
    changes_.leave.push_back(task);
    Stay(seat, task.connector_uid, -1);
    somebody_leaves_ = true;
  }

  void MoveAway(const TaskKey& task, Seat& lost) {
    Seat* best = BestFor(task);
    if (best == nullptr) return;
    --lost.tasks;
    Stay(lost, task.connector_uid, -1);
    Give(task, *best);
  }

  void CreateMissing() {
    std::set<TaskKey> existing;
    for (const Task& task : view_.tasks) existing.insert(task.key);
    for (const Connector& connector : view_.connectors) {
      if (!connector.wants_tasks()) continue;
      for (int32_t index = 0; index < connector.spec.tasks; ++index) {
        const TaskKey key = {connector.uid, index};
        if (existing.contains(key)) continue;
        changes_.create.push_back(key);
        homeless_.push_back(key);
      }
    }
  }

  void Place(const TaskKey& task) {
    if (Seat* best = BestFor(task)) return Give(task, *best);
    if (leaving_.contains(task)) changes_.unplace.push_back(task);
  }

  void Give(const TaskKey& task, Seat& seat) {
    ++seat.tasks;
    Stay(seat, task.connector_uid, +1);
    changes_.place.push_back({task, seat.worker->uid});
  }

  // Moves a few tasks to workers with at least two tasks fewer. A task that leaves is placed by
  // BestFor() later: one moves only when that is better for all, so every move brings the loads
  // closer together.
  void Balance() {
    std::set<TaskKey> moved;
    while (static_cast<int>(moved.size()) < options_.balancing_moves_max) {
      const Task* best = nullptr;
      Seat* best_target = nullptr;
      int best_gain = 1;
      for (const Task& task : view_.tasks) {
        Seat* from = SeatOf(task.worker_uid);
        if (from == nullptr || !from->open() || task.leaving || moved.contains(task.key)) continue;
        Seat* target = BestAfterLeaving(task, *from);
        if (target == nullptr || from->staying - target->staying <= best_gain) continue;
        best_gain = from->staying - target->staying;
        best = &task;
        best_target = target;
      }
      if (best == nullptr) return;
      moved.insert(best->key);
      Leave(best->key, *SeatOf(best->worker_uid));
      ++best_target->tasks;
      Stay(*best_target, best->key.connector_uid, +1);
    }
  }

  Seat* BestAfterLeaving(const Task& task, Seat& from) {
    --from.tasks;
    Stay(from, task.key.connector_uid, -1);
    Seat* best = BestFor(task.key);
    ++from.tasks;
    Stay(from, task.key.connector_uid, +1);
    return best == &from ? nullptr : best;
  }

  const PlacementView& view_;
  const PlacementOptions& options_;
  std::map<std::string, Seat> seats_;
  std::map<std::string, const Connector*> connectors_;
  std::vector<TaskKey> homeless_;  // Wanted, and nobody has them.
  std::set<TaskKey> leaving_;      // Those of them that are still marked as leaving.
  bool somebody_leaves_ = false;
  PlacementChanges changes_;
};

}  // namespace

PlacementChanges PlanPlacement(const PlacementView& view, const PlacementOptions& options,
                               absl::Time now) {
  return Planner(view, options, now).Plan();
}

bool NetworkFits(const Connector& connector, const Worker& worker) {
  const auto fits = [](const std::string& wanted, const std::string& offered) {
    return wanted.empty() || offered.empty() || wanted == offered;
  };
  return fits(connector.spec.vpc_id, worker.vpc_id) &&
         fits(connector.spec.vswitch_id, worker.vswitch_id);
}

}  // namespace sluice::controlplane
