// Who is a member of the group, what it knows of the assignment, and what it forgets with it.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/model/steps.h"

namespace sluice::model {

using kafka::BeforeLettingGo;

// The broker refuses requests of earlier generations for ever. Those that the client library still
// holds back are built anew.
void Steps::NewGeneration(State& state) const {
  for (Process& process : state.processes) process.synced = false;
  if (scenario_.resends != Resends::kNever) return;
  const auto end =
      std::remove_if(state.network.begin(), state.network.end(), [](const Message& message) {
        return message.kind == MessageKind::kOffsetCommit || message.kind == MessageKind::kNone;
      });
  std::fill(end, state.network.end(), Message());
}

// Its memory is gone; the group still counts it in. What it had put on the wire is not gone, what
// the client library held back is.
void Steps::CloseConsumer(State& state, int process) const {
  const bool member = state.processes[process].member;
  state.processes[process] = {};
  state.processes[process].member = member;
  if (scenario_.resends == Resends::kNever) return;
  const auto end =
      std::remove_if(state.network.begin(), state.network.end(), [&](const Message& message) {
        return (message.kind == MessageKind::kOffsetCommit && message.process == process) ||
               message.kind == MessageKind::kNone;
      });
  std::fill(end, state.network.end(), Message());
}

// What the assignment leaves in memory is kept only where some rule lets it be used.
void Steps::LetGo(Process& process, int source) const {
  const Work work = process.work[source];
  process.work[source] = {};
  process.left[source] = {};
  const bool of_entry =
      work.phase == Phase::kAtStep && !work.outstanding &&
      (work.step == dataplane::BatchStep::kIntend || work.step == dataplane::BatchStep::kAdvance);
  const bool usable = rules_.may_send(std::nullopt, 1) || rules_.may_send(2, 1) ||
                      !rules_.conduct.batch_is_forgotten_when_taken_away ||
                      !rules_.conduct.changed_batch_begins_new_sessions;
  if (of_entry && usable) process.left[source] = work;
}

bool Steps::MayReturn(const Work& work) const {
  return rules_.plan_letting_go(/*lost=*/false, work.outstanding) == BeforeLettingGo::kNothing;
}

void Steps::Membership(const State& state, int i, StepSink& sink) const {
  const Process& process = state.processes[i];
  const bool owns = std::any_of(process.work.begin(), process.work.end(),
                                [](const Work& work) { return work.phase != Phase::kNotOurs; });
  if (process.joined && owns && state.budget.crashes > 0) {
    State next = state;
    CloseConsumer(next, i);
    --next.budget.crashes;
    sink.Take(next, [&] { return absl::StrCat(i, " crashes"); });
  }
  if (process.member && (!process.joined || state.budget.moves > 0)) {
    State next = state;
    next.processes[i].member = false;
    for (int source = 0; source < scenario_.sources; ++source) {
      if (next.owner[source] != i) continue;
      next.owner[source] = kNobody;
      next.revoked[source] = false;
    }
    NewGeneration(next);
    if (process.joined) --next.budget.moves;
    sink.Take(next, [&] {
      return absl::StrCat("the group misses ", i, process.joined ? ", which is alive" : "");
    });
  }
  if (process.joined && !process.member) IsOut(state, i, sink);
  if (!process.joined) {
    Joins(state, i, sink);
    if (scenario_.static_takeover && !process.member) TakesOver(state, i, sink);
    return;
  }
  if (process.member && !process.synced) LearnsAssignment(state, i, sink);
  if (process.member && process.synced) Revocation(state, i, sink);
}

void Steps::Joins(const State& state, int i, StepSink& sink) const {
  State next = state;
  Process& process = next.processes[i];
  process.joined = process.member = true;
  process.work = {};
  for (int source = 0; source < scenario_.sources; ++source) {
    if (next.owner[source] != i) continue;
    next.owner[source] = kNobody;
    next.revoked[source] = false;
  }
  NewGeneration(next);
  sink.Take(next, [&] { return absl::StrCat(i, " joins"); });
}

// A new process with a static member's name: the group's generation stays, the old one is fenced.
void Steps::TakesOver(const State& state, int i, StepSink& sink) const {
  for (int other = 0; other < scenario_.processes; ++other) {
    const Process& old = state.processes[other];
    if (other == i || !old.member || (old.joined && state.budget.moves == 0)) continue;
    State next = state;
    next.processes[other].member = next.processes[other].synced = false;
    Process& process = next.processes[i];
    process = {};
    process.joined = process.member = process.synced = true;
    for (int source = 0; source < scenario_.sources; ++source) {
      if (next.owner[source] != other) continue;
      next.owner[source] = static_cast<int8_t>(i);
      next.revoked[source] = false;
      process.work[source].phase = Phase::kReadEntry;
    }
    const auto end =
        std::remove_if(next.network.begin(), next.network.end(), [&](const Message& message) {
          return (message.kind == MessageKind::kOffsetCommit && message.process == other) ||
                 message.kind == MessageKind::kNone;
        });
    std::fill(end, next.network.end(), Message());
    if (old.joined) --next.budget.moves;
    sink.Take(next, [&] { return absl::StrCat(i, " takes over from ", other); });
  }
}

// The group has gone on without it: its assignment is lost.
void Steps::IsOut(const State& state, int i, StepSink& sink) const {
  if (!rules_.conduct.rebalance_callback) {
    // Nobody tells the application: the client library joins again by itself.
    State next = state;
    next.processes[i].member = true;
    NewGeneration(next);
    sink.Take(next, [&] { return absl::StrCat(i, " joins again, and does not know"); });
    return;
  }
  const Process& process = state.processes[i];
  const bool outstanding = std::any_of(process.work.begin(), process.work.end(),
                                       [](const Work& work) { return work.outstanding; });
  State next = state;
  switch (rules_.plan_letting_go(/*lost=*/true, outstanding)) {
    case BeforeLettingGo::kNothing:
      for (int source = 0; source < scenario_.sources; ++source) LetGo(next.processes[i], source);
      next.processes[i].joined = false;
      sink.Take(next, [&] { return absl::StrCat(i, " learns that it is out"); });
      return;
    case BeforeLettingGo::kEndMember:
      CloseConsumer(next, i);
      sink.Take(next, [&] { return absl::StrCat(i, " learns that it is out, and ends"); });
      return;
    case BeforeLettingGo::kWaitForAnswer:
      return;
  }
}

void Steps::LearnsAssignment(const State& state, int i, StepSink& sink) const {
  State next = state;
  Process& process = next.processes[i];
  process.synced = true;
  for (int source = 0; source < scenario_.sources; ++source) {
    Work& work = process.work[source];
    const bool mine = state.owner[source] == i;
    if (work.phase != Phase::kNotOurs && !mine && rules_.conduct.rebalance_callback) {
      if (!MayReturn(work)) return;
      LetGo(process, source);
    } else if (work.phase == Phase::kNotOurs && mine && state.revoked[source]) {
      next.owner[source] = kNobody;
      next.revoked[source] = false;
    } else if (work.phase == Phase::kNotOurs && mine) {
      work.phase = Phase::kReadEntry;
    }
  }
  sink.Take(next, [&] { return absl::StrCat(i, " learns the assignment"); });
}

void Steps::Revocation(const State& state, int i, StepSink& sink) const {
  for (int source = 0; source < scenario_.sources; ++source) {
    if (state.owner[source] != i) continue;
    if (!state.revoked[source] && state.budget.moves > 0 && Members(state) > 1) {
      State next = state;
      next.revoked[source] = true;
      --next.budget.moves;
      NewGeneration(next);
      sink.Take(next, [&] { return absl::StrCat(i, " is asked for source ", source); });
    }
    if (state.revoked[source] && MayReturn(state.processes[i].work[source])) {
      State next = state;
      next.owner[source] = kNobody;
      next.revoked[source] = false;
      if (rules_.conduct.rebalance_callback) LetGo(next.processes[i], source);
      sink.Take(next, [&] { return absl::StrCat(i, " lets go of source ", source); });
    }
  }
}

}  // namespace sluice::model
