#include "controlplane/deadletters/letter_portion.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {
namespace {

constexpr int64_t kFirstWindow = 50;
constexpr int64_t kWiden = 4;
constexpr int64_t kLargestWindow = 5'000;

// Where reading of `partition` goes on; its end when nothing more is meant there.
int64_t NextMeant(const DeadLetterChoice& choice, const kafka::TopicPartition& partition,
                  const kafka::OffsetRange& range) {
  if (choice.places.empty()) return range.from;
  const auto next = choice.places.lower_bound({partition.topic, partition.partition, range.from});
  const bool here = next != choice.places.end() && next->topic == partition.topic &&
                    next->partition == partition.partition;
  return here ? std::min(next->offset, range.to) : range.to;
}

}  // namespace

absl::StatusOr<std::vector<DeadLetter>> ReadPortion(ErrorTopics& topics,
                                                    const DeadLetterChoice& choice,
                                                    const PortionLimits& limits, Clock& clock,
                                                    ErrorRanges& left) {
  const absl::Duration end = clock.Monotonic() + limits.timeout;
  std::vector<DeadLetter> portion;
  int64_t bytes = 0, offsets = 0, window = kFirstWindow;
  bool moved = false;
  const auto full = [&] {
    return portion.size() >= limits.letters_max || bytes >= limits.bytes_max;
  };
  while (!left.empty() && !full() && offsets < limits.offsets_max && clock.Monotonic() < end) {
    const kafka::TopicPartition partition = left.begin()->first;
    kafka::OffsetRange& range = left.begin()->second;
    const auto bound = topics.bounds().find(partition);
    // Retention may have passed it, or the topic is gone.
    if (bound == topics.bounds().end()) range.from = range.to;
    if (bound != topics.bounds().end()) range.from = std::max(range.from, bound->second.from);
    range.from = NextMeant(choice, partition, range);
    if (range.from >= range.to) {
      left.erase(left.begin());
      moved = true;
      continue;
    }
    const kafka::OffsetRange look = {range.from, std::min(range.from + window, range.to)};
    int64_t next = look.from;
    SLUICE_ASSIGN_OR_RETURN(
        const std::set<kafka::TopicPartition> seen,
        topics.Read({{partition, look}}, end - clock.Monotonic(), [&](DeadLetter letter) {
          if (full()) return;
          next = letter.place.offset + 1;
          if (!choice.Means(letter)) return;
          bytes += letter.bytes();
          portion.push_back(std::move(letter));
        }));
    if (!full() && seen.contains(partition)) next = look.to;
    if (next == look.from) break;
    moved = true;
    offsets += next - look.from;
    range.from = next;
    window = std::min(window * kWiden, kLargestWindow);
  }
  if (moved || left.empty()) return portion;
  return WithReason(absl::UnavailableError("the error topics could not be read in time"),
                    kafka::reason::kUnreachable);
}

}  // namespace sluice::controlplane
