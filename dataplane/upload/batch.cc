#include "dataplane/upload/batch.h"

#include <algorithm>
#include <utility>

namespace sluice::dataplane {

Batch::Batch(int64_t first_offset, int64_t revision, TaskMemory& memory,
             const BlockOptions& options)
    : first_offset_(first_offset),
      revision_(revision),
      memory_(memory),
      options_(options),
      next_offset_(first_offset) {}

Batch::~Batch() {
  for (const Open& open : open_) open.upload->GiveUp();
}

bool Batch::HasPartition(absl::string_view partition_value) const {
  return std::any_of(open_.begin(), open_.end(), [&](const Open& open) {
    return open.upload->partition_value() == partition_value;
  });
}

Batch::Open& Batch::ShareOf(absl::string_view partition_value) {
  if (last_ != nullptr && last_->upload->partition_value() == partition_value) return *last_;
  for (Open& open : open_) {
    if (open.upload->partition_value() == partition_value) {
      last_ = &open;
      return open;
    }
  }
  last_ = &open_.emplace_back(std::string(partition_value), memory_, options_);
  return *last_;
}

std::optional<conversion::Rejection> Batch::Append(absl::string_view partition_value,
                                                   const conversion::SourceRecord& record,
                                                   conversion::RowConverter& converter) {
  Open& open = ShareOf(partition_value);
  if (std::optional<conversion::Rejection> rejection =
          converter.AppendTo(record, open.block.encoder())) {
    return rejection;
  }
  open.upload->CountRow(record.offset);
  ++rows_;
  if (open.block.RowEnded()) [[unlikely]]
    Close(open);
  return std::nullopt;
}

void Batch::Close(Open& open) {
  closed_bytes_ += open.block.encoded_bytes();
  open.upload->Add(open.block.Close());
}

int64_t Batch::bytes() const {
  int64_t bytes = closed_bytes_;
  for (const Open& open : open_) bytes += open.block.encoded_bytes();
  return bytes;
}

int64_t Batch::memory_bytes() const {
  int64_t bytes = 0;
  for (const Open& open : open_) bytes += open.block.bytes() + open.upload->waiting_bytes();
  return bytes;
}

void Batch::MeasureMemory() {
  for (Open& open : open_) open.block.Measure();
}

ShareUploads Batch::FullShares() const {
  std::vector<std::pair<int64_t, std::shared_ptr<ShareUpload>>> full;
  for (const Open& open : open_) {
    if (const int64_t bytes = open.upload->waiting_bytes(); bytes > 0)
      full.emplace_back(bytes, open.upload);
  }
  std::sort(full.begin(), full.end(),
            [](const auto& a, const auto& b) { return a.first > b.first; });
  ShareUploads shares;
  for (auto& [bytes, upload] : full) shares.push_back(std::move(upload));
  return shares;
}

int Batch::sessions_missing() const {
  return static_cast<int>(std::count_if(open_.begin(), open_.end(),
                                        [](const Open& open) { return !open.upload->may_open(); }));
}

void Batch::CloseLargeBlocks() {
  const int64_t bytes_max = memory_.BlockBytes(options_.bytes_max);
  for (Open& open : open_) {
    if (open.block.rows() > 0 && open.block.bytes() > bytes_max) Close(open);
  }
}

ShareUploads Batch::Seal() {
  ShareUploads shares;
  for (Open& open : open_) {
    if (open.block.rows() > 0) Close(open);
    // A share whose every record was rejected needs no session.
    if (open.upload->rows() > 0) shares.push_back(std::move(open.upload));
  }
  open_.clear();
  last_ = nullptr;
  return shares;
}

}  // namespace sluice::dataplane
