#ifndef SLUICE_TESTS_GOLDEN_MAXCOMPUTE_GOLDEN_FILE_H_
#define SLUICE_TESTS_GOLDEN_MAXCOMPUTE_GOLDEN_FILE_H_

#include <string>
#include <vector>

#include "maxcompute/record/column_type.h"
#include "maxcompute/record/value.h"
#include "nlohmann/json.hpp"

namespace sluice::maxcompute {

// The content of a golden file of this folder, by its name. Ends the test when it cannot be read.
nlohmann::json ReadGolden(const std::string& file);

// A stream of `record_streams.json`.
struct GoldenStream {
  std::string name;
  std::vector<ColumnType> types;
  std::vector<Row> rows;
  std::string bytes;
};

// `section` is "streams" or "only_read".
std::vector<GoldenStream> ReadGoldenStreams(const std::string& section);

}  // namespace sluice::maxcompute

#endif  // SLUICE_TESTS_GOLDEN_MAXCOMPUTE_GOLDEN_FILE_H_
