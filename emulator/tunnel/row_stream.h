#ifndef SLUICE_EMULATOR_TUNNEL_ROW_STREAM_H_
#define SLUICE_EMULATOR_TUNNEL_ROW_STREAM_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/blocks/block_directory.h"
#include "emulator/record/content_coding.h"
#include "emulator/record/record_decoder.h"
#include "emulator/record/record_encoder.h"
#include "emulator/store/catalog.h"
#include "emulator/value/type.h"

namespace sluice::emulator {

// A range of rows, read from block files and written as a record stream while it is sent. Holds one
// block file at a time.
class RowStream : public http::ResponseStream {
 public:
  struct Range {
    int64_t begin = 0;
    int64_t count = 0;
  };

  // `selected` are places in `columns`, in the order in which they are to be sent.
  RowStream(const BlockDirectory& blocks, Columns columns, std::vector<int> selected,
            std::vector<Segment> segments, Range range, std::unique_ptr<ContentEncoder> encoding);

  absl::StatusOr<std::string> Next() override;

 private:
  // Adds rows to `raw` until there are enough bytes to send; false when there are no more.
  absl::StatusOr<bool> Fill(std::string& raw);
  absl::StatusOr<bool> NextSegment();

  const BlockDirectory& blocks_;
  const Columns columns_;
  const std::vector<int> selected_;
  Columns sent_columns_;
  const std::vector<Segment> segments_;
  size_t next_segment_ = 0;
  int64_t skip_;
  int64_t left_;
  std::string bytes_;                       // Of the segment being read.
  std::unique_ptr<RecordDecoder> decoder_;  // Over bytes_.
  std::unique_ptr<RecordEncoder> encoder_;
  std::unique_ptr<ContentEncoder> encoding_;
  bool finished_ = false;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_TUNNEL_ROW_STREAM_H_
