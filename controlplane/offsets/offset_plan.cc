#include "controlplane/offsets/offset_plan.h"

#include <algorithm>
#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"

namespace sluice::controlplane {
namespace {

// Two replicas' clocks may differ by so much.
constexpr absl::Duration kClocksApart = absl::Minutes(1);

std::string Records(int64_t count) {
  return count == 1 ? "1 record" : absl::StrCat(count, " records");
}

absl::Status Stale(absl::string_view why) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat("the plan no longer holds: ", why)),
                 "PLAN_STALE"),
      "plan again, look at it, and apply that");
}

// Without overflow, whatever the shift.
int64_t Shifted(const PartitionPosition& position, int64_t shift) {
  // A partition without a committed offset begins where its records do.
  const int64_t from = std::clamp(position.committed.value_or(position.begin), position.begin,
                                  std::max(position.begin, position.end));
  if (shift < 0) return shift < position.begin - from ? position.begin : from + shift;
  return shift > position.end - from ? std::max(from, position.end) : from + shift;
}

int64_t TargetOf(const OffsetTarget& target, int32_t partition, const PartitionPosition& position) {
  switch (target.kind) {
    case OffsetTarget::Kind::kEarliest:
      return position.begin;
    case OffsetTarget::Kind::kLatest:
      return position.end;
    case OffsetTarget::Kind::kTime:
      return position.at_time;
    case OffsetTarget::Kind::kExplicit:
      return target.offsets.at(partition);
    case OffsetTarget::Kind::kShift:
      return Shifted(position, target.shift);
  }
  return position.begin;
}

std::string PartitionsText(const PositionByPartition& positions) {
  return positions.size() == 1 ? "partition 0"
                               : absl::StrCat("partitions 0 to ", positions.size() - 1);
}

// The partitions that `target` names, those that are not there being violations.
std::set<int32_t> Named(const OffsetTarget& target, const PositionByPartition& positions,
                        absl::string_view field, Violations& violations) {
  std::set<int32_t> named = target.partitions;
  const bool by_offset = target.kind == OffsetTarget::Kind::kExplicit;
  if (by_offset) {
    for (const auto& [partition, offset] : target.offsets) named.insert(partition);
  } else if (named.empty()) {
    for (const auto& [partition, position] : positions) named.insert(partition);
  }
  std::erase_if(named, [&](int32_t partition) {
    if (positions.contains(partition)) return false;
    violations.Add(absl::StrCat(field, by_offset ? ".offsets.by_partition" : ".partitions"),
                   "FIELD_OUT_OF_RANGE",
                   absl::StrCat("names partition ", partition, "; the source topic has ",
                                PartitionsText(positions)));
    return true;
  });
  return named;
}

}  // namespace

int64_t OffsetPlan::read_again() const {
  int64_t sum = 0;
  for (const PartitionMove& move : moves) sum += move.read_again;
  return sum;
}

int64_t OffsetPlan::left_out() const {
  int64_t sum = 0;
  for (const PartitionMove& move : moves) sum += move.left_out;
  return sum;
}

PartitionMove MoveOf(int32_t partition, const PartitionPosition& position, int64_t to_offset) {
  PartitionMove move{.partition = partition, .to_offset = to_offset};
  if (!position.committed.has_value()) return move;
  move.from_offset = *position.committed;
  // What retention has deleted, or what was never there, is not read again.
  move.read_again = std::max<int64_t>(0, std::min(move.from_offset, position.end) - to_offset);
  move.left_out = std::max<int64_t>(0, to_offset - move.from_offset);
  return move;
}

std::vector<PartitionMove> PlanMoves(const OffsetTarget& target,
                                     const PositionByPartition& positions, absl::string_view field,
                                     Violations& violations) {
  std::vector<PartitionMove> moves;
  for (const int32_t partition : Named(target, positions, field, violations)) {
    const PartitionPosition& position = positions.at(partition);
    const int64_t to = TargetOf(target, partition, position);
    if (to < position.begin || to > position.end) {
      violations.Add(
          absl::StrCat(field, ".offsets.by_partition[", partition, "]"), "FIELD_OUT_OF_RANGE",
          absl::StrCat("is ", to, "; the brokers have ", position.begin, " to ", position.end));
      continue;
    }
    if (position.committed != to) moves.push_back(MoveOf(partition, position, to));
  }
  return moves;
}

bool RepeatsRows(const Connector& connector) {
  return connector.spec.sink.delivery != Delivery::kUpsert;
}

