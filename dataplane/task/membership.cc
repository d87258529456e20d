#include "dataplane/task/membership.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "dataplane/task/gone_records.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kPollWait = absl::Milliseconds(50);
constexpr int kRecordsPerPoll = 2000;
constexpr absl::Duration kStopBound = absl::Seconds(15);
constexpr absl::Duration kStoppedLookAgain = absl::Minutes(1);
constexpr absl::Duration kFiguresApart = absl::Seconds(1);
// Of a membership that only settles: how long it looks what it is given, how long it waits for
// anything to be given, and how long everything else waits for it.
constexpr absl::Duration kSettleLook = absl::Seconds(1);
constexpr absl::Duration kSettleAwait = absl::Seconds(15);
constexpr absl::Duration kSettleBound = absl::Minutes(1);

// Whether no other table can hold rows that the notes do not know of.
bool HasOneTable(const TaskDefinition& definition, const RevisionDefinition& running) {
  return std::all_of(definition.revisions.begin(), definition.revisions.end(),
                     [&](const auto& entry) { return entry.second.same_table(running); });
}

// A batch never needs more sessions than there ever are at once.
MembershipParts WithinBudget(MembershipParts parts) {
  parts.limits.table_partitions_max =
      std::min(parts.limits.table_partitions_max, parts.sessions.sessions_max());
  return parts;
}

// By value of the partition column, which an entry spells as pt=11-17-2020 15.
std::map<std::string, int64_t> RowsByTablePartition(const FlushResult& result) {
  std::map<std::string, int64_t> rows = result.rows_by_table_partition;
  for (const formats::IntentSession& session : result.standing.intent.sessions)
    rows[session.table_partition.substr(session.table_partition.find('=') + 1)] += session.rows;
  return rows;
}

}  // namespace

Membership::Membership(const MembershipParts& parts)
    : parts_(WithinBudget(parts)),
      revision_(*parts.definition.revision(parts.definition.connector_revision)),
      delivery_(revision_, parts.routes.schema(), parts.destination),
      carrier_(delivery_.writer()),
      settler_(delivery_.sessions()),
      memory_(parts.open_reader, parts.definition.offset_topic, parts.definition.connector_id(),
              revision_.source_topic),
      recovery_(memory_, delivery_.witness(), parts.clock,
                {.connector_uid = parts.definition.connector_uid,
                 .group_id = parts.definition.group_id,
                 .source_topic = revision_.source_topic,
                 .asked_until = parts.definition.asked_until,
                 .one_table = HasOneTable(parts.definition, revision_)}),
      intake_({.definition = parts.definition,
               .routes = parts.routes,
               .producer = parts.producer,
               .memory = parts.memory,
               .clock = parts.clock,
               .limits = parts_.limits}),
      notes_(parts.note_producer, parts.clock, parts.definition.offset_topic,
             parts.definition.connector_id(), revision_.source_topic),
      begun_(parts.clock.Monotonic()) {}

Membership::~Membership() {
  // A PUT that hangs would hold up the next membership. Whatever of it still arrives is in a
  // session that no entry names, and what an entry names only rolls forward.
  parts_.destination.let_go();
  flusher_.reset();  // Its last pass may still write to the ledger.
  for (auto& [partition, source] : sources_) {
    intake_.Forget(source);
    parts_.progress.Leaves(partition);
  }
}

absl::Status Membership::Run(const JoinGroup& join, const std::atomic<bool>& stop,
                             const std::atomic<bool>& paused) {
  SLUICE_ASSIGN_OR_RETURN(consumer_, join(*this));
  ledger_ = std::make_unique<Ledger>(*consumer_, parts_.definition.identity());
  flusher_ = std::make_unique<Flusher>(*ledger_, delivery_.writer(), settler_, recovery_, troubles_,
                                       parts_.clock, parts_.source_watch);
  while (!stop.load()) {
    paused_ = paused.load();
    SLUICE_RETURN_IF_ERROR(Turn());
  }
  return FinishWhatWasBegun();
}

absl::Status Membership::Turn() {
  SLUICE_RETURN_IF_ERROR(consumer_->Poll(kPollWait, kRecordsPerPoll, *this));
  SLUICE_RETURN_IF_ERROR(over_);
  SLUICE_RETURN_IF_ERROR(LookAtSource());
  if (!intake_.storm().ok()) Halt(intake_.storm());
  SLUICE_RETURN_IF_ERROR(HandleResults());
  if (!stopping_) {
    CarryFullBlocks();
    FlushWhatIsDue();
  }
  SteerReading();
  notes_.Serve();
  TellProgress();
  return parts_.settle_only && !stopping_ ? SettlingIsOver() : absl::OkStatus();
}

