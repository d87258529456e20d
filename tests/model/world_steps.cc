// What happens without any of our processes: sessions end, copies of requests arrive, the group
// gives partitions away, the broker forgets.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/check.h"
#include "tests/model/product.h"
#include "tests/model/steps.h"

namespace sluice::model {

State Steps::Initial() const {
  State state;
  state.budget = scenario_.budget;
  for (int source = 0; source < kSourcesMax; ++source) {
    state.owner[source] = source < scenario_.sources ? 0 : kNobody;
    if (source >= scenario_.sources) continue;
    state.ledger[source].present = state.before[source].present = true;
    state.processes[0].work[source].phase = Phase::kReadEntry;
  }
  state.processes[0].joined = state.processes[0].member = state.processes[0].synced = true;
  return state;
}

void Steps::From(const State& state, StepSink& sink) const {
  Sessions(state, sink);
  Network(state, sink);
  OffsetsVanish(state, sink);
  // Nothing else depends on the moment of an assignment.
  if (Assign(state, sink)) return;
  for (int process = 0; process < scenario_.processes; ++process) {
    Membership(state, process, sink);
    if (!state.processes[process].joined) continue;
    OffsetCommits(state, process, sink);
    for (int source = 0; source < scenario_.sources; ++source) Source(state, process, source, sink);
  }
}

std::string Steps::Violation(const State& state) const {
  if (state.row_twice) return "a row is in the table twice";
  for (int source = 0; source < scenario_.sources; ++source) {
    const Entry& entry = state.ledger[source];
    for (int offset = 0; entry.present && offset < entry.offset; ++offset) {
      if (scenario_.IsRecord(offset) && (state.table & RowsOf(source, offset)) == 0)
        return absl::StrCat("the offset of source ", source, " is beyond a row that is missing");
    }
  }
  for (const Process& process : state.processes) {
    for (const Work& work : process.work) {
      if (work.phase == Phase::kAmbiguous && scenario_.foreign == 0)
        return "AMBIGUOUS_COMMIT, although the table can be asked";
    }
  }
  return "";
}

bool Steps::IsGoal(const State& state) const {
  for (const Process& process : state.processes) {
    for (const Work& work : process.work) {
      if (work.phase == Phase::kAmbiguous) return true;
    }
  }
  return std::all_of(
      state.ledger.begin(), state.ledger.begin() + scenario_.sources, [&](const Entry& entry) {
        return entry.present && entry.offset == scenario_.records && entry.batch.shares == 0;
      });
}

bool Steps::IsOver(const State& state) const {
  if (!IsGoal(state) || state.network[0].kind != MessageKind::kNone ||
      state.budget.vanishings > 0) {
    return false;
  }
  for (const Process& process : state.processes) {
    for (const Work& work : process.work) {
      if (work.phase != Phase::kNotOurs && work.phase != Phase::kReadEntry &&
          work.phase != Phase::kReading) {
        return false;
      }
    }
    for (const Work& work : process.left) {
      if (work.phase != Phase::kNotOurs) return false;
    }
  }
  return true;
}

// ---- the tunnel

void Steps::Close(State& state, int session) const {
  const Rows rows = state.sessions[session].rows;
  state.sessions[session].state = SessionState::kClosed;
  for (int source = 0; source < scenario_.sources; ++source) {
    for (int offset = 0; offset < scenario_.records; ++offset) {
      const Rows row = RowsOf(source, offset);
      if ((rows & row) != 0 && (state.table & row) != 0) state.row_twice = true;
    }
  }
  state.table |= rows;
}

void Steps::Publish(State& state, int session) const {
  if (state.sessions[session].state != SessionState::kNormal) return;
  if (scenario_.commits_take_time) {
    state.sessions[session].state = SessionState::kClosing;
  } else {
    Close(state, session);
  }
}

void Steps::Sessions(const State& state, StepSink& sink) const {
  for (int i = 0; i < state.session_count; ++i) {
    const SessionState now = state.sessions[i].state;
    if (now == SessionState::kNormal && state.budget.expirations > 0) {
      State next = state;
      next.sessions[i].state = SessionState::kExpired;
      --next.budget.expirations;
      sink.Take(next, [&] { return absl::StrCat("session ", i, " expires"); });
    }
    if ((now == SessionState::kClosed || now == SessionState::kExpired) &&
        state.budget.forgotten > 0) {
      State next = state;
      next.sessions[i].state = SessionState::kForgotten;
      --next.budget.forgotten;
      sink.Take(next, [&] { return absl::StrCat("the tunnel forgets session ", i); });
    }
    if (now == SessionState::kClosing) {
      State next = state;
      Close(next, i);
      sink.Take(next, [&] { return absl::StrCat("session ", i, " is closed"); });
    }
  }
  // While nothing is read, time passes.
  if (!state.ledger[0].present && SomeSessionLives(state)) {
    State next = state;
    for (int i = 0; i < next.session_count; ++i) {
      Session& session = next.sessions[i];
      if (session.state == SessionState::kNormal) session.state = SessionState::kExpired;
      if (session.state == SessionState::kClosing) Close(next, i);
    }
    sink.Take(next, [] { return "a session's life passes"; });
  }
  if (state.budget.reroutings > 0) {
    State next = state;
    ++next.revision;
    --next.budget.reroutings;
    sink.Take(next, [&] { return absl::StrCat("revision ", next.revision, " runs"); });
  }
}

// ---- the network

void Steps::Network(const State& state, StepSink& sink) const {
  for (int i = 0; i < kMessagesMax && state.network[i].kind != MessageKind::kNone; ++i) {
    const Message& message = state.network[i];
    if (message.kind == MessageKind::kOffsetCommit) {
      LateOffsetCommit(state, i, sink);
      continue;
    }
    State next = state;
    std::copy(next.network.begin() + i + 1, next.network.end(), next.network.begin() + i);
    next.network.back() = {};
    if (message.kind == MessageKind::kTunnelCommit) {
      Publish(next, message.session);
      sink.Take(next, [&] { return absl::StrCat("late commit of session ", message.session); });
    } else {
      Session& session = next.sessions[message.session];
      if (session.state == SessionState::kNormal) session.rows = message.rows;
      sink.Take(next, [&] { return absl::StrCat("late PUT into session ", message.session); });
    }
  }
}

void Steps::LateOffsetCommit(const State& state, int i, StepSink& sink) const {
  const Message& message = state.network[i];
  const Process& sender = state.processes[message.process];
  const bool to_empty_group =
      scenario_.resends == Resends::kAnewEvenWithoutGroup && Members(state) == 0;
  // Copies of an earlier generation are gone; what the client library builds anew is of the present
  // one.
  const bool accepted = scenario_.resends == Resends::kNever
                            ? sender.member
                            : (sender.member && sender.synced) || to_empty_group;
  if (!accepted) return;
  State next = state;
  std::copy(next.network.begin() + i + 1, next.network.end(), next.network.begin() + i);
  next.network.back() = {};
  next.before = next.ledger;
  kafka::CommitReply reply{.requests_sent = 1, .partition_errors = {}};
  std::vector<int> waiting;
  for (int source = 0; source < scenario_.sources; ++source) {
    if (!message.names[source]) continue;
    next.ledger[source] = message.entries[source];
    reply.partition_errors[source] = 0;
    if (sender.work[source].outstanding) waiting.push_back(source);
  }
  auto say = [&](const char* how) {
    std::string text = absl::StrCat("late OffsetCommit of ", message.process, how);
    for (int source = 0; source < scenario_.sources; ++source) {
      if (message.names[source])
        absl::StrAppend(&text, ", source ", source, ": ", Describe(message.entries[source]));
    }
    return text;
  };
  sink.Take(next, [&] { return say(", nobody hears the answer"); });
  if (waiting.empty()) return;
  Answer(next, message.process, waiting, reply);
  sink.Take(next, [&] { return say(", answered"); });
}

// ---- the group

void Steps::OffsetsVanish(const State& state, StepSink& sink) const {
  if (state.budget.vanishings == 0 || Members(state) > 0) return;
  SLUICE_CHECK(scenario_.sources == 1);
  const int committed = state.ledger[0].present ? state.ledger[0].offset : 0;
  for (int told = 0; told <= committed; ++told) {
    State next = state;
    next.ledger = {};
    next.before = {};
    next.connect_offset[0] = static_cast<int8_t>(told);
    --next.budget.vanishings;
    sink.Take(next, [&] {
      return absl::StrCat("the group's offsets vanish, connect-offset says ", told);
    });
  }
}

bool Steps::Assign(const State& state, StepSink& sink) const {
  const auto unowned =
      std::find(state.owner.begin(), state.owner.begin() + scenario_.sources, kNobody);
  if (unowned == state.owner.begin() + scenario_.sources) return false;
  const auto source = unowned - state.owner.begin();
  bool assigned = false;
  for (int process = 0; process < scenario_.processes; ++process) {
    if (!state.processes[process].joined || !state.processes[process].member) continue;
    State next = state;
    next.owner[source] = static_cast<int8_t>(process);
    NewGeneration(next);
    sink.Take(next, [&] { return absl::StrCat("source ", source, " goes to ", process); });
    assigned = true;
  }
  return assigned;
}

}  // namespace sluice::model
