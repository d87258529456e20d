#include "controlplane/deadletters/interrupted_replay.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/admin.h"
#include "base/kafka/record_reader.h"
#include "base/status/status_macros.h"
#include "formats/replay_headers.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kAskTimeout = absl::Seconds(5);
constexpr absl::Duration kHiddenPause = absl::Seconds(5);
constexpr int64_t kWindow = 20'000;  // Offsets between two looks at the clock.

using MarksByPlace = std::map<DeadLetterPlace, DeadLetterMark>;

// One source partition, with the letters that were on their way there.
struct Search {
  MarksByPlace unfinished;
  int64_t from = 0;
};

// By source partition.
std::map<int32_t, Search> SearchesFor(std::vector<DeadLetterMark> unfinished) {
  std::map<int32_t, Search> searches;
  for (DeadLetterMark& mark : unfinished) {
    Search& search = searches[mark.source_partition];
    search.from =
        search.unfinished.empty() ? mark.source_end : std::min(search.from, mark.source_end);
    search.unfinished[mark.place] = std::move(mark);
  }
  return searches;
}

// The origin of a record that one of `unfinished` was written as; null when it is another record.
const DeadLetterMark* Find(const MarksByPlace& unfinished, const kafka::StoredRecord& record) {
  std::vector<formats::HeaderView> views;
  for (const kafka::StoredHeader& header : record.headers)
    views.push_back({header.key, header.value});
  const std::optional<formats::ReplayOrigin> origin = formats::DecodeReplayHeaders(views);
  if (!origin.has_value()) return nullptr;
  const auto found = unfinished.find({origin->topic, origin->partition, origin->offset});
  if (found == unfinished.end() || found->second.operation != origin->operation) return nullptr;
  return &found->second;
}

// The source partitions of `searches` that exist, with their ends, whatever transactions are open.
absl::StatusOr<std::map<int32_t, int64_t>> EndsOf(kafka::Admin& admin, const std::string& topic,
                                                  const std::map<int32_t, Search>& searches) {
  SLUICE_ASSIGN_OR_RETURN(const auto topics, admin.DescribeTopics({topic}, kAskTimeout));
  const auto described = topics.find(topic);
  std::vector<kafka::TopicPartition> asked;
  for (const auto& [partition, search] : searches) {
    if (described != topics.end() && partition < described->second.partitions)
      asked.push_back({topic, partition});
  }
  std::map<int32_t, int64_t> ends;
  if (asked.empty()) return ends;
  SLUICE_ASSIGN_OR_RETURN(const auto listed,
                          admin.ListOffsets(asked, kafka::OffsetQuery::End(),
                                            kafka::IsolationLevel::kReadUncommitted, kAskTimeout));
  for (const auto& [partition, end] : listed) ends[partition.partition] = end;
  return ends;
}

std::vector<DeadLetterMark> MarksOf(const MarksByPlace& by_place) {
  std::vector<DeadLetterMark> marks;
  for (const auto& [place, mark] : by_place) marks.push_back(mark);
  return marks;
}

// How long until all of `unfinished` are certain.
absl::Duration UntilCertain(const std::vector<DeadLetterMark>& unfinished, absl::Time now) {
  absl::Duration longest = absl::ZeroDuration();
  for (const DeadLetterMark& mark : unfinished)
    longest = std::max(longest, mark.time + InterruptedReplay::kCertainAfter - now);
  return std::min(longest, InterruptedReplay::kCertainAfter);  // Clocks differ.
}

}  // namespace

absl::StatusOr<InterruptedReplay::Outlook> InterruptedReplay::Settle(
    const OperationClaim& claim, const Connector& connector, const Instance& instance,
    absl::Duration timeout, std::map<int32_t, SourceSearch>& searched) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<DeadLetterMark> unfinished,
                          marks_.ListUnfinished(connector.uid));
  if (unfinished.empty()) {
    searched.clear();
    return Outlook{.settled = true};
  }
  if (const absl::Duration wait = UntilCertain(unfinished, clock_.Now());
      wait > absl::ZeroDuration()) {
    return Outlook{.waiting_for = "the brokers to be certain which dead letters they have stored",
                   .look_again = wait};
  }
  const absl::Duration end = clock_.Monotonic() + timeout;
  const std::string& topic = connector.spec.source.topic;
  std::map<int32_t, Search> searches = SearchesFor(std::move(unfinished));
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin, clusters_.AdminOf(instance));
  SLUICE_ASSIGN_OR_RETURN(const auto ends, EndsOf(*admin, topic, searches));
  // After the ends were asked: what it shows reaches as far, unless a transaction is open.
  kafka::OffsetRanges bounds;
  std::unique_ptr<kafka::TopicLook> look;
  if (!ends.empty()) {
    SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::RecordReader> reader,
                            clusters_.ReaderOf(instance));
    SLUICE_ASSIGN_OR_RETURN(look, reader->Look(topic, kAskTimeout));
    bounds = look->bounds();
  }
  for (const auto& [partition, last] : ends) {
    const auto [known, first] =
        searched.try_emplace(partition, SourceSearch{searches.at(partition).from, last});
    // Lower than before: the topic was made anew.
    known->second.end = std::min(known->second.end, last);
  }
  Outlook outlook = {.settled = true};
  for (auto& [partition, search] : searches) {
    const auto bound = bounds.find(partition);
    if (bound != bounds.end() && ends.contains(partition)) {
      SourceSearch& known = searched.at(partition);
      if (bound->second.to < known.end) {
        outlook = {
            .waiting_for = absl::StrCat("an open transaction to end, which hides the end of topic ",
                                        topic, ", partition ", partition),
            .look_again = kHiddenPause};
        continue;
      }
      known.next = std::max(known.next, bound->second.from);
      while (known.next < known.end) {
        if (clock_.Monotonic() >= end) return Outlook();
        const kafka::OffsetRange range = {known.next, std::min(known.next + kWindow, known.end)};
        std::vector<DeadLetterMark> written;
        SLUICE_ASSIGN_OR_RETURN(
            const auto seen, look->Read({{partition, range}}, end - clock_.Monotonic(),
                                        [&](const kafka::StoredRecord& record) {
                                          const DeadLetterMark* mark =
                                              Find(search.unfinished, record);
                                          if (mark == nullptr) return;
                                          written.push_back(*mark);
                                          written.back().state = DeadLetterMark::State::kReplayed;
                                          written.back().replayed_offset = record.offset;
                                        }));
        if (!seen.contains(partition)) return Outlook();
        if (!written.empty())
          SLUICE_RETURN_IF_ERROR(marks_.FinishMarks(claim, connector.uid, written));
        for (const DeadLetterMark& mark : written) search.unfinished.erase(mark.place);
        known.next = range.to;
      }
    }
    // Also where the source topic has no such partition any more.
    SLUICE_RETURN_IF_ERROR(marks_.TakeBackMarks(claim, connector.uid, MarksOf(search.unfinished)));
  }
  if (outlook.settled) searched.clear();
  return outlook;
}

}  // namespace sluice::controlplane
