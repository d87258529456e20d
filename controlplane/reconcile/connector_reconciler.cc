#include "controlplane/reconcile/connector_reconciler.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/lifecycle/definition_change.h"
#include "controlplane/lifecycle/observe.h"
#include "controlplane/model/connector_event.h"
#include "controlplane/model/resource_name.h"
#include "controlplane/reconcile/reconcile_step.h"
#include "controlplane/reconcile/revision_needs.h"

namespace sluice::controlplane {

absl::StatusOr<absl::Time> ConnectorReconciler::Reconcile(const ReconcileClaim& claim) {
  const auto connector = connectors_.GetConnectorByUid(claim.connector_uid);
  if (absl::IsNotFound(connector.status())) return absl::InfiniteFuture();
  SLUICE_RETURN_IF_ERROR(connector.status());
  SLUICE_ASSIGN_OR_RETURN(const Instance instance, instances_.GetInstance(connector->id.instance));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Task> tasks, tasks_.ListTasks(connector->uid));

  // What was asked for stands in the topics before it is carried out. But a connector that was
  // never deployed may share its names with another's: whether to erase is decided at the end.
  const bool topics_there = connector->provisioning.done;
  const bool maybe_anothers =
      connector->desired_state == DesiredState::kDeleted && !connector->start_pin.has_value();
  // One that is to run from the beginning is not kept waiting: what it is stands there when it has
  // its start, at the next step, or cannot have it.
  const bool pins_first = NextStep(*connector, tasks) == ReconcileStep::kPin;
  const auto publish_config = [&] {
    const absl::Status published = silent_clusters_.Ask(
        instance, [&] { return internal_topics_.PublishConfig(claim, *connector, instance); });
    if (!published.ok()) {
      log::Debug("definition was not published",
                 {{"connector", ConnectorName(connector->id)}, {"error", published}});
    }
    return published;
  };
  if (topics_there && !maybe_anothers && !pins_first) {
    const absl::Status published = publish_config();
    if (NextStep(*connector, tasks) == ReconcileStep::kFinish) SLUICE_RETURN_IF_ERROR(published);
  }
  SLUICE_RETURN_IF_ERROR(NoteRevisions(claim, *connector, tasks, instance));
  auto next_look = TakeStep(claim, *connector, tasks, instance);
  // Nobody wakes for the end of a trial.
  if (next_look.ok() && connector->trial.has_value()) {
    next_look = std::min(*next_look, std::max(connector->trial->deadline, clock_.Now()));
  }
  const bool gone = next_look.ok() && *next_look == absl::InfiniteFuture();
  const bool pinned = pins_first && next_look.ok();
  if (gone || !topics_there || pinned || absl::IsUnavailable(next_look.status())) return next_look;
  if (pins_first) (void)publish_config();
  const absl::Time publish_again = PublishStatus(claim, *connector, tasks, instance);
  if (!next_look.ok()) return next_look;
  next_look = std::min(*next_look, publish_again);
  if (!connector->start_pin.has_value()) return next_look;
  return KeepCompleteness(claim, *connector, instance, *next_look);
}

// For people's tools only: it never holds up a step.
absl::Time ConnectorReconciler::PublishStatus(const ReconcileClaim& claim,
                                              const Connector& connector,
                                              absl::Span<const Task> tasks,
                                              const Instance& instance) {
  const absl::Status published = silent_clusters_.Ask(
      instance, [&] { return internal_topics_.PublishStatus(claim, connector, tasks, instance); });
  if (published.ok()) {
    status_retries_.Forget(connector.uid);
    return absl::InfiniteFuture();
  }
  log::Debug("status was not published",
             {{"connector", ConnectorName(connector.id)}, {"error", published}});
  return clock_.Now() + status_retries_.DelayAfterFailure(connector.uid);
}

absl::Time ConnectorReconciler::KeepCompleteness(const ReconcileClaim& claim,
                                                 const Connector& connector,
                                                 const Instance& instance, absl::Time next_look) {
  // Like the status: what is not known or told now is later.
  const absl::StatusOr<bool> more = completeness_.Keep(claim, connector, instance);
  if (!more.ok()) {
    log::Warn("completeness is not judged or announced now",
              {{"connector", ConnectorName(connector.id)}, {"error", more.status()}});
    return next_look;
  }
  return *more ? clock_.Now() : next_look;
}

