#ifndef SLUICE_MAXCOMPUTE_RECORD_GOLDEN_STREAMS_H_
#define SLUICE_MAXCOMPUTE_RECORD_GOLDEN_STREAMS_H_

#include <string>
#include <vector>

#include "maxcompute/record/column_type.h"
#include "maxcompute/record/value.h"

namespace sluice::maxcompute {

// A stream of tests/golden/maxcompute/record_streams.json.
struct GoldenStream {
  std::string name;
  std::vector<ColumnType> types;
  std::vector<Row> rows;
  std::string bytes;
};

// `section` is "streams" or "only_read". Ends the test when the file cannot be read.
std::vector<GoldenStream> ReadGoldenStreams(const std::string& section);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_GOLDEN_STREAMS_H_