Findings WarningsOf(const std::vector<PartitionMove>& moves, const PositionByPartition& positions,
                    const Connector& connector) {
  int64_t again = 0;
  int64_t out = 0;
  int64_t expired = 0;
  int unknown = 0;
  for (const PartitionMove& move : moves) {
    again += move.read_again;
    out += move.left_out;
    if (move.from_offset < 0) ++unknown;
    const int64_t begin = positions.at(move.partition).begin;
    if (move.left_out > 0) {
      expired += std::max<int64_t>(0, std::min(begin, move.to_offset) - move.from_offset);
    }
  }
  const std::string topic = absl::StrCat("topics/", connector.spec.source.topic);
  Findings findings;
  const auto warn = [&](absl::string_view reason, std::string message, absl::string_view remedy) {
    findings.push_back({.severity = Severity::kWarning,
                        .field = "",
                        .reason = std::string(reason),
                        .subject = topic,
                        .message = std::move(message),
                        .remedy = std::string(remedy)});
  };
  if (again > 0 && RepeatsRows(connector)) {
    warn("ROWS_REPEATED",
         absl::StrCat(Records(again),
                      " are read again, and whatever of them is in the table stays "
                      "there: their rows come a second time"),
         "delete the rows of these records from the table first, or use a connector with delivery "
         "UPSERT where that must not be");
  }
  if (out > 0) {
    warn("RECORDS_LEFT_OUT",
         absl::StrCat(Records(out), " are left out and never become rows",
                      expired > 0 ? absl::StrCat("; ", expired,
                                                 " of them are no longer in the "
                                                 "topic anyway")
                                  : ""),
         "move back to read them after all, as long as the topic has them");
  }
  if (unknown > 0) {
    warn("LEDGER_LOST",
         absl::StrCat("for ", unknown, unknown == 1 ? " partition" : " partitions",
                      " no offset is committed, so that nobody can tell what is read again or left "
                      "out there"),
         "look up the highest offset that the table holds of each, and move to the one behind it");
  }
  return findings;
}

Findings DoubtsOf(absl::Span<const Task> tasks) {
  Findings findings;
  for (const Task& task : tasks) {
    if (!task.report.has_value() || !task.report->problem.has_value()) continue;
    const Problem& problem = *task.report->problem;
    if (problem.reason != "AMBIGUOUS_COMMIT") continue;
    findings.push_back({.severity = Severity::kWarning,
                        .field = "",
                        .reason = problem.reason,
                        .subject = absl::StrCat("tasks/", task.key.index),
                        .message = absl::StrCat(problem.message,
                                                ". After a move nobody looks again: rows of these "
                                                "offsets may be missing, or come twice"),
                        .remedy = problem.remedy});
  }
  return findings;
}

std::string PlanEtag(const Connector& connector, const OffsetPlan& plan) {
  // FNV-1a: it guards against mistakes, not against people, who could plan the same anyway.
  uint64_t hash = 14695981039346656037u;
  const auto mix = [&hash](absl::string_view text) {
    for (const char c : absl::StrCat(text, ";")) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
    }
  };
  mix(connector.uid);
  mix(absl::StrCat(connector.generation));
  mix(absl::StrCat(absl::ToUnixMicros(plan.create_time)));
  for (const PartitionMove& move : plan.moves) {
    mix(absl::StrCat(move.partition, ":", move.from_offset, ":", move.to_offset));
  }
  return absl::StrCat(absl::Hex(hash, absl::kZeroPad16));
}

absl::Status CheckPlan(const OffsetPlan& plan, const Connector& connector, absl::Time now) {
  if (now - plan.create_time > kPlanLife) {
    return Stale(absl::StrCat("it was made more than ", absl::FormatDuration(kPlanLife), " ago"));
  }
  if (plan.create_time - now > kClocksApart) return Stale("it was made in the future");
  if (plan.etag != PlanEtag(connector, plan)) {
    return Stale("the connector has changed since, or the plan was not given back as it was");
  }
  return absl::OkStatus();
}

absl::Status CheckReach(const std::vector<PartitionMove>& moves,
                        const PositionByPartition& positions) {
  for (const PartitionMove& move : moves) {
    const auto found = positions.find(move.partition);
    if (found == positions.end()) {
      return Stale(absl::StrCat("the source topic has no partition ", move.partition, " any more"));
    }
    const PartitionPosition& position = found->second;
    if (move.to_offset >= position.begin && move.to_offset <= position.end) continue;
    return Stale(absl::StrCat("the brokers have offsets ", position.begin, " to ", position.end,
                              " of partition ", move.partition, ", and it wants ", move.to_offset));
  }
  return absl::OkStatus();
}

absl::Status StaleIfSourceChanged(const absl::Status& status) {
  const std::string reason = ReasonOf(status);
  const bool changed = reason == "SOURCE_TOPIC_NOT_FOUND" || reason == "SOURCE_RECREATED";
  return changed ? Stale(status.message()) : status;
}

absl::Status CheckMovable(const Connector& connector) {
  const auto refuse = [](absl::string_view why, absl::string_view remedy) {
    return WithRemedy(WithReason(absl::FailedPreconditionError(why), "VERB_NOT_ALLOWED"), remedy);
  };
  if (connector.desired_state == DesiredState::kDeleted) {
    return refuse("cannot move the offsets of a connector that is DELETED",
                  "undelete it while its window is open");
  }
  if (!connector.start_pin.has_value()) {
    return refuse("cannot move the offsets of a connector that was never deployed: it has none",
                  "set where it begins (source.start_offset), then deploy it");
  }
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