absl::StatusOr<absl::Time> ConnectorReconciler::TakeStep(const ReconcileClaim& claim,
                                                         const Connector& connector,
                                                         absl::Span<const Task> tasks,
                                                         const Instance& instance) {
  switch (NextStep(connector, tasks)) {
    case ReconcileStep::kProvision:
      return Provision(claim, connector, instance);
    case ReconcileStep::kPin:
      return Pin(claim, connector, instance);
    case ReconcileStep::kFinish:
      return Finish(claim, connector);
    case ReconcileStep::kAwaitTasks:
      return clock_.Now() + options_.await_interval;
    case ReconcileStep::kDeprovision:
      if (connector.deletion.has_value() && clock_.Now() < connector.deletion->purge_time) {
        return connector.deletion->purge_time;
      }
      return Deprovision(claim, connector, instance);
    case ReconcileStep::kNothing:
      if (RecheckIsDue(connector.uid)) {
        SLUICE_RETURN_IF_ERROR(Provision(claim, connector, instance).status());
      }
      return NextLook(connector);
  }
  return absl::InternalError("a step that is none");
}

absl::StatusOr<absl::Time> ConnectorReconciler::Provision(const ReconcileClaim& claim,
                                                          const Connector& connector,
                                                          const Instance& instance) {
  const absl::Status status =
      silent_clusters_.Ask(instance, [&] { return provisioner_.Provision(connector, instance); });
  // That nobody answers does not take away what was there.
  const bool still_there = connector.provisioning.done && absl::IsUnavailable(status);
  SLUICE_RETURN_IF_ERROR(Note(claim, connector, status.ok() || still_there, status));
  SLUICE_RETURN_IF_ERROR(status);
  return clock_.Now();  // On to the next step.
}

absl::StatusOr<absl::Time> ConnectorReconciler::Pin(const ReconcileClaim& claim,
                                                    const Connector& connector,
                                                    const Instance& instance) {
  StartPin pin;
  const absl::Status status = silent_clusters_.Ask(instance, [&]() -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(pin, pinner_.Pin(connector, instance));
    return absl::OkStatus();
  });
  if (!status.ok()) {
    SLUICE_RETURN_IF_ERROR(Note(claim, connector, connector.provisioning.done, status));
    return status;
  }
  SLUICE_RETURN_IF_ERROR(connectors_.NoteStartPin(claim, pin));
  return clock_.Now();  // On to the next step.
}

absl::Status ConnectorReconciler::NoteRevisions(const ReconcileClaim& claim,
                                                const Connector& connector,
                                                absl::Span<const Task> tasks,
                                                const Instance& instance) {
  const std::optional<int64_t> oldest = OldestNeeded(connector, tasks);
  if (oldest.has_value() && *oldest != connector.oldest_revision) {
    SLUICE_RETURN_IF_ERROR(connectors_.NoteOldestRevision(claim, *oldest));
  }
  // While an operation holds its tasks, a revision can prove nothing.
  if (connector.desired_state != DesiredState::kRunning || connector.hold.has_value()) {
    return absl::OkStatus();
  }
  const bool noted = connector.healthy_revision == connector.spec_revision;
  if (noted && !connector.trial.has_value()) return absl::OkStatus();
  const absl::Time now = clock_.Now();
  const Observation observed = Observe(connector, tasks, now, options_.observe);
  if (observed.state == ObservedState::kRunning && AllRunTheRevision(connector, tasks)) {
    return connectors_.NoteRevisionHealthy(claim, connector.spec_revision, now);
  }
  if (!connector.trial.has_value() || now < connector.trial->deadline) return absl::OkStatus();
  Problem cause;
  for (const Condition& condition : observed.conditions) {
    if (cause.reason.empty()) cause = condition.problem;
  }
  return EndTrial(connector, instance, cause);
}

absl::Status ConnectorReconciler::EndTrial(const Connector& connector, const Instance& instance,
                                           const Problem& cause) {
  const Trial& trial = *connector.trial;
  SLUICE_ASSIGN_OR_RETURN(const ConnectorRevision revision,
                          connectors_.GetRevision(connector.uid, trial.back_to));
  DefinitionChange change;
  change.connector = WithDefinitionOf(connector, revision);
  change.from_generation = connector.generation;
  change.resources_change = change.connector.spec.resources != connector.spec.resources;
  CountDefinition(change.connector, /*concerns_tasks=*/true, std::nullopt,
                  absl::FromUnixMicros(absl::ToUnixMicros(clock_.Now())));
  change.note = {kSluiceActor, absl::StrCat("back to revision ", trial.back_to, ": revision ",
                                            trial.revision, " did not become healthy in its time",
                                            cause.reason.empty() ? "" : "; ", cause.reason,
                                            cause.message.empty() ? "" : ": ", cause.message)};
  change.verb = "rollback";
  if (WritesElsewhere(connector.spec.sink, change.connector.spec.sink)) {
    SLUICE_RETURN_IF_ERROR(silent_clusters_.Ask(instance, [&]() -> absl::Status {
      SLUICE_ASSIGN_OR_RETURN(change.asked_until, witness_bounds_.Ask(connector, instance));
      return absl::OkStatus();
    }));
  }
  log::Warn("a revision is rolled back", {{"connector", ConnectorName(connector.id)},
                                          {"revision", trial.revision},
                                          {"back_to", trial.back_to},
                                          {"reason", cause.reason}});
  const absl::Status changed = connectors_.UpdateConnector(change, {});
  // Somebody has changed it meanwhile: the next look decides anew.
  return ReasonOf(changed) == "ETAG_MISMATCH" ? absl::OkStatus() : changed;
}

