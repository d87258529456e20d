#include "controlplane/offsets/offset_change_work.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/producer.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/offsets/offset_change_step.h"
#include "controlplane/offsets/source_positions.h"
#include "formats/connect_records.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kLookAgain = absl::Milliseconds(250);

absl::Status BeingDeleted() {
  return WithReason(absl::CancelledError("the connector is being deleted"), "OPERATION_CANCELLED");
}

absl::Status Unsettled(absl::string_view why, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(why), "LEDGER_UNSETTLED"), remedy);
}

std::string OpenText(const std::vector<OpenEntry>& open) {
  return absl::StrCat("source partition ", open.front().partition, " names ",
                      open.front().intent.sessions.size(), " upload sessions that are not settled",
                      open.size() > 1 ? absl::StrCat(", and ", open.size() - 1, " more do") : "");
}

absl::Status GiveUpWaiting(const Connector& connector, const std::vector<OpenEntry>& open) {
  const std::string& group = connector.spec.resources.task_group;
  const std::string bound = absl::FormatDuration(kClearingMax);
  if (open.empty()) {
    return Unsettled(
        absl::StrCat("group ", group, " still has members or tasks after ", bound),
        "a worker that the control plane cannot reach may still run tasks of it, or something else "
        "consumes with this group: stop that, then apply a new plan");
  }
  return Unsettled(absl::StrCat(OpenText(open), " after ", bound),
                   "the tasks say what stands in their way: mend that, then apply a new plan");
}

absl::Status GiveUpStopped(const std::vector<OpenEntry>& open) {
  return Unsettled(absl::StrCat(OpenText(open), ", and the connector is stopped: no task settles"),
                   "deploy and pause the connector until nothing is in flight (get offsets shows "
                   "it), then apply a new plan");
}

}  // namespace

StepOutcome OffsetChangeWork::Outcome(const Scene& scene, std::string step) const {
  StepOutcome outcome;
  outcome.progress.step = std::move(step);
  outcome.progress.checkpoint = ChangeToJson(scene.change);
  outcome.progress.total_count = static_cast<int64_t>(scene.change.moves.size());
  if (scene.change.phase == ChangePhase::kTelling) {
    outcome.progress.done_count = outcome.progress.total_count;
  }
  outcome.progress.cancellable = scene.change.phase == ChangePhase::kClearing;
  return outcome;
}

StepOutcome OffsetChangeWork::Waiting(const Scene& scene, std::string for_what) const {
  StepOutcome outcome = Outcome(scene, scene.operation.progress.step);
  outcome.progress.waiting_for = std::move(for_what);
  outcome.look_again = kLookAgain;
  return outcome;
}

StepOutcome OffsetChangeWork::Done(const Scene& scene) const {
  StepOutcome outcome = Outcome(scene, "done");
  outcome.response = MovesToJson(scene.change.moves);
  return outcome;
}

absl::StatusOr<StepOutcome> OffsetChangeWork::Hold(Scene& scene, TasksHeld tasks,
                                                   std::string step) {
  SLUICE_RETURN_IF_ERROR(operations_.HoldTasks(scene.claim, tasks, clock_.Now()));
  return Outcome(scene, std::move(step));
}

absl::StatusOr<StepOutcome> OffsetChangeWork::Step(const OperationClaim& claim,
                                                   const Operation& operation) {
  const std::string& stored = operation.progress.checkpoint;
  SLUICE_ASSIGN_OR_RETURN(OffsetChange change,
                          ChangeFromJson(stored.empty() ? operation.request : stored));
  auto connector = connectors_.GetConnectorByUid(operation.connector_uid);
  if (absl::IsNotFound(connector.status())) return BeingDeleted();
  SLUICE_RETURN_IF_ERROR(connector.status());
  SLUICE_ASSIGN_OR_RETURN(Instance instance, instances_.GetInstance(connector->id.instance));
  Scene scene{claim, operation, std::move(change), *std::move(connector), std::move(instance)};
  if (scene.change.waiting_since == absl::InfinitePast()) {
    scene.change.waiting_since = clock_.Now();
  }
  if (scene.change.moves.empty()) return Done(scene);
  auto outcome = scene.change.phase == ChangePhase::kClearing     ? Clear(scene)
                 : scene.change.phase == ChangePhase::kCommitting ? Commit(scene)
                                                                  : Tell(scene);
  // A request without an answer may still be under way: it shall not outlive its connection.
  if (absl::IsUnavailable(outcome.status())) connections_.Drop(scene.instance);
  return outcome;
}

