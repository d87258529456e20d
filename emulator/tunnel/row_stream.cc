#include "emulator/tunnel/row_stream.h"

#include <utility>

#include "base/status/status_macros.h"

namespace sluice::emulator {
namespace {

constexpr size_t kChunkBytes = 256 << 10;

}  // namespace

RowStream::RowStream(const BlockDirectory& blocks, Columns columns, std::vector<int> selected,
                     std::vector<Segment> segments, Range range,
                     std::unique_ptr<ContentEncoder> encoding)
    : blocks_(blocks),
      columns_(std::move(columns)),
      selected_(std::move(selected)),
      segments_(std::move(segments)),
      skip_(range.begin),
      left_(range.count),
      encoding_(std::move(encoding)) {
  for (int place : selected_) sent_columns_.push_back(columns_[place]);
  encoder_ = std::make_unique<RecordEncoder>(sent_columns_);
}

absl::StatusOr<bool> RowStream::NextSegment() {
  decoder_ = nullptr;
  while (next_segment_ < segments_.size() && segments_[next_segment_].rows <= skip_) {
    skip_ -= segments_[next_segment_++].rows;
  }
  if (next_segment_ == segments_.size()) return false;
  SLUICE_ASSIGN_OR_RETURN(bytes_, blocks_.Read(segments_[next_segment_++].file));
  decoder_ = std::make_unique<RecordDecoder>(columns_, bytes_);
  std::vector<bool> wanted(columns_.size());
  for (int place : selected_) wanted[place] = true;
  decoder_->Want(std::move(wanted));
  return true;
}

absl::StatusOr<bool> RowStream::Fill(std::string& raw) {
  Row row;
  Row sent(selected_.size());
  while (left_ > 0 && raw.size() < kChunkBytes) {
    if (decoder_ == nullptr) {
      SLUICE_ASSIGN_OR_RETURN(bool more, NextSegment());
      if (!more) return false;
    }
    SLUICE_ASSIGN_OR_RETURN(bool got, decoder_->Next(row));
    if (!got) {
      decoder_ = nullptr;
      continue;
    }
    if (skip_ > 0) {
      --skip_;
      continue;
    }
    for (size_t i = 0; i < selected_.size(); ++i) sent[i] = row[selected_[i]];
    encoder_->Append(sent, raw);
    --left_;
  }
  return left_ > 0;
}

absl::StatusOr<std::string> RowStream::Next() {
  // An encoding may swallow a chunk whole; empty would mean the end.
  while (!finished_) {
    std::string raw;
    SLUICE_ASSIGN_OR_RETURN(bool more, Fill(raw));
    if (!more) {
      encoder_->Finish(raw);
      finished_ = true;
    }
    std::string chunk = encoding_ == nullptr ? std::move(raw) : encoding_->Encode(raw);
    if (finished_ && encoding_ != nullptr) chunk += encoding_->Finish();
    if (!chunk.empty()) return chunk;
  }
  return std::string();
}

}  // namespace sluice::emulator
