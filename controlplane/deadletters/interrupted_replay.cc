#include "controlplane/deadletters/interrupted_replay.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/kafka/admin.h"
#include "base/kafka/reasons.h"
#include "base/kafka/record_reader.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "formats/replay_headers.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kAskTimeout = absl::Seconds(5);
constexpr int64_t kWindow = 20'000;  // Offsets between two looks at the clock.

using MarksByPlace = std::map<DeadLetterPlace, DeadLetterMark>;

// One source partition, with the letters that were on their way there.
struct Search {
  MarksByPlace unfinished;
  int64_t from = 0;
  int64_t end = 0;
};

// By source partition.
std::map<int32_t, Search> SearchesFor(std::vector<DeadLetterMark> unfinished,
                                      const std::map<int32_t, int64_t>& searched) {
  std::map<int32_t, Search> searches;
  for (DeadLetterMark& mark : unfinished) {
    Search& search = searches[mark.source_partition];
    search.from =
        search.unfinished.empty() ? mark.source_end : std::min(search.from, mark.source_end);
    search.unfinished[mark.place] = std::move(mark);
  }
  for (auto& [partition, search] : searches) {
    const auto known = searched.find(partition);
    if (known != searched.end()) search.from = std::max(search.from, known->second);
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

absl::Status Hidden(const std::string& topic, int32_t partition) {
  return WithReason(
      absl::UnavailableError(absl::StrCat("an open transaction hides the end of topic ", topic,
                                          ", partition ", partition,
                                          ", where a dead letter may "
                                          "have been written")),
      kafka::reason::kBusy);
}

}  // namespace

absl::StatusOr<bool> InterruptedReplay::Settle(const Connector& connector, const Instance& instance,
                                               absl::Duration timeout,
                                               std::map<int32_t, int64_t>& searched) {
  SLUICE_ASSIGN_OR_RETURN(std::vector<DeadLetterMark> unfinished,
                          marks_.ListUnfinished(connector.uid));
  if (unfinished.empty()) {
    searched.clear();
    return true;
  }
  const absl::Duration end = clock_.Monotonic() + timeout;
  const std::string& topic = connector.spec.source.topic;
  std::map<int32_t, Search> searches = SearchesFor(std::move(unfinished), searched);
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::Admin> admin, clusters_.AdminOf(instance));
  std::vector<kafka::TopicPartition> partitions;
  for (const auto& [partition, search] : searches) partitions.push_back({topic, partition});
  SLUICE_ASSIGN_OR_RETURN(const auto ends,
                          admin->ListOffsets(partitions, kafka::OffsetQuery::End(),
                                             kafka::IsolationLevel::kReadUncommitted, kAskTimeout));
  // After the ends were asked: what it shows reaches as far, unless a transaction is open.
  SLUICE_ASSIGN_OR_RETURN(const std::shared_ptr<kafka::RecordReader> reader,
                          clusters_.ReaderOf(instance));
  SLUICE_ASSIGN_OR_RETURN(const auto look, reader->Look(topic, kAskTimeout));
  for (auto& [partition, search] : searches) {
    search.end = ends.at({topic, partition});
    const auto bound = look->bounds().find(partition);
    if (bound == look->bounds().end()) continue;  // The topic was made anew, and smaller.
    if (bound->second.to < search.end) return Hidden(topic, partition);
    search.from = std::max(search.from, bound->second.from);
    while (search.from < search.end) {
      if (clock_.Monotonic() >= end) {
        searched[partition] = search.from;
        return false;
      }
      const kafka::OffsetRange range = {search.from, std::min(search.from + kWindow, search.end)};
      std::vector<DeadLetterMark> written;
      SLUICE_ASSIGN_OR_RETURN(const auto seen,
                              look->Read({{partition, range}}, end - clock_.Monotonic(),
                                         [&](const kafka::StoredRecord& record) {
                                           const DeadLetterMark* mark =
                                               Find(search.unfinished, record);
                                           if (mark == nullptr) return;
                                           written.push_back(*mark);
                                           written.back().state = DeadLetterMark::State::kReplayed;
                                           written.back().replayed_offset = record.offset;
                                         }));
      if (!seen.contains(partition)) {
        searched[partition] = search.from;
        return false;
      }
      if (!written.empty()) SLUICE_RETURN_IF_ERROR(marks_.FinishMarks(connector.uid, written));
      for (const DeadLetterMark& mark : written) search.unfinished.erase(mark.place);
      search.from = range.to;
    }
    std::vector<DeadLetterMark> not_written;
    for (const auto& [place, mark] : search.unfinished) not_written.push_back(mark);
    SLUICE_RETURN_IF_ERROR(marks_.TakeBackMarks(connector.uid, not_written));
  }
  searched.clear();
  return true;
}

}  // namespace sluice::controlplane