absl::Status Membership::LookAtSource() {
  if (parts_.source_watch == nullptr) return absl::OkStatus();
  // Without it nothing is written, so it is told.
  if (absl::Status blind = parts_.source_watch->blind(); !blind.ok())
    troubles_.OnSource(blind, parts_.clock.Monotonic(), /*times=*/0);
  return parts_.source_watch->verdict();
}

absl::Status Membership::SettlingIsOver() {
  const absl::Duration now = parts_.clock.Monotonic();
  bool busy = assigned_.has_value() ? now - *assigned_ < kSettleLook : now - begun_ < kSettleAwait;
  absl::Status trouble = troubles_.Lasting(now);
  for (const auto& [partition, source] : sources_) {
    if (!source.error.ok()) trouble = source.error;
    busy = busy || source.flushing || source.phase == SourcePartition::Phase::kSettling ||
           source.phase == SourcePartition::Phase::kRedoing;
  }
  if (busy && now - begun_ < kSettleBound) return absl::OkStatus();
  if (!trouble.ok()) return trouble;
  if (busy) return absl::DeadlineExceededError("the upload sessions are not at their end yet");
  return WithReason(absl::UnavailableError("what stood in an older table is settled"),
                    kafka::reason::kRejoin);
}

absl::Status Membership::FinishWhatWasBegun() {
  stopping_ = true;
  const absl::Duration give_up = parts_.clock.Monotonic() + kStopBound;
  while (!flusher_->idle() && parts_.clock.Monotonic() < give_up) SLUICE_RETURN_IF_ERROR(Turn());
  notes_.Serve(/*everything=*/true);
  return absl::OkStatus();
}

// ---- what the group gives and takes

void Membership::OnAssigned(const std::vector<kafka::AssignedPartition>& partitions) {
  if (!assigned_.has_value()) assigned_ = parts_.clock.Monotonic();
  joined_ = true;
  log::Debug("source partitions are given", {{"connector", parts_.definition.connector},
                                             {"task", parts_.definition.task_index},
                                             {"partitions", partitions.size()}});
  for (const kafka::AssignedPartition& assigned : partitions) {
    sources_.erase(assigned.partition);
    SourcePartition& source = sources_[assigned.partition];
    source.partition = assigned.partition;
    source.epoch = assigned.epoch;
    source.read_to = assigned.committed.has_value() ? assigned.committed->next_offset : -1;
    Begin(source, assigned.committed);
  }
  std::set<int32_t> mine;
  for (const auto& [partition, source] : sources_) mine.insert(partition);
  parts_.progress.HasOnly(mine);
}

void Membership::OnTakenAway(const std::vector<int32_t>& partitions) {
  for (int32_t partition : partitions) {
    const auto found = sources_.find(partition);
    if (found == sources_.end()) continue;
    flusher_->Drop(partition, found->second.epoch);
    intake_.Forget(found->second);
    parts_.progress.Lets(partition);
    notes_.Lets(partition);
    sources_.erase(found);
  }
}

// ---- what the source brings

// With settle_only, what a redo brought beyond its end is left to whoever reads on.
bool Membership::IsTaking(const SourcePartition& source) const {
  return source.phase == SourcePartition::Phase::kReading && !parts_.settle_only;
}

void Membership::OnRecord(const kafka::ConsumedRecord& record) {
  const auto found = sources_.find(record.partition);
  if (found == sources_.end()) return;
  SourcePartition& source = found->second;
  if (source.reread_from.has_value()) return;
  source.read_to = record.offset + 1;
  source.newest_ms = std::max(source.newest_ms, record.timestamp_ms);
  if (source.phase == SourcePartition::Phase::kRedoing) {
    if (!source.redo->EndsAt(record.offset)) {
      if (absl::Status taken = intake_.TakeAgain(source, record); !taken.ok())
        StopPartition(source, taken);
      return;
    }
    FinishRedo(source);
  }
  if (IsTaking(source)) intake_.Take(source, record);
}

