#include "dataplane/task/sink_task.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/on_demand_producer.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "dataplane/task/error_class.h"
#include "dataplane/task/membership.h"
#include "dataplane/task/other_tables.h"
#include "dataplane/task/replacement.h"
#include "dataplane/task/routes.h"
#include "dataplane/task/source_watch.h"
#include "dataplane/upload/fetch_lease.h"
#include "maxcompute/request/service_error.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kAdminTimeout = absl::Seconds(10);
constexpr absl::Duration kNotesPatience = absl::Seconds(1);
constexpr int64_t kFieldBytesMax = 8 << 20;  // MaxCompute's limit for one field.
// A broker that has just started may not know the topic for a moment.
constexpr absl::Duration kLookForTopicAgain = absl::Seconds(1);
// After settling in another table was of no use: the person that it needs has not come yet.
constexpr absl::Duration kSettleAgain = absl::Minutes(5);

// Of the revision that runs.
DeliveryMode DeliveryOf(const TaskDefinition& definition) {
  const RevisionDefinition* revision = definition.revision(definition.connector_revision);
  return revision == nullptr ? DeliveryMode::kExactlyOnce : revision->delivery;
}

TaskState StateAfter(const absl::Status& why) {
  if (absl::IsAborted(why)) return TaskState::kFenced;
  return ClassOf(why) == ErrorClass::kUser ? TaskState::kFailed : TaskState::kDegraded;
}

// Sharing anew disturbs those who read: when it does not help it is done ever more rarely.
constexpr absl::Duration kSharesInARow = absl::Minutes(30);

absl::Duration OwnedWithin(absl::Duration first, int shares_in_a_row) {
  return std::max(first, std::min(first * (1 << std::min(shares_in_a_row, 5)), absl::Minutes(10)));
}

}  // namespace

SinkTask::SinkTask(TaskDefinition definition, const TaskParts& parts, std::function<void()> changed)
    : definition_(std::move(definition)),
      parts_(parts),
      progress_(parts.clock, std::move(changed), parts.observer),
      memory_(parts.memory),
      sessions_(BudgetOf(DeliveryOf(definition_), definition_.task_count)),
      paused_(definition_.paused) {
  progress_.SetPaused(definition_.paused);
  thread_ = std::thread([this] { Run(); });
}

SinkTask::~SinkTask() {
  BeginStop();
  if (thread_.joinable()) thread_.join();
}

void SinkTask::SetPaused(bool paused) {
  paused_.store(paused);
  progress_.SetPaused(paused);
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
    progress_.BeginLife();
    const absl::Status status = RunOnce();
    if (stop_.load()) break;
    WaitAfter(status);
  }
  log::Info("task stopped",
            {{"connector", definition_.connector}, {"task", definition_.task_index}});
}

void SinkTask::WaitAfter(const absl::Status& why) {
  if (parts_.observer != nullptr) parts_.observer->OnBeginAgain(why);
  const RestartPlan plan = pacer_.Next(why, progress_.Ran(), parts_.clock.Monotonic());
  log::Warn("task begins again", {{"connector", definition_.connector},
                                  {"task", definition_.task_index},
                                  {"reason", ReasonOf(why)},
                                  {"pause", absl::FormatDuration(plan.pause)},
                                  {"slowed", plan.slowed},
                                  {"error", why}});
  if (ReasonOf(why) == kafka::reason::kRejoin) {
    progress_.HeldUp(why);
    progress_.SetState(TaskState::kStarting);
  } else {
    progress_.Restarts();
    progress_.SetError(
        StateAfter(why), why,
        {.retrying = true, .next_attempt = parts_.clock.Now() + plan.pause, .slowed = plan.slowed});
  }
  stopped_.WaitFor(plan.pause);
}

absl::StatusOr<kafka::CommittedOffsets> SinkTask::CheckSource(kafka::Admin& admin) {
  const RevisionDefinition& revision = *definition_.revision(definition_.connector_revision);
  const auto look = [&] {
    return JudgeSource(kafka::DescribeTopic(admin, revision.source_topic, kAdminTimeout),
                       revision.source_topic, definition_.source_topic_id);
  };
  absl::Status source = look();
  if (ReasonOf(source) == "SOURCE_TOPIC_GONE" && !stopped_.WaitFor(kLookForTopicAgain))
    source = look();
  SLUICE_RETURN_IF_ERROR(source);
  // Joining would fence whoever has taken over: the ledger says whether somebody has, without being
  // a member.
  SLUICE_ASSIGN_OR_RETURN(kafka::CommittedOffsets offsets,
                          admin.FetchOffsets(definition_.group_id, kAdminTimeout));
  SLUICE_RETURN_IF_ERROR(JudgeReplacement(offsets, definition_.identity()));
  return offsets;
}

