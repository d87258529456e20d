#include "dataplane/worker/task_fleet.h"

#include <algorithm>

#include "dataplane/worker/same_task.h"

namespace sluice::dataplane {
namespace {

// If nobody says that something is to be done.
constexpr absl::Duration kStepApart = absl::Milliseconds(500);

}  // namespace

TaskFleet::TaskFleet(const TaskParts& parts, std::function<void()> changed)
    : parts_(parts), changed_(std::move(changed)), thread_([this] { Serve(); }) {}

TaskFleet::~TaskFleet() {
  {
    MutexLock lock(mu_);
    ending_ = true;
    applied_.NotifyAll();
  }
  thread_.join();
  std::map<Key, Slot> slots;
  {
    MutexLock lock(mu_);
    slots.swap(slots_);
  }
  for (auto& [key, slot] : slots) {
    if (slot.task != nullptr)
      slot.task->BeginStop();  // All at once: they wait for each other's network only.
  }
}

void TaskFleet::Apply(int64_t revision, std::vector<TaskDefinition> definitions) {
  MutexLock lock(mu_);
  revision_ = revision;
  wanted_.clear();
  for (TaskDefinition& definition : definitions) {
    Key key(definition.connector_uid, definition.task_index);
    wanted_[std::move(key)] = std::move(definition);
  }
  applied_.NotifyAll();
}

int64_t TaskFleet::carried_out() const {
  MutexLock lock(mu_);
  return carried_out_;
}

std::vector<TaskView> TaskFleet::Look() const {
  MutexLock lock(mu_);
  std::vector<TaskView> views;
  for (const auto& [key, slot] : slots_) {
    if (slot.task != nullptr || slot.former != nullptr) views.push_back(ViewOf(key, slot));
  }
  return views;
}

TaskView TaskFleet::ViewOf(const Key& key, const Slot& slot) const {
  const SinkTask& task = slot.task != nullptr ? *slot.task : *slot.former;
  const auto wanted = wanted_.find(key);
  if (slot.task != nullptr || wanted == wanted_.end())
    return {.definition = task.definition(), .snapshot = task.progress().Snapshot()};
  return {.definition = wanted->second,
          .snapshot = {.state = TaskState::kStarting,
                       .state_time = slot.stopped_at,
                       .held_up = absl::UnavailableError(
                           "what the task ran as before has not come to its end yet"),
                       .held_up_since = slot.stopped_at,
                       .held_up_times = 1}};
}

void TaskFleet::Serve() {
  for (bool ending = false; !ending;) {
    bool news = false;
    {
      MutexLock lock(mu_);
      Step();
      if (carried_out_ != revision_ && !SomeAreLeft()) {
        carried_out_ = revision_;
        news = true;
      }
      if (!news && !ending_) applied_.WaitFor(mu_, kStepApart);
      ending = ending_;
    }
    if (news) changed_();
  }
}

bool TaskFleet::SomeAreLeft() const {
  // Step has erased the slots of those that have ended.
  return std::any_of(slots_.begin(), slots_.end(),
                     [&](const auto& entry) SLUICE_NO_THREAD_SAFETY_ANALYSIS {
                       return !wanted_.contains(entry.first);
                     });
}

void TaskFleet::BeginStop(const Key& key, Slot& slot) {
  slot.task->BeginStop();
  slot.former = std::move(slot.task);
  slot.stopped_at = parts_.clock.Now();
  slot.ended = false;
  slot.stopping = std::async(std::launch::async, [this, key, former = slot.former.get()] {
    former->AwaitEnd();
    // Seen only once the lock is free again: whoever then throws the future away, with the lock,
    // waits for nothing that needs it.
    MutexLock lock(mu_);
    if (const auto slot = slots_.find(key); slot != slots_.end()) slot->second.ended = true;
    applied_.NotifyAll();
  });
}

void TaskFleet::Step() SLUICE_NO_THREAD_SAFETY_ANALYSIS {
  for (auto& [key, slot] : slots_) {
    if (slot.ended) slot.former.reset();
    if (slot.task == nullptr) continue;
    const auto wanted = wanted_.find(key);
    if (wanted != wanted_.end() && MayGoOn(slot.task->definition(), wanted->second)) {
      slot.task->SetPaused(wanted->second.paused);
      continue;
    }
    BeginStop(key, slot);
  }
  for (const auto& [key, definition] : wanted_) {
    Slot& slot = slots_[key];
    if (slot.task != nullptr || !slot.ended) continue;
    slot.task = std::make_unique<SinkTask>(definition, parts_, changed_);
  }
  std::erase_if(slots_, [&](const auto& entry) {
    return entry.second.task == nullptr && entry.second.ended && wanted_.count(entry.first) == 0;
  });
}

}  // namespace sluice::dataplane