void Membership::OnEnd(int32_t partition, int64_t offset) {
  const auto found = sources_.find(partition);
  if (found == sources_.end()) return;
  SourcePartition& source = found->second;
  parts_.progress.SawEnd(partition, offset);
  if (source.reread_from.has_value()) return;
  source.read_to = offset;
  if (source.phase == SourcePartition::Phase::kRedoing && source.redo->EndsAt(offset))
    FinishRedo(source);
  if (IsTaking(source)) intake_.TakeEnd(source, offset);
}

void Membership::OnError(int32_t partition, const absl::Status& error) {
  // A topic that was deleted, or made anew, shows itself so.
  if (parts_.source_watch != nullptr && (absl::IsNotFound(error) || absl::IsOutOfRange(error)))
    parts_.source_watch->Confirm();
  const auto found = sources_.find(partition);
  if (found != sources_.end() && absl::IsOutOfRange(error)) {
    if (found->second.phase == SourcePartition::Phase::kRedoing)
      return SkipWhatIsGone(found->second);
    return StopPartition(found->second,
                         ToldHowToGoOn(error, parts_.definition.connector_id(), partition));
  }
  troubles_.OnSource(error, parts_.clock.Monotonic());
}

// ---- what became of what went on to the table

absl::Status Membership::HandleResults() {
  for (FlushResult& result : flusher_->TakeResults())
    SLUICE_RETURN_IF_ERROR(HandleResult(std::move(result)));
  return absl::OkStatus();
}