absl::StatusOr<StepOutcome> OffsetChangeWork::Clear(Scene& scene) {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Task> tasks, tasks_.ListTasks(scene.connector.uid));
  ClearingFacts facts{.desired = scene.connector.desired_state,
                      .has_tasks = !tasks.empty(),
                      .waited = clock_.Now() - scene.change.waiting_since};
  const auto& hold = scene.connector.hold;
  if (hold.has_value() && hold->operation_id == scene.operation.id) facts.held = hold->tasks;
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin,
                          connections_.AdminOf(scene.instance));
  std::vector<OpenEntry> open;
  // While tasks are about to leave, the brokers know nothing that would help.
  const bool ask = facts.held.has_value() && !(*facts.held == TasksHeld::kAway && facts.has_tasks);
  if (ask && facts.desired != DesiredState::kDeleted) {
    SLUICE_ASSIGN_OR_RETURN(const TaskGroup group,
                            ReadTaskGroup(*admin, scene.connector, scene.instance, timeout_));
    SLUICE_RETURN_IF_ERROR(group.foreign);
    facts.group_has_members = group.has_members;
    open = OpenEntries(scene.change.moves, group.offsets, scene.connector);
    facts.some_open = !open.empty();
    if (scene.change.settling_since != absl::InfinitePast()) {
      facts.settling = clock_.Now() - scene.change.settling_since;
    }
    if (SettledInVain(facts)) {
      SLUICE_ASSIGN_OR_RETURN(facts.open_is_over, AreOver(scene, open));
    }
  }
  switch (NextClearingStep(facts)) {
    case ClearingStep::kCancel:
      return BeingDeleted();
    case ClearingStep::kSendAway:
      return Hold(scene, TasksHeld::kAway, "tasks finish what they began, and leave");
    case ClearingStep::kAwaitEmpty:
      return Waiting(scene, facts.has_tasks
                                ? absl::StrCat(tasks.size(), " tasks to leave their workers")
                                : absl::StrCat("group ", scene.connector.spec.resources.task_group,
                                               " to miss its members: their sessions time out "
                                               "within seconds"));
    case ClearingStep::kLetSettle:
      scene.change.settling_since = clock_.Now();
      return Hold(scene, TasksHeld::kPaused, "tasks settle what a killed one had begun");
    case ClearingStep::kAwaitSettled:
      return Waiting(scene, OpenText(open));
    case ClearingStep::kGiveUpWaiting:
      return GiveUpWaiting(scene.connector, open);
    case ClearingStep::kGiveUpStopped:
      return GiveUpStopped(open);
    case ClearingStep::kMove:
      return Prepare(scene, *admin);
  }
  return absl::InternalError("no such step");
}

absl::StatusOr<bool> OffsetChangeWork::AreOver(const Scene& scene,
                                               const std::vector<OpenEntry>& open) {
  for (const OpenEntry& entry : open) {
    SLUICE_ASSIGN_OR_RETURN(const bool over, sessions_.AreOver(scene.connector, entry.intent));
    if (!over) return false;
  }
  return true;
}