absl::Status SinkTask::RunOnce() {
  const RevisionDefinition* revision = definition_.revision(definition_.connector_revision);
  if (revision == nullptr)
    return absl::InternalError("the assignment does not hold the revision that it names");
  SLUICE_ASSIGN_OR_RETURN(std::shared_ptr<kafka::Admin> admin, parts_.admin_of(definition_));
  SLUICE_ASSIGN_OR_RETURN(const kafka::CommittedOffsets offsets, CheckSource(*admin));
  const int64_t older = RevisionInAnotherTable(definition_, offsets);
  if (older == 0) elsewhere_ = absl::OkStatus();
  if (older != 0 && (elsewhere_.ok() || parts_.clock.Monotonic() >= settle_again_)) {
    return SettleElsewhere(older);
  }
  return RunBy(definition_, std::move(admin));
}

absl::Status SinkTask::SettleElsewhere(int64_t older) {
  progress_.SetState(TaskState::kStarting);
  const absl::Status settled = RunBy(DefinitionToSettle(definition_, older), /*admin=*/nullptr);
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

absl::Status SinkTask::RunBy(const TaskDefinition& definition,
                             std::shared_ptr<kafka::Admin> admin) {
  const bool settle_only = admin == nullptr;
  const RevisionDefinition* revision = definition.revision(definition.connector_revision);
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<Destination> destination,
                          parts_.open_destination(*revision));
  SLUICE_ASSIGN_OR_RETURN(maxcompute::Table described,
                          destination->catalog().GetTable(revision->table_name()));
  SLUICE_ASSIGN_OR_RETURN(Routes routes,
                          Routes::Plan(definition, described.schema, kFieldBytesMax));
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Producer> note_producer,
                          parts_.note_producer_of(definition_));
  kafka::OnDemandProducer producer([this] { return parts_.make_producer(definition_); });
  if (parts_.clock.Monotonic() - shared_at_ > kSharesInARow) shares_in_a_row_ = 0;
  std::optional<SourceWatch> watch;
  if (!settle_only) {
    watch.emplace(
        std::move(admin), parts_.clock,
        SourceWatch::Options{.topic = revision->source_topic,
                             .topic_id = definition_.source_topic_id,
                             // One of the tasks is enough.
                             .group_id = definition_.task_index == 0 ? definition_.group_id : "",
                             .identity = definition_.identity(),
                             .owned_within = OwnedWithin(parts_.owned_within, shares_in_a_row_)});
  }
  const std::string endpoint = absl::StrCat(revision->endpoint, " ", revision->tunnel_endpoint);
  BatchLimits limits = parts_.limits;
  limits.blocks.encoding = parts_.encodings.Of(endpoint);
  const FetchLease fetched(memory_);
  Membership membership({.definition = definition,
                         .routes = routes,
                         .destination = {.tunnel = destination->tunnel(),
                                         .streams = destination->streams(),
                                         .upserts = destination->upserts(),
                                         .sql = destination->sql(),
                                         .let_go = [&] { destination->LetGo(); }},
                         .producer = producer,
                         .note_producer = *note_producer,
                         .open_reader = [this] { return parts_.make_reader(definition_); },
                         .memory = memory_,
                         .sessions = sessions_,
                         .progress = progress_,
                         .clock = parts_.clock,
                         .limits = LimitsOf(revision->delivery, limits),
                         .settle_only = settle_only,
                         .elsewhere = elsewhere_,
                         .source_watch = watch.has_value() ? &*watch : nullptr});
  TaskDefinition member = definition_;
  if (shared_anew_ > 0) member.member_suffix = absl::StrCat("-", shared_anew_);
  absl::Status over = membership.Run(
      [&](kafka::AssignmentListener& listener) {
        return parts_.join_group(member, fetched.queue_bytes(), listener);
      },
      stop_, paused_);
  // Whoever gets the partitions next notes later offsets, which ours shall not follow.
  (void)note_producer->Flush(kNotesPatience);
  if (watch.has_value() && watch->IsToShareAnew()) {
    ++shared_anew_;
    ++shares_in_a_row_;
    shared_at_ = parts_.clock.Monotonic();
  }
  if (ReasonOf(over) != maxcompute::kReasonEncodingRefused) return over;
  parts_.encodings.Refused(endpoint, limits.blocks.encoding);
  return WithReason(absl::UnavailableError(over.message()), kafka::reason::kRejoin);
}

}  // namespace sluice::dataplane
