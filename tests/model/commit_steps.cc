// Entries on their way to the broker: what is sent, what may become of it, and what the sender
// makes of the answer.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "tests/model/product.h"
#include "tests/model/steps.h"

namespace sluice::model {

using dataplane::BatchStep;

namespace {

// Of an assignment that is over, and of the one that holds.
constexpr int64_t kEarlierEpoch = 1;
constexpr int64_t kEpoch = 2;

// Kafka's numbers.
constexpr int kTimedOut = -185;  // The client library's own.
constexpr int kIllegalGeneration = 22;
constexpr int kUnknownMember = 25;
constexpr int kTopicAuthorizationFailed = 29;

bool IsEntryStep(BatchStep step) {
  return step == BatchStep::kIntend || step == BatchStep::kAdvance;
}

kafka::CommitReply Reply(const std::vector<int>& sources, int error, int64_t requests_sent = 1) {
  kafka::CommitReply reply{.requests_sent = requests_sent, .partition_errors = {}};
  for (int source : sources) reply.partition_errors[source] = error;
  return reply;
}

}  // namespace

Entry Steps::EntryOf(const Work& work) const {
  Entry entry{.present = true, .batch = {}};
  if (work.step == BatchStep::kAdvance) {
    entry.offset = work.next;
  } else {
    entry.offset = work.batch.first;
    entry.batch = work.batch;
  }
  if (rules_.conduct.entries_carry_what_the_table_holds && entry.offset < work.table_holds_until)
    entry.table_holds_until = work.table_holds_until;
  return entry;
}

bool Steps::Accepts(const Process& process) const {
  return (process.member && process.synced) || !scenario_.coordinator_fences;
}

void Steps::Write(State& state, const std::vector<int>& sources, const Process& sender) const {
  state.before = state.ledger;
  for (int source : sources) state.ledger[source] = EntryOf(sender.work[source]);
}

// The sender hears `reply`. One partition that nobody knows about ends the member for all.
void Steps::Answer(State& state, int i, const std::vector<int>& sources,
                   const kafka::CommitReply& reply) const {
  for (int source : sources) {
    Work& work = state.processes[i].work[source];
    const BatchStep next =
        rules_.after(work.step, dataplane::OutcomeOf(rules_.judge_commit(reply, source)));
    work.outstanding = false;
    if (next == BatchStep::kRejoin) return CloseConsumer(state, i);
    GoTo(state, i, source, next);
  }
}

void Steps::OffsetCommits(const State& state, int i, StepSink& sink) const {
  const Process& process = state.processes[i];
  std::vector<int> ready;
  for (int source = 0; source < scenario_.sources; ++source) {
    const Work& work = process.work[source];
    if (work.phase == Phase::kAtStep && IsEntryStep(work.step) && !work.outstanding &&
        rules_.may_send(kEpoch, kEpoch)) {
      ready.push_back(source);
    }
    SendWhatIsLeft(state, i, source, sink);
  }
  for (int source : ready) Send(state, i, {source}, sink);
  if (ready.size() > 1) Send(state, i, ready, sink);
  WithoutAnswer(state, i, sink);
}

void Steps::Send(const State& state, int i, const std::vector<int>& sources, StepSink& sink) const {
  const Process& process = state.processes[i];
  Message copy{.kind = MessageKind::kOffsetCommit, .process = static_cast<int8_t>(i)};
  std::string entries;
  for (int source : sources) {
    copy.names[source] = true;
    copy.entries[source] = EntryOf(process.work[source]);
  }
  auto say = [&](const char* how) {
    std::string text = absl::StrCat(i, " sends OffsetCommit, ", how);
    for (int source : sources)
      absl::StrAppend(&text, ", source ", source, ": ", Describe(copy.entries[source]));
    return text;
  };

  const bool accepted = Accepts(process);
  State answered = state;
  if (accepted) Write(answered, sources, process);
  Answer(answered, i, sources,
         Reply(sources, accepted         ? 0
                        : process.member ? kIllegalGeneration
                                         : kUnknownMember));
  sink.Take(answered, [&] { return say(accepted ? "accepted" : "refused as of an old member"); });
  if (state.budget.faults == 0) return;

  // The broker has it late or never, or the client library holds it back.
  if (accepted || scenario_.resends != Resends::kNever) {
    State outstanding = state;
    --outstanding.budget.faults;
    for (int source : sources) outstanding.processes[i].work[source].outstanding = true;
    Post(outstanding, copy);
    sink.Take(outstanding, [&] { return say("no answer"); });
  }
  if (!accepted) return;
  State doubled = state;
  --doubled.budget.faults;
  Write(doubled, sources, process);
  Post(doubled, copy);
  Answer(doubled, i, sources, Reply(sources, 0, /*requests_sent=*/2));
  sink.Take(doubled, [&] { return say("accepted, with a second copy on the wire"); });

  // Refused for all, or, of several, for one.
  for (size_t refused = sources.size() > 1 ? 0 : sources.size(); refused <= sources.size();
       ++refused) {
    State in_part = state;
    --in_part.budget.faults;
    kafka::CommitReply reply = Reply(sources, kTopicAuthorizationFailed);
    std::vector<int> written;
    for (size_t k = 0; k < sources.size() && refused < sources.size(); ++k) {
      if (k == refused) continue;
      written.push_back(sources[k]);
      reply.partition_errors[sources[k]] = 0;
    }
    Write(in_part, written, process);
    Answer(in_part, i, sources, reply);
    sink.Take(in_part, [&] { return say(written.empty() ? "refused" : "refused in part"); });
  }
}

// Of an assignment that is over; it goes on its way only where a rule is switched off.
void Steps::SendWhatIsLeft(const State& state, int i, int source, StepSink& sink) const {
  const Work& left = state.processes[i].left[source];
  if (left.phase == Phase::kNotOurs || !Accepts(state.processes[i])) return;
  const bool owned = state.processes[i].work[source].phase != Phase::kNotOurs;
  if (!rules_.may_send(owned ? std::optional<int64_t>(kEpoch) : std::nullopt, kEarlierEpoch))
    return;
  State next = state;
  next.before = next.ledger;
  next.ledger[source] = EntryOf(left);
  next.processes[i].left[source] = {};
  sink.Take(next, [&] {
    return absl::StrCat(i, " sends OffsetCommit of an assignment that is over, source ", source,
                        ": ", Describe(EntryOf(left)));
  });
}

// A call that is outstanding comes to its bound, or the broker has refused it meanwhile.
void Steps::WithoutAnswer(const State& state, int i, StepSink& sink) const {
  const Process& process = state.processes[i];
  for (int source = 0; source < scenario_.sources; ++source) {
    if (!process.work[source].outstanding) continue;
    State bound = state;
    Answer(bound, i, {source},
           {.requests_sent = 1, .call_error = kTimedOut, .partition_errors = {}});
    sink.Take(bound, [&] { return absl::StrCat(i, " has waited long enough for the answer"); });
    // A rebalance callback that has waited long enough ends the member, whatever else is done.
    if (!process.synced || state.revoked[source]) {
      State ended = state;
      CloseConsumer(ended, i);
      sink.Take(ended, [&] { return absl::StrCat(i, " ends"); });
    }
    const bool under_way =
        std::any_of(state.network.begin(), state.network.end(), [&](const Message& message) {
          return message.kind == MessageKind::kOffsetCommit && message.process == i &&
                 message.names[source];
        });
    if (under_way) continue;
    State refused = state;
    Answer(refused, i, {source}, Reply({source}, kIllegalGeneration));
    sink.Take(refused, [&] { return absl::StrCat(i, " hears that its OffsetCommit was refused"); });
  }
}

}  // namespace sluice::model
