// Which batches and blocks go on to the table, and when, of Membership.

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "dataplane/task/membership.h"

namespace sluice::dataplane {

std::vector<OpenBatch> Membership::OpenBatches(absl::Duration now) const {
  std::vector<OpenBatch> batches;
  for (const auto& [partition, source] : sources_) {
    if (source.batch == nullptr) continue;
    batches.push_back(
        {.partition = partition,
         .ready = !source.flushing && source.phase == SourcePartition::Phase::kReading,
         .complete = source.reread_from.has_value() || !source.halt.ok(),
         .age = now - source.batch_begun,
         .silence = source.batch_begun - source.batch_sealed,
         .sessions = source.batch->table_partitions(),
         .bytes = source.batch->bytes(),
         .held_bytes = source.batch->memory_bytes()});
  }
  return batches;
}

void Membership::FlushWhatIsDue() {
  const absl::Duration now = parts_.clock.Monotonic();
  const FlushConditions conditions = {.sessions_per_second = parts_.sessions.per_second(),
                                      .memory_short = memory_short_,
                                      .held_bytes_max = parts_.memory.low_mark()};
  for (const int32_t partition : PlanFlushes(OpenBatches(now), conditions, parts_.limits)) {
    SourcePartition& source = sources_.at(partition);
    // The next batch will want as many: when they are not there yet, this one had better grow on.
    if (!parts_.sessions.Has(source.batch->table_partitions(), now) ||
        !parts_.sessions.TryTake(source.batch->sessions_missing(), now)) {
      return;
    }
    Flush(source);
  }
}

// Full blocks go while their batches still take rows, the largest shares first when sessions are
// short.
void Membership::CarryFullBlocks() {
  const absl::Duration now = parts_.clock.Monotonic();
  std::vector<std::pair<int64_t, std::shared_ptr<ShareUpload>>> full;
  for (auto& [partition, source] : sources_) {
    if (source.batch == nullptr) continue;
    source.batch->MeasureMemory();
    if (memory_short_) source.batch->CloseLargeBlocks();
    for (std::shared_ptr<ShareUpload>& share : source.batch->FullShares())
      full.emplace_back(share->waiting_bytes(), std::move(share));
  }
  std::stable_sort(full.begin(), full.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [bytes, share] : full) {
    if (!share->may_open()) {
      if (!parts_.sessions.TryTake(1, now)) continue;
      share->AllowOpening();
    }
    carrier_.Carry(share);
  }
}

void Membership::Flush(SourcePartition& source) {
  FlushItem item{
      .partition = source.partition,
      .epoch = source.epoch,
      .step = BatchStep::kUpload,
      .revision = source.batch->revision(),
      .dead_letters = source.dead_letters,
      .standing = {.partition = source.partition, .first_offset = source.batch->first_offset()},
      .rows = source.batch->rows(),
      .latest_ms = source.latest_ms};
  item.standing.intent.next_offset = source.batch->next_offset();
  if (source.table_holds_until > item.standing.first_offset)
    item.standing.intent.table_holds_until = source.table_holds_until;
  const auto asked = parts_.definition.asked_until.find(source.partition);
  if (asked != parts_.definition.asked_until.end()) item.standing.asked_until = asked->second;
  item.sealed = parts_.clock.Monotonic();
  item.uploads = source.batch->Seal();
  source.on_their_way.assign(item.uploads.begin(), item.uploads.end());
  for (const std::shared_ptr<ShareUpload>& upload : item.uploads) item.bytes += upload->bytes();
  if (source.table_holds_until <= item.standing.intent.next_offset) {
    source.table_holds_until.reset();
    source.held = {};
  }
  source.flushing = true;
  source.batch_sealed = parts_.clock.Monotonic();
  source.batch = nullptr;
  source.dead_letters = nullptr;
  flusher_->Submit(std::move(item));
}

}  // namespace sluice::dataplane
