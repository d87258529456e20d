#include "controlplane/deadletters/dead_letter_reader.h"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/kafka/record_reader.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "controlplane/deadletters/letter_portion.h"

namespace sluice::controlplane {
namespace {

using MarksByPlace = std::map<DeadLetterPlace, DeadLetterMark>;

// Of each partition: the first look, and how much further back the next one goes when there was
// too little in it.
constexpr int64_t kFirstWindow = 1;  // How large records are nobody knows yet.
constexpr int64_t kWiden = 4;
constexpr int64_t kLargestWindow = 2'000;

// The part of `bounds` that is below `after`.
ErrorRanges LeftOf(const ErrorRanges& bounds, const std::optional<DeadLetterPositions>& after) {
  if (!after.has_value()) return bounds;
  ErrorRanges left;
  for (const auto& [partition, position] : *after) {
    const auto bound = bounds.find(partition);
    if (bound == bounds.end()) continue;
    left[partition] = {bound->second.from, std::min(bound->second.to, position)};
  }
  return left;
}

int64_t OffsetsIn(const ErrorRanges& ranges) {
  int64_t offsets = 0;
  for (const auto& [partition, range] : ranges) offsets += range.to - range.from;
  return offsets;
}

// How far back the next look goes: further than the one before, and no further than what may still
// be read, if records stay as large as those that were.
int64_t NextWindow(int64_t window, const ErrorTopics& topics, int64_t offsets_read,
                   int64_t bytes_max) {
  const int64_t partitions = std::max<int64_t>(1, topics.bounds().size());
  const int64_t bytes_each =
      std::max<int64_t>(1, topics.bytes_read() / std::max<int64_t>(1, offsets_read));
  const int64_t affordable = (bytes_max - topics.bytes_read()) / (bytes_each * partitions);
  return std::clamp<int64_t>(affordable, 1, std::min(window * kWiden, kLargestWindow));
}

absl::StatusOr<MarksByPlace> FindMarks(DeadLetterMarkStore& store, const std::string& uid,
                                       const ErrorRanges& ranges) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<DeadLetterMark> found,
                          store.FindMarks(uid, MarkRanges(ranges)));
  MarksByPlace marks;
  for (DeadLetterMark& mark : found) marks[mark.place] = std::move(mark);
  return marks;
}

std::optional<DeadLetterMark> MarkOf(const DeadLetter& letter, const MarksByPlace& marks) {
  const auto mark = marks.find(letter.place);
  if (mark == marks.end() || !IsOf(mark->second, letter)) return std::nullopt;
  return mark->second;
}

// One that is on its way is not: what became of it may have to be found out.
bool IsSeenTo(const DeadLetter& letter) {
  return letter.mark.has_value() && letter.mark->state != DeadLetterMark::State::kReplaying;
}

}  // namespace

ErrorRanges RangesFor(const DeadLetterChoice& choice, const ErrorRanges& bounds) {
  if (choice.places.empty()) return bounds;
  ErrorRanges ranges;
  for (const DeadLetterPlace& place : choice.places) {
    const kafka::TopicPartition partition = {place.topic, place.partition};
    if (!bounds.contains(partition)) continue;
    const auto [range, first] =
        ranges.try_emplace(partition, kafka::OffsetRange{place.offset, place.offset + 1});
    range->second.to = place.offset + 1;  // Places are in order.
  }
  return ranges;
}

std::vector<DeadLetterRange> MarkRanges(const ErrorRanges& ranges) {
  std::vector<DeadLetterRange> made;
  for (const auto& [partition, range] : ranges)
    made.push_back({partition.topic, partition.partition, range.from, range.to});
  return made;
}

absl::Status DeadLetterNotFound(const DeadLetterPlace& place) {
  return WithRemedy(WithReason(absl::NotFoundError(absl::StrCat("topic ", place.topic,
                                                                ", partition ", place.partition,
                                                                " has no dead letter of this "
                                                                "connector at offset ",
                                                                place.offset)),
                               "DEAD_LETTER_NOT_FOUND"),
                    "list the dead letters anew; retention may have deleted it");
}

// What is left of the limits of one call.
struct DeadLetterReader::Budget {
  absl::Duration end;  // By Clock::Monotonic.
  int64_t offsets;
  int64_t window = kFirstWindow;
};

