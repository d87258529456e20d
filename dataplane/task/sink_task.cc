#include "dataplane/task/sink_task.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "dataplane/task/membership.h"
#include "dataplane/task/other_tables.h"
#include "dataplane/task/routes.h"
#include "formats/intent.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kAdminTimeout = absl::Seconds(10);
constexpr int64_t kFieldBytesMax = 8 << 20;  // MaxCompute's limit for one field.
constexpr BackoffOptions kBeginAgain = {.initial = absl::Milliseconds(200),
                                        .max = absl::Seconds(30)};
// A fenced task leaves the rightful owner alone until the control plane or the ledger has had time
// to say who that is.
constexpr absl::Duration kFencedWait = absl::Seconds(3);
// A membership that lasted this long was a good one: the next trouble begins with a short pause
// again.
constexpr absl::Duration kGoodRun = absl::Seconds(30);
// After settling in another table was of no use: the person that it needs has not come yet.
constexpr absl::Duration kSettleAgain = absl::Minutes(5);

absl::Status SourceRecreated(const std::string& topic) {
  return WithRemedy(
      WithReason(
          absl::FailedPreconditionError(absl::StrCat(
              "topic ", topic, " is another one than when the connector was deployed first")),
          "SOURCE_RECREATED"),
      "its offsets start anew; delete the connector and create it again for the new topic");
}

// Of the revision that runs.
DeliveryMode DeliveryOf(const TaskDefinition& definition) {
  const RevisionDefinition* revision = definition.revision(definition.connector_revision);
  return revision == nullptr ? DeliveryMode::kExactlyOnce : revision->delivery;
}

}  // namespace

SinkTask::SinkTask(TaskDefinition definition, const TaskParts& parts, std::function<void()> changed)
    : definition_(std::move(definition)),
      parts_(parts),
      progress_(parts.clock, std::move(changed), parts.observer),
      sessions_(BudgetOf(DeliveryOf(definition_), definition_.task_count)),
      backoff_(kBeginAgain),
      paused_(definition_.paused),
      thread_([this] { Run(); }) {}

SinkTask::~SinkTask() {
  BeginStop();
  thread_.join();
}

void SinkTask::BeginStop() {
  stop_.store(true);
  stopped_.Notify();
}

void SinkTask::Run() {
  log::Info("task starts", {{"connector", definition_.connector},
                            {"task", definition_.task_index},
                            {"assignment", definition_.assignment_revision}});
  while (!stop_.load()) {
    const absl::Duration begun = parts_.clock.Monotonic();
    const absl::Status status = RunOnce();
    if (stop_.load()) break;
    if (parts_.clock.Monotonic() - begun > kGoodRun) backoff_.Reset();
    WaitAfter(status);
  }
  log::Info("task stopped",
            {{"connector", definition_.connector}, {"task", definition_.task_index}});
}

void SinkTask::WaitAfter(const absl::Status& why) {
  const bool rejoin = ReasonOf(why) == kafka::reason::kRejoin;
  if (parts_.observer != nullptr) parts_.observer->OnBeginAgain(why);
  const absl::Duration pause = backoff_.Next();
  log::Warn("task begins again", {{"connector", definition_.connector},
                                  {"task", definition_.task_index},
                                  {"reason", ReasonOf(why)},
                                  {"pause", absl::FormatDuration(pause)},
                                  {"error", why}});
  if (absl::IsAborted(why)) {
    progress_.SetError(TaskState::kFenced, why, /*retrying=*/true);
    stopped_.WaitFor(kFencedWait + pause);
  } else {
    if (rejoin) {
      progress_.SetState(TaskState::kStarting);
    } else {
      progress_.SetError(
          ClassOf(why) == ErrorClass::kUser ? TaskState::kFailed : TaskState::kDegraded, why,
          /*retrying=*/true);
    }
    stopped_.WaitFor(pause);
  }
}