absl::StatusOr<absl::Time> ConnectorReconciler::Finish(const ReconcileClaim& claim,
                                                       const Connector& connector) {
  SLUICE_RETURN_IF_ERROR(connectors_.NoteObservedGeneration(claim, connector.generation));
  log::Info("connector is as desired", {{"connector", ConnectorName(connector.id)},
                                        {"desired", NameOf(connector.desired_state)},
                                        {"generation", connector.generation}});
  return NextLook(connector);
}

absl::Time ConnectorReconciler::NextLook(const Connector& connector) const {
  const bool has_tasks = connector.desired_state == DesiredState::kRunning ||
                         connector.desired_state == DesiredState::kPaused;
  return clock_.Now() + (has_tasks ? options_.observe_interval : options_.recheck_interval);
}

absl::StatusOr<absl::Time> ConnectorReconciler::Deprovision(const ReconcileClaim& claim,
                                                            const Connector& connector,
                                                            const Instance& instance) {
  // A Deploy that was quicker than the Delete may still write into the group: what came after it
  // was taken away would stand in the way of the next connector of this name for ever.
  SLUICE_ASSIGN_OR_RETURN(const absl::Time pinning_until, connectors_.PinningUntil(connector.uid));
  if (const absl::Time now = clock_.Now(); now < pinning_until)
    return std::min(pinning_until, now + absl::Seconds(1));
  const absl::Status status = silent_clusters_.Ask(instance, [&]() -> absl::Status {
    SLUICE_ASSIGN_OR_RETURN(const Leftovers leftovers,
                            provisioner_.Deprovision(connector, instance));
    if (leftovers == Leftovers::kAnothers) return absl::OkStatus();
    SLUICE_RETURN_IF_ERROR(internal_topics_.Erase(claim, connector, instance));
    const bool drop = connector.deletion.has_value() && connector.deletion->drop_topics;
    return drop ? provisioner_.DropTopics(connector, instance) : absl::OkStatus();
  });
  // Static members say no goodbye: the group misses them when their session times out.
  if (ReasonOf(status) == kafka::reason::kGroupNotEmpty &&
      clock_.Now() - connector.desired_state_time < options_.members_leave_within) {
    return clock_.Now() + absl::Seconds(1);
  }
  if (!status.ok()) {
    SLUICE_RETURN_IF_ERROR(Note(claim, connector, connector.provisioning.done, status));
    return status;
  }
  SLUICE_RETURN_IF_ERROR(connectors_.RemoveConnector(claim, clock_.Now()));
  internal_topics_.Forget(connector.uid);
  status_retries_.Forget(connector.uid);
  log::Info("connector is gone",
            {{"connector", ConnectorName(connector.id)}, {"uid", connector.uid}});
  return absl::InfiniteFuture();
}

bool ConnectorReconciler::RecheckIsDue(const std::string& connector_uid) {
  const absl::Duration now = clock_.Monotonic();
  MutexLock lock(mu_);
  const auto [last, first] = rechecked_.insert({connector_uid, now});
  if (!first && now - last->second < options_.recheck_interval) return false;
  last->second = now;
  // Connectors that are gone, or that another replica looks at now.
  std::erase_if(rechecked_, [&](const auto& entry) {
    return now - entry.second > 2 * options_.recheck_interval;
  });
  return true;
}

absl::Status ConnectorReconciler::Note(const ReconcileClaim& claim, const Connector& connector,
                                       bool done, const absl::Status& status) {
  Provisioning news = connector.provisioning;
  news.done = done;
  news.problem = status.ok() ? std::nullopt : std::optional(ProblemOf(status));
  if (news == connector.provisioning) return absl::OkStatus();
  news.since = clock_.Now();
  return connectors_.NoteProvisioning(claim, news);
}

}  // namespace sluice::controlplane