// From here on it is not taken back.
absl::StatusOr<StepOutcome> OffsetChangeWork::Prepare(Scene& scene, kafka::Admin& admin) {
  const auto positions =
      ReadPositions(admin, scene.connector, scene.instance, std::nullopt, timeout_);
  if (!positions.ok()) return StaleIfSourceChanged(positions.status());
  SLUICE_RETURN_IF_ERROR(CheckReach(scene.change.moves, positions->partitions));
  OffsetByPartition asked_until;
  for (PartitionMove& move : scene.change.moves) {
    move = MoveOf(move.partition, positions->partitions.at(move.partition), move.to_offset);
    int64_t& bound = asked_until[move.partition];
    bound = positions->log_ends.at(move.partition);
    const auto before = scene.connector.start_pin->asked_until.find(move.partition);
    if (before != scene.connector.start_pin->asked_until.end()) {
      bound = std::max(bound, before->second);
    }
  }
  SLUICE_RETURN_IF_ERROR(operations_.NoteOffsetsMoved(scene.claim, asked_until));
  scene.change.phase = ChangePhase::kCommitting;
  scene.change.waiting_since = clock_.Now();
  return Outcome(scene, "the offsets move");
}

absl::StatusOr<StepOutcome> OffsetChangeWork::Commit(Scene& scene) {
  const std::string& name = scene.connector.spec.resources.task_group;
  const absl::Duration deadline = clock_.Monotonic() + timeout_;
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin,
                          connections_.AdminOf(scene.instance));
  SLUICE_ASSIGN_OR_RETURN(const TaskGroup group,
                          ReadTaskGroup(*admin, scene.connector, scene.instance, timeout_));
  SLUICE_RETURN_IF_ERROR(group.foreign);
  const kafka::CommittedOffsets wanted =
      EntriesAfter(scene.change.moves, group.offsets, scene.connector);
  if (!Missing(wanted, group.offsets).empty()) {
    if (scene.connector.desired_state == DesiredState::kDeleted) return BeingDeleted();
    const std::vector<OpenEntry> open =
        OpenEntries(scene.change.moves, group.offsets, scene.connector);
    SLUICE_ASSIGN_OR_RETURN(const bool over, AreOver(scene, open));
    if (group.has_members || !over) {
      // Somebody came who did not know of the hold.
      if (clock_.Now() - scene.change.waiting_since > kClearingMax) {
        return GiveUpWaiting(scene.connector, open);
      }
      if (!group.has_members) scene.change.phase = ChangePhase::kClearing;
      return Waiting(scene, absl::StrCat("group ", name, " to be empty"));
    }
    // One that goes out later than promised could meet a group that is empty for another reason.
    if (clock_.Monotonic() >= deadline) {
      return WithReason(absl::UnavailableError("the brokers answered too slowly"),
                        kafka::reason::kBusy);
    }
    SLUICE_ASSIGN_OR_RETURN(const auto answers, admin->CommitOffsets(name, wanted, timeout_));
    const absl::Status refusal = kafka::FirstRefusal(answers);
    if (ReasonOf(refusal) == kafka::reason::kFenced) {
      return Waiting(scene, absl::StrCat("group ", name, " to be empty"));
    }
    SLUICE_RETURN_IF_ERROR(refusal);
  }
  log::Info("the offsets of a connector have moved", {{"connector", scene.connector.id.connector},
                                                      {"operation", scene.operation.id},
                                                      {"partitions", scene.change.moves.size()}});
  scene.change.phase = ChangePhase::kTelling;
  return Outcome(scene, "the offset topic is told");
}

absl::StatusOr<StepOutcome> OffsetChangeWork::Tell(Scene& scene) {
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Producer> producer,
                          connections_.ProducerOf(scene.instance));
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const PartitionMove& move : scene.change.moves) {
    pairs.emplace_back(formats::EncodeOffsetKey(scene.connector.id.connector,
                                                scene.connector.spec.source.topic, move.partition),
                       formats::EncodeOffsetValue(move.to_offset));
  }
  std::vector<kafka::ProducerRecord> records;
  for (const auto& [key, value] : pairs) {
    kafka::ProducerRecord record;
    record.topic = scene.connector.spec.resources.offset_topic;
    record.key = key;
    record.value = value;
    records.push_back(std::move(record));
  }
  const absl::Status told = kafka::ProduceAllAndWait(*producer, records, timeout_);
  if (!told.ok()) {
    return Annotate(told, "the offsets have moved, but the offset topic does not say so yet");
  }
  return Done(scene);
}

}  // namespace sluice::controlplane
