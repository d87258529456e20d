// One source partition in one process: the entry is read, records become a batch, sessions are
// settled, rows of dead ones are written anew.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "base/check.h"
#include "tests/model/product.h"
#include "tests/model/steps.h"

namespace sluice::model {

using dataplane::BatchStep;
using dataplane::EntryStep;
using dataplane::RecoveryStep;
using dataplane::SessionFate;
using dataplane::Settled;
using dataplane::SettleStep;
using dataplane::StepOutcome;

namespace {

// The offsets of [first, next) whose rows are in the table already, by bit.
int8_t AlreadyThere(Rows table, int source, int first, int next) {
  int found = 0;
  for (int offset = first; offset < next; ++offset) {
    if ((table & RowsOf(source, offset)) != 0) found |= 1 << offset;
  }
  return static_cast<int8_t>(found);
}

}  // namespace

void Steps::Source(const State& state, int i, int source, StepSink& sink) const {
  const Work& work = state.processes[i].work[source];
  switch (work.phase) {
    case Phase::kReadEntry:
      ReadEntry(state, i, source, state.ledger[source], sink);
      if (!rules_.conduct.entry_is_read_after_assignment)
        ReadEntry(state, i, source, state.before[source], sink);
      return;
    case Phase::kReading:
      return ReadOn(state, i, source, sink);
    case Phase::kAtStep:
      if (work.step == BatchStep::kUpload) PutAgain(state, i, source, sink);
      if (work.step == BatchStep::kSettle) Settle(state, i, source, sink);
      return;
    case Phase::kRedo:
      return Redo(state, i, source, sink);
    case Phase::kStopped: {
      State next = state;
      next.processes[i].work[source] = {.phase = Phase::kReadEntry, .batch = {}};
      return sink.Take(next, [&] { return absl::StrCat(i, " looks again at source ", source); });
    }
    case Phase::kNotOurs:
    case Phase::kAmbiguous:
      return;
  }
}

// What the step is begun with.
void Steps::GoTo(State& state, int i, int source, BatchStep step) const {
  Work& work = state.processes[i].work[source];
  const BatchStep before = work.step;
  work.step = step;
  switch (step) {
    case BatchStep::kUpload:
    case BatchStep::kIntend:
      return;
    case BatchStep::kSettle:
      // The uploader of a batch commits its sessions without looking first.
      work.ours = before == BatchStep::kUpload || before == BatchStep::kIntend;
      return;
    case BatchStep::kAdvance:
      if (before != BatchStep::kAdvance) work.next = work.batch.next;
      work.ours = false;
      // What the sessions were does not matter any more.
      work.batch = {};
      return;
    case BatchStep::kAdvanced: {
      const Entry standing = state.ledger[source];
      work = {.phase = Phase::kReading,
              .next = work.next,
              .already_there = static_cast<int8_t>(work.already_there >> work.next << work.next),
              .table_holds_until = standing.table_holds_until,
              .batch = {}};
      return;
    }
    case BatchStep::kRedo:
      work.phase = Phase::kRedo;
      work.ours = false;
      return;
    case BatchStep::kReadEntry:
      work = {.phase = Phase::kReadEntry, .batch = {}};
      return;
    case BatchStep::kRejoin:
      return CloseConsumer(state, i);
  }
}

void Steps::ReadEntry(const State& state, int i, int source, const Entry& entry,
                      StepSink& sink) const {
  State next = state;
  Work& work = next.processes[i].work[source];
  work = {.phase = Phase::kReading, .next = entry.offset, .batch = {}};
  work.table_holds_until = entry.table_holds_until;
  if (rules_.conduct.every_owner_asks_what_the_table_holds)
    work.already_there = AlreadyThere(state.table, source, entry.offset, entry.table_holds_until);
  if (!entry.present) {
    // When the connector noted its offset, its last session may have been opened.
    const dataplane::NotedOffset noted{.connector_uid = Identity().connector_uid,
                                       .next_offset = state.connect_offset[source],
                                       .noted_at = absl::UnixEpoch()};
    const absl::Duration since = SomeSessionLives(state) ? absl::Hours(1) : absl::Hours(26);
    if (rules_
            .plan_recovery(noted, Identity().connector_uid, /*was_there_at_deploy=*/true,
                           noted.noted_at + since)
            .step != RecoveryStep::kAskTable) {
      return;
    }
    const Rows held = state.table | scenario_.foreign;
    for (int offset = 0; offset < scenario_.records; ++offset) {
      if ((held & RowsOf(source, offset)) != 0 &&
          rules_.conduct.table_is_asked_when_offsets_are_gone)
        work.table_holds_until = static_cast<int8_t>(offset + 1);
    }
    work.next = state.connect_offset[source];
    work.already_there = AlreadyThere(state.table, source, work.next, work.table_holds_until);
    if (rules_.conduct.entry_is_written_first_when_offsets_are_gone) {
      work.phase = Phase::kAtStep;
      work.step = BatchStep::kAdvance;
    }
    return sink.Take(next, [&] {
      return absl::StrCat(i, " finds the offsets of source ", source,
                          " gone; the table holds rows below ", work.table_holds_until);
    });
  }
  if (rules_.plan_entry(IntentOf(entry.batch), Identity()) == EntryStep::kSettle) {
    work.phase = Phase::kAtStep;
    work.step = BatchStep::kSettle;
    work.batch = entry.batch;
    return sink.Take(next, [&] { return absl::StrCat(i, " reads ", Describe(entry)); });
  }
  sink.Take(next, [&] { return absl::StrCat(i, " reads ", Describe(entry)); });
  Work& left = next.processes[i].left[source];
  if (rules_.conduct.batch_is_forgotten_when_taken_away || left.phase == Phase::kNotOurs ||
      left.step != BatchStep::kIntend) {
    return;
  }
  work = left;
  left = {};
  sink.Take(next, [&] { return absl::StrCat(i, " takes up its batch ", Describe(work.batch)); });
}

// ---- records become a batch

void Steps::ReadOn(const State& state, int i, int source, StepSink& sink) const {
  const Work& work = state.processes[i].work[source];
  if (work.next >= scenario_.records) return;
  const int last = std::min(work.next + scenario_.records_per_batch, scenario_.records);
  for (int end = scenario_.batches_of_any_size ? work.next + 1 : last; end <= last; ++end) {
    std::vector<int> offsets;
    for (int offset = work.next; offset < end; ++offset) {
      if (scenario_.IsRecord(offset) && (work.already_there >> offset & 1) == 0)
        offsets.push_back(offset);
    }
    Upload(state, i, source, offsets,
           {.first = work.next, .next = static_cast<int8_t>(end), .revision = state.revision},
           sink);
  }
}

// The rows of these offsets go into a session for each table partition.
void Steps::Upload(const State& state, int i, int source, const std::vector<int>& offsets,
                   Batch batch, StepSink& sink) const {
  State next = state;
  Work& work = next.processes[i].work[source];
  Work& left = next.processes[i].left[source];
  work.phase = Phase::kAtStep;
  work.step = BatchStep::kUpload;
  work.dead = 0;
  std::vector<Message> puts;
  for (int partition = 0; partition < scenario_.table_partitions; ++partition) {
    Share share{.table_partition = static_cast<int8_t>(partition)};
    Rows rows = 0;
    for (int offset : offsets) {
      if (scenario_.TablePartition(batch.revision, offset) != partition) continue;
      if (share.rows++ == 0) share.first_row = static_cast<int8_t>(offset);
      rows |= RowAt(source, offset, partition);
    }
    if (rows == 0) continue;
    if (!rules_.conduct.entries_say_where_each_session_begins) share.first_row = batch.first;
    int session = -1;
    for (int k = 0; k < left.batch.shares && !rules_.conduct.changed_batch_begins_new_sessions;
         ++k) {
      const Share& old = left.batch.share[k];
      if (old.table_partition == partition &&
          next.sessions[old.session].state == SessionState::kNormal) {
        session = old.session;
      }
    }
    if (session < 0) {
      SLUICE_CHECK(next.session_count < kSessionsMax);
      session = next.session_count++;
    }
    share.session = static_cast<int8_t>(session);
    next.sessions[session] = {.state = SessionState::kNormal, .rows = rows};
    puts.push_back({.kind = MessageKind::kPutBlock, .session = share.session, .rows = rows});
    batch.share[batch.shares++] = share;
  }
  work.batch = batch;
  left = {};
  auto say = [&](const char* how) {
    return absl::StrCat(i, " uploads source ", source, " ", Describe(batch), how);
  };
  if (batch.shares == 0) {
    GoTo(next, i, source, rules_.after(BatchStep::kUpload, StepOutcome::kNoRows));
    return sink.Take(next, [&] { return say(", no rows"); });
  }
  State stored = next;
  GoTo(stored, i, source, rules_.after(BatchStep::kUpload, StepOutcome::kDone));
  sink.Take(stored, [&] { return say(""); });
  if (state.budget.faults == 0) return;
  if (scenario_.late_puts) {
    --stored.budget.faults;
    for (const Message& put : puts) Post(stored, put);
    sink.Take(stored, [&] { return say(", copies of the PUTs are late"); });
  }
  if (scenario_.lost_puts) {
    --next.budget.faults;
    next.sessions[puts[0].session].rows = 0;
    Post(next, puts[0]);
    if (!rules_.conduct.blocks_are_acknowledged_before_the_intent)
      GoTo(next, i, source, rules_.after(BatchStep::kUpload, StepOutcome::kDone));
    sink.Take(next, [&] { return say(", a PUT has no answer"); });
  }
}

Rows Steps::RowsOfShare(const Work& work, int source, const Share& share) const {
  Rows rows = 0;
  for (int offset = share.first_row; offset < work.batch.next; ++offset) {
    if (scenario_.IsRecord(offset) && (work.already_there >> offset & 1) == 0 &&
        scenario_.TablePartition(work.batch.revision, offset) == share.table_partition) {
      rows |= RowAt(source, offset, share.table_partition);
    }
  }
  return rows;
}

// The same bytes under the same block id.
void Steps::PutAgain(const State& state, int i, int source, StepSink& sink) const {
  State next = state;
  const Work& work = next.processes[i].work[source];
  for (int k = 0; k < work.batch.shares; ++k) {
    Session& session = next.sessions[work.batch.share[k].session];
    if (session.state == SessionState::kNormal)
      session.rows = RowsOfShare(work, source, work.batch.share[k]);
  }
  GoTo(next, i, source, rules_.after(BatchStep::kUpload, StepOutcome::kDone));
  sink.Take(next, [&] { return absl::StrCat(i, " puts the block of source ", source, " again"); });
}

// ---- an intent that stands

void Steps::Settle(const State& state, int i, int source, StepSink& sink) const {
  const Work& work = state.processes[i].work[source];
  for (int k = 0; k < work.batch.shares; ++k) {
    const Share& share = work.batch.share[k];
    const bool open = state.sessions[share.session].state == SessionState::kNormal;
    if (!open || (!work.ours && Look(state, source, work.batch, share, /*misread=*/false) !=
                                    SettleStep::kCommit)) {
      continue;
    }
    State next = state;
    Publish(next, share.session);
    sink.Take(next, [&] { return absl::StrCat(i, " commits session ", share.session); });
    if (state.budget.faults > 0) {
      State late = state;
      --late.budget.faults;
      Post(late, {.kind = MessageKind::kTunnelCommit, .session = share.session});
      sink.Take(late, [&] {
        return absl::StrCat(i, " commits session ", share.session, ", which has not arrived yet");
      });
    }
    if (work.ours && !rules_.conduct.blocks_stay_after_the_intent) {
      State changed = state;
      Session& session = changed.sessions[share.session];
      session.rows &= static_cast<Rows>(session.rows - 1);
      sink.Take(changed, [&] {
        return absl::StrCat(i, " puts a block of session ", share.session, " with fewer rows");
      });
    }
  }
  Conclude(state, i, source, /*misread=*/false, sink);
  if (scenario_.blocks_are_misread) Conclude(state, i, source, /*misread=*/true, sink);
}

SettleStep Steps::Look(const State& state, int source, const Batch& batch, const Share& share,
                       bool misread) const {
  const formats::IntentSession named = IntentSessionOf(share);
  const SettleStep step =
      rules_.plan_settle(named, UploadStateOf(state.sessions[share.session], misread));
  if (step != SettleStep::kAskTable) return step;
  if (!rules_.table_is_witness(named, scenario_.asked_until)) return SettleStep::kStop;
  int rows = 0;
  for (int offset = share.first_row; offset < batch.next; ++offset) {
    const Rows row = RowAt(source, offset, share.table_partition);
    rows += ((state.table | scenario_.foreign) & row) != 0;
  }
  return rules_.plan_from_table(share.rows, rows);
}

// One look at all sessions of the entry.
void Steps::Conclude(const State& state, int i, int source, bool misread, StepSink& sink) const {
  const Batch& batch = state.processes[i].work[source].batch;
  std::vector<SessionFate> fates;
  State next = state;
  Work& work = next.processes[i].work[source];
  for (int k = 0; k < batch.shares; ++k) {
    const bool forgotten = state.sessions[batch.share[k].session].state == SessionState::kForgotten;
    switch (Look(state, source, batch, batch.share[k], misread)) {
      case SettleStep::kDone:
        fates.push_back(SessionFate::kClosed);
        break;
      case SettleStep::kRedo:
        fates.push_back(SessionFate::kDead);
        work.dead |= 1 << k;
        break;
      case SettleStep::kStop:
        // Its uploader commits without looking.
        if (work.ours && !forgotten) return;
        work = {.phase = forgotten ? Phase::kAmbiguous : Phase::kStopped, .batch = {}};
        return sink.Take(next, [&] { return absl::StrCat(i, " finds AMBIGUOUS_COMMIT"); });
      case SettleStep::kCommit:
      case SettleStep::kWait:
      case SettleStep::kAskTable:
        fates.push_back(SessionFate::kOpen);
        break;
    }
  }
  switch (rules_.conclude(fates)) {
    case Settled::kWait:
      return;
    case Settled::kRedo:
      GoTo(next, i, source, rules_.after(BatchStep::kSettle, StepOutcome::kDead));
      return sink.Take(next, [&] { return absl::StrCat(i, " finds dead sessions: redo"); });
    case Settled::kAllClosed:
      GoTo(next, i, source, rules_.after(BatchStep::kSettle, StepOutcome::kDone));
      return sink.Take(next, [&] { return absl::StrCat(i, " finds all sessions closed"); });
  }
}

// ---- rows of dead sessions, once more

void Steps::Redo(const State& state, int i, int source, StepSink& sink) const {
  const Work& work = state.processes[i].work[source];
  std::vector<SessionFate> fates;
  for (int k = 0; k < work.batch.shares; ++k)
    fates.push_back((work.dead >> k & 1) != 0 ? SessionFate::kDead : SessionFate::kClosed);
  dataplane::RedoPlan plan = rules_.plan_redo(StandingIntentOf(source, work.batch, fates));
  if (!rules_.conduct.redo_routes_by_the_intents_revision) plan.revision = state.revision;
  // As the source brings it: records one by one, then its end.
  std::vector<int> offsets;
  bool complete = false;
  for (int offset = static_cast<int>(plan.first_offset); offset < scenario_.records && !complete;
       ++offset) {
    if (!scenario_.IsRecord(offset)) continue;
    complete = rules_.redo_ends(plan, offset);
    const int partition = scenario_.TablePartition(static_cast<int>(plan.revision), offset);
    if (!complete && plan.Takes(TablePartitionName(partition), offset) &&
        (work.already_there >> offset & 1) == 0) {
      offsets.push_back(offset);
    }
  }
  if (!complete && !rules_.redo_ends(plan, scenario_.records)) return;
  Upload(state, i, source, offsets,
         {.first = static_cast<int8_t>(plan.first_offset),
          .next = static_cast<int8_t>(plan.next_offset),
          .revision = static_cast<int8_t>(plan.revision)},
         sink);
}

}  // namespace sluice::model
