#include "controlplane/deadletters/newest_first.h"

#include <algorithm>
#include <utility>

namespace sluice::controlplane {
namespace {

// Of one moment, those of one source partition are told as it has them.
bool IsNewer(const DeadLetter& a, const DeadLetter& b) {
  if (a.order_time() != b.order_time()) return a.order_time() > b.order_time();
  return a.context.topic == b.context.topic && a.context.partition == b.context.partition &&
         a.context.offset > b.context.offset;
}

}  // namespace

NewestFirst::NewestFirst(const ErrorRanges& left) {
  for (const auto& [partition, range] : left) parts_[partition].left = range;
}

ErrorRanges NewestFirst::Wanted(int64_t window) const {
  ErrorRanges wanted;
  for (const auto& [partition, part] : parts_) {
    const kafka::OffsetRange& left = part.left;
    if (part.at_hand.empty() && left.from < left.to)
      wanted[partition] = {std::max(left.from, left.to - window), left.to};
  }
  return wanted;
}

void NewestFirst::Add(const kafka::TopicPartition& partition, const kafka::OffsetRange& range,
                      std::vector<DeadLetter> letters) {
  Part& part = parts_.at(partition);
  part.left.to = range.from;
  part.at_hand = std::move(letters);
}

std::optional<DeadLetter> NewestFirst::Take() {
  Part* newest = nullptr;
  for (auto& [partition, part] : parts_) {
    if (part.at_hand.empty()) {
      if (part.left.from < part.left.to) return std::nullopt;
      continue;
    }
    if (newest == nullptr || IsNewer(part.at_hand.back(), newest->at_hand.back())) newest = &part;
  }
  if (newest == nullptr) return std::nullopt;
  DeadLetter letter = std::move(newest->at_hand.back());
  newest->at_hand.pop_back();
  return letter;
}

DeadLetterPositions NewestFirst::positions() const {
  DeadLetterPositions positions;
  for (const auto& [partition, part] : parts_) {
    if (!part.at_hand.empty()) {
      positions[partition] = part.at_hand.back().place.offset + 1;
    } else if (part.left.from < part.left.to) {
      positions[partition] = part.left.to;
    }
  }
  return positions;
}

}  // namespace sluice::controlplane
