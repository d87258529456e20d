#include "controlplane/completeness/completeness_rule.h"

#include <algorithm>
#include <optional>

namespace sluice::controlplane {
namespace {

// Of one verdict. A connector of minutes that stood still for a day has 1,440 to catch up with.
constexpr size_t kChangesMax = 1000;

// Offsets beyond the end are of a topic that was cut short or made anew: they prove nothing.
bool HadNothingUnread(const CompletenessFacts& facts, const SourcePartitionReport& source) {
  const auto end = facts.ends.find(source.partition);
  const auto later = facts.later_ends.find(source.partition);
  return end != facts.ends.end() && later != facts.later_ends.end() &&
         end->second <= source.next_offset && source.next_offset <= later->second;
}

absl::Time WatermarkOf(const CompletenessFacts& facts, const CompletenessRule& rule,
                       int32_t partition) {
  absl::Time watermark = absl::InfinitePast();
  for (const SourcePartitionReport& source : facts.sources) {
    if (source.partition != partition) continue;
    // As far as the clocks of workers may be ahead of this one.
    if (source.watermark - facts.now <= rule.grace)
      watermark = std::max(watermark, std::min(source.watermark, facts.now));
    if (HadNothingUnread(facts, source)) watermark = std::max(watermark, facts.ends_time);
  }
  return watermark;
}

absl::Time LeastWatermark(const CompletenessFacts& facts, const CompletenessRule& rule) {
  absl::Time least = facts.ends.empty() ? absl::InfinitePast() : absl::InfiniteFuture();
  for (const auto& [partition, end] : facts.ends)
    least = std::min(least, WatermarkOf(facts, rule, partition));
  return least;
}

std::map<std::string, absl::Time> LastCommits(const CompletenessFacts& facts) {
  std::map<std::string, absl::Time> last;
  for (const TablePartitionReport& report : facts.table_partitions) {
    absl::Time& time = last.try_emplace(report.value, absl::InfinitePast()).first->second;
    time = std::max(time, report.commit_time);
  }
  return last;
}

// Rows of a table partition that was complete, and those that make it complete again.
void LookAtLateRows(const CompletenessState& before, const std::vector<Completion>& known,
                    const CompletenessFacts& facts, const CompletenessRule& rule,
                    CompletenessVerdict& verdict) {
  for (const Completion& completion : known) {
    Completion changed = completion;
    const auto commit = verdict.state.last_commits.find(completion.table_partition);
    const auto seen = before.last_commits.find(completion.table_partition);
    const bool late = commit != verdict.state.last_commits.end() &&
                      (seen == before.last_commits.end() || commit->second > seen->second);
    if (late) {
      changed.late_commit_time = facts.now;
      if (completion.state == Completion::State::kComplete) {
        changed.state = Completion::State::kReopened;
        changed.time = facts.now;
        changed.announced = !rule.announces;
      }
    } else if (completion.state == Completion::State::kReopened &&
               facts.now - completion.late_commit_time >= rule.grace) {
      changed.state = Completion::State::kComplete;
      changed.time = facts.now;
      ++changed.version;
      changed.announced = !rule.announces;
    }
    if (changed != completion) verdict.changes.push_back(std::move(changed));
  }
}

}  // namespace

CompletenessVerdict JudgeCompleteness(const CompletenessState& before,
                                      const std::vector<Completion>& known,
                                      const CompletenessFacts& facts,
                                      const CompletenessRule& rule) {
  CompletenessVerdict verdict;
  CompletenessState& state = verdict.state;
  state.watermark = std::max(before.watermark, LeastWatermark(facts, rule));
  state.complete_until = before.complete_until;
  state.judged_time = facts.now;
  state.last_commits = LastCommits(facts);
  LookAtLateRows(before, known, facts, rule, verdict);
  if (state.watermark == absl::InfinitePast()) return verdict;

  const absl::Time passed = state.watermark - rule.grace;
  const auto millis = [](absl::Time time) { return absl::ToUnixMillis(time); };
  if (state.complete_until == absl::InfinitePast()) {
    // Of what lies before, nobody knows whether the connector has read it.
    const absl::Time begun = rule.reads_everything ? state.watermark : facts.now;
    if (!rule.table_partition.ValueOf(millis(begun)).has_value()) return verdict;
    state.complete_until = rule.table_partition.SpanOf(millis(begun)).end;
    return verdict;
  }
  while (true) {
    const std::optional<absl::string_view> value =
        rule.table_partition.ValueOf(millis(state.complete_until));
    if (!value.has_value()) return verdict;
    const conversion::TablePartition::Span span =
        rule.table_partition.SpanOf(millis(state.complete_until));
    if (span.end > passed) return verdict;
    if (verdict.changes.size() >= kChangesMax) {
      verdict.more = true;
      return verdict;
    }
    verdict.changes.push_back({.table_partition = std::string(*value),
                               .begin = span.begin,
                               .end = span.end,
                               .time = facts.now,
                               .announced = !rule.announces});
    state.complete_until = span.end;
  }
}

}  // namespace sluice::controlplane