absl::StatusOr<ErrorTopics> DeadLetterReader::Begin(const Connector& connector,
                                                    const Instance& instance) {
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::RecordReader> reader,
                          clusters_.ReaderOf(instance));
  return ErrorTopics::Begin(*reader, connector, limits_.open_timeout);
}

absl::StatusOr<bool> DeadLetterReader::Fill(ErrorTopics& topics, const Connector& connector,
                                            const DeadLetterQuery& query, const ErrorRanges& wanted,
                                            Budget& budget, NewestFirst& merge) {
  SLUICE_ASSIGN_OR_RETURN(MarksByPlace marks, FindMarks(marks_, connector.uid, wanted));
  std::map<kafka::TopicPartition, std::vector<DeadLetter>> letters;
  const auto show = [&](DeadLetter letter) {
    if (!query.choice.Means(letter)) return;
    letter.mark = MarkOf(letter, marks);
    if (IsSeenTo(letter) && !query.choice.MeansMarked()) return;
    CutForPeople(query.payload_bytes_max, letter);
    letters[{letter.place.topic, letter.place.partition}].push_back(std::move(letter));
  };
  SLUICE_ASSIGN_OR_RETURN(const std::set<kafka::TopicPartition> seen,
                          topics.Read(wanted, budget.end - clock_.Monotonic(), show));
  budget.offsets -= OffsetsIn(wanted);
  for (const kafka::TopicPartition& partition : seen)
    merge.Add(partition, wanted.at(partition), std::move(letters[partition]));
  return !seen.empty();
}

absl::StatusOr<DeadLetterPage> DeadLetterReader::List(const Connector& connector,
                                                      const Instance& instance,
                                                      const DeadLetterQuery& query) {
  SLUICE_ASSIGN_OR_RETURN(ErrorTopics topics, Begin(connector, instance));
  if (!query.after.has_value()) {
    const absl::Status forgotten = marks_.ForgetBelow(connector.uid, MarkRanges(topics.bounds()));
    if (!forgotten.ok()) log::Debug("old marks were not removed", {{"error", forgotten}});
  }
  Budget budget = {.end = clock_.Monotonic() + limits_.read_timeout,
                   .offsets = limits_.offsets_max};
  NewestFirst merge(LeftOf(topics.bounds(), query.after));
  const DeadLetterPositions begin = merge.positions();
  DeadLetterPage page;
  bool moved = false;
  int64_t bytes = 0;
  while (static_cast<int>(page.letters.size()) < query.letters_max &&
         bytes < limits_.page_bytes_max) {
    if (std::optional<DeadLetter> letter = merge.Take()) {
      bytes += letter->bytes();
      page.letters.push_back(*std::move(letter));
      continue;
    }
    const ErrorRanges wanted = merge.Wanted(budget.window);
    if (wanted.empty()) break;
    const bool out_of_time = clock_.Monotonic() >= budget.end;
    if (out_of_time || budget.offsets <= 0 || topics.bytes_read() >= limits_.read_bytes_max) break;
    SLUICE_ASSIGN_OR_RETURN(const bool filled,
                            Fill(topics, connector, query, wanted, budget, merge));
    if (!filled) break;
    moved = true;
    budget.window = NextWindow(budget.window, topics, limits_.offsets_max - budget.offsets,
                               limits_.read_bytes_max);
  }
  page.next = merge.positions();
  // An empty page that goes on where it began would be asked for again and again.
  const bool forward = !page.letters.empty() || page.next != begin;
  if ((moved && forward) || page.next.empty()) return page;
  return WithReason(absl::UnavailableError("the error topics could not be read in time"),
                    kafka::reason::kUnreachable);
}