absl::Status Membership::HandleResult(FlushResult result) {
  SourcePartition* source = Find(result.partition, result.epoch);
  if (source == nullptr) return absl::OkStatus();  // Of an assignment that is over: thrown away.
  source->flushing = false;
  switch (result.kind) {
    case FlushResult::Kind::kAdvanced:
      parts_.progress.Advanced(
          result.partition,
          {.next_offset = result.next_offset,
           .rows = result.rows,
           .dead_letters = result.dead_letters == nullptr ? std::map<std::string, int64_t>()
                                                          : result.dead_letters->by_reason(),
           .latest_ms = result.latest_ms,
           .bytes = result.bytes,
           .rows_by_table_partition = RowsByTablePartition(result),
           .took = source->phase == SourcePartition::Phase::kSettling
                       ? std::nullopt
                       : std::optional(parts_.clock.Monotonic() - source->batch_sealed)});
      log::Debug("rows are in the table", {{"connector", parts_.definition.connector},
                                           {"task", parts_.definition.task_index},
                                           {"partition", result.partition},
                                           {"next_offset", result.next_offset},
                                           {"rows", result.rows}});
      notes_.Advanced(result.partition, result.next_offset);
      source->backoff.Reset();
      source->resets = 0;
      // What was on its way when it stopped mends nothing.
      if (source->phase != SourcePartition::Phase::kStopped) source->error = absl::OkStatus();
      if (source->phase == SourcePartition::Phase::kSettling)
        Enter(*source, {.offset = result.next_offset,
                        .intent = ledger_->Advanced(result.next_offset,
                                                    result.standing.intent.table_holds_until)});
      return absl::OkStatus();
    case FlushResult::Kind::kHeld:
      source->error = absl::OkStatus();
      source->held = std::move(result.held);
      BeginReading(*source, source->next_offset);
      return absl::OkStatus();
    case FlushResult::Kind::kRedo:
      BeginRedo(*source, std::move(result));
      return absl::OkStatus();
    case FlushResult::Kind::kReset:
      log::Warn("a batch is read again", {{"connector", parts_.definition.connector},
                                          {"task", parts_.definition.task_index},
                                          {"partition", result.partition},
                                          {"error", result.error}});
      parts_.progress.HeldUp(result.error);
      // Once is what happens when source partitions change hands.
      if (++source->resets > 1) source->error = result.error;
      return Reset(*source);
    case FlushResult::Kind::kNotStored:
      log::Warn("dead letters are not stored; their batch is read again",
                {{"connector", parts_.definition.connector},
                 {"task", parts_.definition.task_index},
                 {"partition", result.partition},
                 {"error", result.error}});
      source->error = result.error;
      // Another membership has another producer.
      if (ReasonOf(result.error) == kafka::reason::kProducerUnusable) return result.error;
      return Reset(*source);
    case FlushResult::Kind::kUnclear:
      return WithReason(absl::UnavailableError(result.error.message()), kafka::reason::kRejoin);
    case FlushResult::Kind::kTableChanged:
      // The next membership is of the table and the encoding as they are then.
      return result.error;
    case FlushResult::Kind::kStopped:
      StopPartition(*source, result.error, result.look_again);
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

void Membership::StopPartition(SourcePartition& source, const absl::Status& error,
                               absl::Time look_again) {
  if (source.error.ok()) {
    log::Error("a source partition is stopped", {{"connector", parts_.definition.connector},
                                                 {"task", parts_.definition.task_index},
                                                 {"partition", source.partition},
                                                 {"reason", ReasonOf(error)},
                                                 {"error", error}});
  }
  troubles_.OnStop();
  intake_.Forget(source);
  source.phase = SourcePartition::Phase::kStopped;
  source.error = error;
  const absl::Duration passes = look_again - parts_.clock.Now();
  source.not_before =
      parts_.clock.Monotonic() + std::clamp(passes, absl::Milliseconds(100), kStoppedLookAgain);
}

void Membership::Halt(const absl::Status& storm) {
  for (auto& [partition, source] : sources_) {
    if (!source.halt.ok()) continue;
    source.halt = storm;
    if (source.phase != SourcePartition::Phase::kRedoing) intake_.Forget(source);
  }
}

// ---- reading on, or not

bool Membership::MayRead(const SourcePartition& source, absl::Duration now) const {
  if (now < source.not_before || source.reread_from.has_value()) return false;
  if (source.phase == SourcePartition::Phase::kRedoing) return true;
  if (source.phase != SourcePartition::Phase::kReading || !source.halt.ok() || paused_ ||
      stopping_ || memory_short_ || parts_.settle_only) {
    return false;
  }
  return source.batch == nullptr || source.batch->bytes() < parts_.limits.batch_bytes_max;
}

void Membership::SteerReading() {
  if (parts_.memory.above_high_mark()) memory_short_ = true;
  if (parts_.memory.below_low_mark()) memory_short_ = false;
  const absl::Duration now = parts_.clock.Monotonic();
  for (auto& [partition, source] : sources_) {
    if (source.phase == SourcePartition::Phase::kStopped && now >= source.not_before &&
        !source.flushing && !stopping_) {
      // Perhaps it has been mended: the entry says.
      if (absl::Status looked = Reset(source); !looked.ok()) over_ = looked;
      if (!over_.ok()) return;
    }
    // Going back needs a batch that can take the record: one that is new.
    const bool room = source.batch == nullptr || source.phase == SourcePartition::Phase::kRedoing;
    if (source.reread_from.has_value() && room && now >= source.not_before) {
      if (absl::Status rewound = consumer_->Rewind(partition, *source.reread_from); !rewound.ok()) {
        over_ = WithReason(rewound, kafka::reason::kRejoin);
        return;
      }
      source.read_to = *source.reread_from;
      source.reread_from.reset();
    }
    const bool may_read = MayRead(source, now);
    if (may_read == !source.paused) continue;
    if (may_read) {
      consumer_->Resume(partition);
    } else {
      consumer_->Pause(partition);
    }
    source.paused = !may_read;
  }
}

// ---- what others are told

void Membership::TellProgress() {
  const absl::Duration now = parts_.clock.Monotonic();
  if (now - figures_told_ >= kFiguresApart) {
    figures_told_ = now;
    TellFigures();
  }
  // While it only settles it has not begun.
  if (!parts_.settle_only)
    troubles_.Tell(sources_, joined_, paused_, parts_.clock, parts_.progress);
}

void Membership::TellFigures() {
  int64_t memory = 0;
  for (const auto& [partition, source] : sources_) {
    const int64_t end = consumer_->EndOffset(partition);
    if (end >= 0) parts_.progress.SawEnd(partition, end);
    if (source.newest_ms >= 0)
      parts_.progress.SawRecord(partition, absl::FromUnixMillis(source.newest_ms));
    if (source.batch != nullptr) memory += source.batch->memory_bytes();
    for (const std::weak_ptr<ShareUpload>& upload : source.on_their_way) {
      if (const std::shared_ptr<ShareUpload> held = upload.lock()) memory += held->waiting_bytes();
    }
  }
  parts_.progress.Holds(memory);
}

SourcePartition* Membership::Find(int32_t partition, int64_t epoch) {
  const auto found = sources_.find(partition);
  return found == sources_.end() || found->second.epoch != epoch ? nullptr : &found->second;
}

}  // namespace sluice::dataplane
