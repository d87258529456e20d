#include "dataplane/commit/recovery.h"

#include "absl/strings/str_cat.h"
#include "base/log/log.h"
#include "base/status/reason.h"

namespace sluice::dataplane {
namespace {

constexpr char kMoveByHand[] =
    "look up the highest offset that the table holds of this source partition, then move the "
    "connector's offsets to the one behind it";

std::string Text(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

}  // namespace

Recovered Recovery::Lost(int32_t partition, const std::string& why,
                         const std::string& remedy) const {
  return {.status = WithRemedy(
              WithReason(absl::FailedPreconditionError(absl::StrCat(
                             "the consumer group ", subject_.group_id, " holds no offset of topic ",
                             subject_.source_topic, ", partition ", partition,
                             " (a group without members keeps them for 7 days); ", why)),
                         "LEDGER_LOST"),
              remedy)};
}

Recovered Recovery::Wait(int32_t partition, const NotedOffset& noted, absl::Time until) const {
  Recovered lost = Lost(
      partition,
      absl::StrCat("it was owned last at ", Text(noted.noted_at), " and stood at offset ",
                   *noted.next_offset, "; what was uploaded then can be committed until ",
                   Text(until), ", and is not read again before"),
      absl::StrCat("nothing: it goes on by itself after ", Text(until),
                   ", behind what the table holds then. Sooner: stop the connector and move its "
                   "offsets"));
  lost.look_again = until;
  return lost;
}

Recovered Recovery::MayNotAsk(int32_t partition, const absl::Status& denied) const {
  return Lost(partition, "the role may not ask the table what it holds",
              absl::StrCat(RemedyOf(denied), "\nOr ", kMoveByHand));
}

Recovered Recovery::Look(int32_t partition) {
  const absl::StatusOr<NotedOffset> noted = memory_.Recall(partition);
  if (!noted.ok()) return {.status = noted.status()};
  const auto pinned = subject_.asked_until.find(partition);
  // Partition 0 was always there.
  const RecoveryPlan plan =
      PlanRecovery(*noted, subject_.connector_uid,
                   partition == 0 || pinned != subject_.asked_until.end(), clock_.Now());
  switch (plan.step) {
    case RecoveryStep::kBegin:
      return {.status = absl::OkStatus(), .next_offset = 0};
    case RecoveryStep::kWait:
      return Wait(partition, *noted, plan.until);
    case RecoveryStep::kAskTable:
      return AskTable(partition, *noted);
    case RecoveryStep::kStop:
      return Lost(partition,
                  absl::StrCat("topic ", memory_.topic(), " does not tell where it stood either"),
                  kMoveByHand);
  }
  return {.status = absl::InternalError("no such step")};
}

Recovered Recovery::AskTable(int32_t partition, const NotedOffset& noted) {
  const int64_t next_offset = *noted.next_offset;
  if (witness_ == nullptr) return {.status = absl::OkStatus(), .next_offset = next_offset};
  if (!subject_.one_table) {
    return Lost(partition,
                absl::StrCat("rows behind offset ", next_offset,
                             ", which was noted last, may be in the table of an earlier revision"),
                "look up the highest offset that both tables hold of this source partition, then "
                "move the connector's offsets to the one behind it");
  }
  const absl::StatusOr<HeldExtent> held = witness_->Extent(
      {.topic = subject_.source_topic, .partition = partition, .first_offset = next_offset});
  if (absl::IsPermissionDenied(held.status())) return MayNotAsk(partition, held.status());
  if (!held.ok()) return {.status = held.status()};
  if (held->rows > kHeldRowsMax && !held->without_gaps()) {
    return Lost(partition,
                absl::StrCat("the table holds ", held->rows, " rows behind offset ", next_offset,
                             ", which was noted last; that is too many to compare"),
                kMoveByHand);
  }
  const auto foreign = subject_.asked_until.find(partition);
  if (held->rows > 0 && foreign != subject_.asked_until.end() &&
      held->first_offset < foreign->second) {
    return Lost(partition,
                absl::StrCat("whose rows the table holds at offset ", held->first_offset,
                             " cannot be told: records up to ", foreign->second,
                             " were there before the connector was deployed"),
                kMoveByHand);
  }
  log::Warn("offsets that the group has forgotten are taken from the notes and the table",
            {{"group", subject_.group_id},
             {"partition", partition},
             {"noted", next_offset},
             {"noted_at", Text(noted.noted_at)},
             {"rows_behind", held->rows}});
  Recovered recovered{.status = absl::OkStatus(), .next_offset = next_offset};
  if (held->rows > 0) recovered.table_holds_until = held->last_offset + 1;
  return recovered;
}

absl::StatusOr<HeldRows> Recovery::Held(int32_t partition, int64_t first_offset,
                                        int64_t next_offset) {
  if (witness_ == nullptr) return HeldRows();
  absl::StatusOr<HeldRows> held = witness_->Held({.topic = subject_.source_topic,
                                                  .partition = partition,
                                                  .first_offset = first_offset,
                                                  .next_offset = next_offset});
  if (absl::IsPermissionDenied(held.status())) return MayNotAsk(partition, held.status()).status;
  return held;
}

}  // namespace sluice::dataplane
