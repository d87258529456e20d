#include "dataplane/upload/batch.h"

#include <algorithm>
#include <utility>

namespace sluice::dataplane {

Batch::Batch(int64_t first_offset, int64_t revision, int64_t block_bytes_max)
    : first_offset_(first_offset),
      revision_(revision),
      block_bytes_max_(block_bytes_max),
      next_offset_(first_offset) {}

bool Batch::HasPartition(absl::string_view partition_value) const {
  return std::any_of(open_.begin(), open_.end(), [&](const Open& open) {
    return open.share.partition_value == partition_value;
  });
}

Batch::Open& Batch::ShareOf(absl::string_view partition_value) {
  if (last_ != nullptr && last_->share.partition_value == partition_value) return *last_;
  for (Open& open : open_) {
    if (open.share.partition_value == partition_value) {
      last_ = &open;
      return open;
    }
  }
  last_ = &open_.emplace_back();
  last_->share.partition_value = std::string(partition_value);
  return *last_;
}

std::optional<conversion::Rejection> Batch::Append(absl::string_view partition_value,
                                                   const conversion::SourceRecord& record,
                                                   conversion::RowConverter& converter) {
  Open& open = ShareOf(partition_value);
  const int64_t before = open.encoder.encoded_bytes();
  if (std::optional<conversion::Rejection> rejection = converter.AppendTo(record, open.encoder))
    return rejection;
  if (open.share.rows == 0) open.share.first_row_offset = record.offset;
  ++open.share.rows;
  ++rows_;
  bytes_ += open.encoder.encoded_bytes() - before;
  if (open.encoder.encoded_bytes() >= block_bytes_max_)
    open.share.blocks.push_back(open.encoder.Finish());
  return std::nullopt;
}

void Batch::Cover(int64_t next_offset) { next_offset_ = std::max(next_offset_, next_offset); }

std::vector<BatchShare> Batch::Seal() {
  std::vector<BatchShare> shares;
  for (Open& open : open_) {
    if (open.encoder.rows() > 0) open.share.blocks.push_back(open.encoder.Finish());
    // A share whose every record was rejected needs no session.
    if (open.share.rows > 0) shares.push_back(std::move(open.share));
  }
  open_.clear();
  last_ = nullptr;
  return shares;
}

}  // namespace sluice::dataplane