absl::StatusOr<kafka::CommittedOffsets> SinkTask::CheckSource(kafka::Admin& admin) {
  const RevisionDefinition& revision = *definition_.revision(definition_.connector_revision);
  SLUICE_ASSIGN_OR_RETURN(kafka::TopicDescription topic,
                          kafka::DescribeTopic(admin, revision.source_topic, kAdminTimeout));
  if (!definition_.source_topic_id.empty() && !topic.topic_id.empty() &&
      topic.topic_id != definition_.source_topic_id) {
    return SourceRecreated(revision.source_topic);
  }
  // Joining would fence whoever has taken over: the ledger says whether somebody has, without being
  // a member.
  SLUICE_ASSIGN_OR_RETURN(kafka::CommittedOffsets offsets,
                          admin.FetchOffsets(definition_.group_id, kAdminTimeout));
  for (const auto& [partition, committed] : offsets) {
    if (committed.metadata.empty()) continue;
    const absl::StatusOr<formats::Intent> entry = formats::ParseIntent(committed.metadata);
    if (entry.ok() && PlanEntry(*entry, definition_.identity()) == EntryStep::kReplaced) {
      return WithReason(
          absl::AbortedError("a later assignment of this task has written to the ledger"),
          "TASK_REPLACED");
    }
  }
  return offsets;
}

absl::Status SinkTask::RunOnce() {
  const RevisionDefinition* revision = definition_.revision(definition_.connector_revision);
  if (revision == nullptr)
    return absl::InternalError("the assignment does not hold the revision that it names");
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<kafka::Admin> admin, parts_.make_admin(definition_));
  SLUICE_ASSIGN_OR_RETURN(const kafka::CommittedOffsets offsets, CheckSource(*admin));
  admin.reset();
  const int64_t older = RevisionInAnotherTable(definition_, offsets);
  if (older == 0) elsewhere_ = absl::OkStatus();
  if (older != 0 && (elsewhere_.ok() || parts_.clock.Monotonic() >= settle_again_)) {
    return SettleElsewhere(older);
  }
  return RunBy(definition_, /*settle_only=*/false);
}

absl::Status SinkTask::SettleElsewhere(int64_t older) {
  progress_.SetState(TaskState::kStarting);
  const absl::Status settled = RunBy(DefinitionToSettle(definition_, older), /*settle_only=*/true);
  if (settled.ok() || ReasonOf(settled) == kafka::reason::kRejoin || absl::IsAborted(settled)) {
    return settled;
  }
  // What else there is to do shall not wait for it.
  elsewhere_ =
      Annotate(settled, absl::StrCat("settling what revision ", older, " began in table ",
                                     definition_.revision(older)->table_name().ToString()));
  settle_again_ = parts_.clock.Monotonic() + kSettleAgain;
  return WithReason(absl::UnavailableError(elsewhere_.message()), kafka::reason::kRejoin);
}

absl::Status SinkTask::RunBy(const TaskDefinition& definition, bool settle_only) {
  const RevisionDefinition* revision = definition.revision(definition.connector_revision);
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<Destination> destination,
                          parts_.open_destination(*revision));
  SLUICE_ASSIGN_OR_RETURN(maxcompute::Table described,
                          destination->catalog().GetTable(revision->table_name()));
  SLUICE_ASSIGN_OR_RETURN(Routes routes,
                          Routes::Plan(definition, described.schema, kFieldBytesMax));
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<kafka::Producer> producer,
                          parts_.make_producer(definition_));
  Membership membership({.definition = definition,
                         .routes = routes,
                         .destination = {.tunnel = destination->tunnel(),
                                         .streams = destination->streams(),
                                         .upserts = destination->upserts(),
                                         .sql = destination->sql()},
                         .producer = *producer,
                         .open_reader = [this] { return parts_.make_reader(definition_); },
                         .memory = parts_.memory,
                         .sessions = sessions_,
                         .progress = progress_,
                         .clock = parts_.clock,
                         .limits = LimitsOf(revision->delivery, parts_.limits),
                         .settle_only = settle_only,
                         .elsewhere = elsewhere_});
  return membership.Run(
      [this](kafka::AssignmentListener& listener) {
        return parts_.join_group(definition_, listener);
      },
      stop_, paused_);
}

}  // namespace sluice::dataplane
