#ifndef SLUICE_TESTS_MODEL_STEPS_H_
#define SLUICE_TESTS_MODEL_STEPS_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "base/kafka/commit_rules.h"
#include "tests/model/rules.h"
#include "tests/model/scenario.h"
#include "tests/model/state.h"

namespace sluice::model {

// Takes every state that can follow a state, and what leads to it.
class StepSink {
 public:
  virtual ~StepSink() = default;
  virtual void Take(const State& next, absl::FunctionRef<std::string()> what) = 0;
};

// Everything that can happen next in a world: one request, one loss, one decision at a time.
class Steps {
 public:
  Steps(const Scenario& scenario, const Rules& rules) : scenario_(scenario), rules_(rules) {}

  State Initial() const;
  void From(const State& state, StepSink& sink) const;

  // Why this state may not be; empty when it may.
  std::string Violation(const State& state) const;
  // All records are in the table and the ledger says so; or a person has been asked.
  bool IsGoal(const State& state) const;
  // At the goal with nothing under way: no step from here can do harm.
  bool IsOver(const State& state) const;

 private:
  // The tunnel, the network and the broker (world_steps.cc).
  void Sessions(const State& state, StepSink& sink) const;
  void Network(const State& state, StepSink& sink) const;
  void LateOffsetCommit(const State& state, int message, StepSink& sink) const;
  void OffsetsVanish(const State& state, StepSink& sink) const;
  bool Assign(const State& state, StepSink& sink) const;
  void Publish(State& state, int session) const;
  void Close(State& state, int session) const;

  // Who is a member and what it holds (member_steps.cc).
  void Membership(const State& state, int process, StepSink& sink) const;
  void Joins(const State& state, int process, StepSink& sink) const;
  void TakesOver(const State& state, int process, StepSink& sink) const;
  void IsOut(const State& state, int process, StepSink& sink) const;
  void LearnsAssignment(const State& state, int process, StepSink& sink) const;
  void Revocation(const State& state, int process, StepSink& sink) const;
  bool MayReturn(const Work& work) const;
  void NewGeneration(State& state) const;
  void CloseConsumer(State& state, int process) const;
  void LetGo(Process& process, int source) const;

  // Entries on their way to the broker (commit_steps.cc).
  void OffsetCommits(const State& state, int process, StepSink& sink) const;
  void Send(const State& state, int process, const std::vector<int>& sources, StepSink& sink) const;
  void SendWhatIsLeft(const State& state, int process, int source, StepSink& sink) const;
  void WithoutAnswer(const State& state, int process, StepSink& sink) const;
  bool Accepts(const Process& process) const;
  Entry EntryOf(const Work& work) const;
  void Write(State& state, const std::vector<int>& sources, const Process& sender) const;
  void Answer(State& state, int process, const std::vector<int>& sources,
              const kafka::CommitReply& reply) const;

  // One source partition at a time (batch_steps.cc).
  void Source(const State& state, int process, int source, StepSink& sink) const;
  void ReadEntry(const State& state, int process, int source, const Entry& entry,
                 StepSink& sink) const;
  void ReadOn(const State& state, int process, int source, StepSink& sink) const;
  void Upload(const State& state, int process, int source, const std::vector<int>& offsets,
              Batch batch, StepSink& sink) const;
  void PutAgain(const State& state, int process, int source, StepSink& sink) const;
  void Settle(const State& state, int process, int source, StepSink& sink) const;
  void Conclude(const State& state, int process, int source, bool misread, StepSink& sink) const;
  dataplane::SettleStep Look(const State& state, int source, const Batch& batch, const Share& share,
                             bool misread) const;
  void Redo(const State& state, int process, int source, StepSink& sink) const;
  void GoTo(State& state, int process, int source, dataplane::BatchStep step) const;
  Rows RowsOfShare(const Work& work, int source, const Share& share) const;

  const Scenario scenario_;
  const Rules rules_;
};

// ---- what several kinds of steps do

inline int Members(const State& state) {
  int members = 0;
  for (const Process& process : state.processes) members += process.member;
  return members;
}

// Whether a session may still be committed by somebody.
inline bool SomeSessionLives(const State& state) {
  for (int i = 0; i < state.session_count; ++i) {
    if (state.sessions[i].state == SessionState::kNormal ||
        state.sessions[i].state == SessionState::kClosing) {
      return true;
    }
  }
  return false;
}

inline void Post(State& state, const Message& message) {
  for (Message& slot : state.network) {
    if (slot.kind != MessageKind::kNone) continue;
    slot = message;
    return;
  }
}

}  // namespace sluice::model

#endif  // SLUICE_TESTS_MODEL_STEPS_H_