absl::StatusOr<std::map<std::string, int64_t>> DeadLetterReader::CountByReason(
    const Connector& connector, const Instance& instance, const DeadLetterChoice& choice) {
  SLUICE_ASSIGN_OR_RETURN(ErrorTopics topics, Begin(connector, instance));
  const absl::Duration end = clock_.Monotonic() + limits_.read_timeout;
  ErrorRanges left = topics.bounds();
  for (auto& [partition, range] : left)
    range.from = std::max(range.from, range.to - limits_.counted_per_partition);
  std::map<std::string, int64_t> counts;
  int64_t offsets_read = 0, look = kFirstWindow;
  // Backwards, so that what limits leave out is the oldest.
  while (clock_.Monotonic() < end && topics.bytes_read() < limits_.read_bytes_max) {
    ErrorRanges window;
    for (auto& [partition, range] : left) {
      const int64_t from = std::max(range.from, range.to - look);
      if (from < range.to) window[partition] = {from, range.to};
      range.to = std::min(range.to, from);
    }
    if (window.empty()) break;
    SLUICE_ASSIGN_OR_RETURN(const MarksByPlace marks, FindMarks(marks_, connector.uid, window));
    const auto seen = topics.Read(window, end - clock_.Monotonic(), [&](DeadLetter letter) {
      if (!choice.Means(letter)) return;
      letter.mark = MarkOf(letter, marks);
      if (choice.MeansMarked() || !IsSeenTo(letter)) ++counts[letter.context.reason];
    });
    SLUICE_RETURN_IF_ERROR(seen.status());
    offsets_read += OffsetsIn(window);
    look = NextWindow(look, topics, offsets_read, limits_.read_bytes_max);
  }
  return counts;
}

absl::StatusOr<std::vector<DeadLetter>> DeadLetterReader::Find(
    const Connector& connector, const Instance& instance, const std::set<DeadLetterPlace>& places,
    absl::Duration timeout) {
  SLUICE_ASSIGN_OR_RETURN(ErrorTopics topics, Begin(connector, instance));
  const DeadLetterChoice choice = {.places = places};
  ErrorRanges left = RangesFor(choice, topics.bounds());
  const absl::Duration end = clock_.Monotonic() + timeout;
  std::map<DeadLetterPlace, DeadLetter> found;
  while (!left.empty()) {
    SLUICE_ASSIGN_OR_RETURN(
        std::vector<DeadLetter> portion,
        ReadPortion(topics, choice, {.timeout = end - clock_.Monotonic()}, clock_, left));
    for (DeadLetter& letter : portion) {
      CutForPeople(0, letter);
      found[letter.place] = std::move(letter);
    }
  }
  std::vector<DeadLetterRange> ranges;
  for (const DeadLetterPlace& place : places) {
    if (!found.contains(place)) return DeadLetterNotFound(place);
    ranges.push_back({place.topic, place.partition, place.offset, place.offset + 1});
  }
  SLUICE_ASSIGN_OR_RETURN(std::vector<DeadLetterMark> marks,
                          marks_.FindMarks(connector.uid, ranges));
  for (DeadLetterMark& mark : marks) {
    DeadLetter& letter = found[mark.place];
    if (IsOf(mark, letter)) letter.mark = std::move(mark);
  }
  std::vector<DeadLetter> letters;
  for (auto& [place, letter] : found) letters.push_back(std::move(letter));
  return letters;
}

absl::StatusOr<DeadLetter> DeadLetterReader::Get(const Connector& connector,
                                                 const Instance& instance,
                                                 const DeadLetterPlace& place,
                                                 size_t payload_bytes_max) {
  SLUICE_ASSIGN_OR_RETURN(ErrorTopics topics, Begin(connector, instance));
  const kafka::TopicPartition partition = {place.topic, place.partition};
  const auto bound = topics.bounds().find(partition);
  if (bound == topics.bounds().end() || place.offset < bound->second.from ||
      place.offset >= bound->second.to) {
    return DeadLetterNotFound(place);
  }
  const ErrorRanges only = {{partition, {place.offset, place.offset + 1}}};
  std::optional<DeadLetter> found;
  SLUICE_ASSIGN_OR_RETURN(const auto seen,
                          topics.Read(only, limits_.read_timeout,
                                      [&](DeadLetter letter) { found = std::move(letter); }));
  if (!found.has_value() && seen.empty()) {
    return WithReason(absl::UnavailableError("the error topic could not be read in time"),
                      kafka::reason::kUnreachable);
  }
  if (!found.has_value()) return DeadLetterNotFound(place);
  CutForPeople(payload_bytes_max, *found);
  SLUICE_ASSIGN_OR_RETURN(MarksByPlace marks, FindMarks(marks_, connector.uid, only));
  found->mark = MarkOf(*found, marks);
  return *std::move(found);
}

}  // namespace sluice::controlplane
