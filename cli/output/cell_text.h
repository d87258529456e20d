#ifndef SLUICE_CLI_OUTPUT_CELL_TEXT_H_
#define SLUICE_CLI_OUTPUT_CELL_TEXT_H_

#include <string>

#include "google/protobuf/struct.pb.h"

namespace sluice::cli {

// A value of a table's row, as it stands in a cell. Pure.
inline std::string CellText(const google::protobuf::Value& value) {
  return value.has_null_value() ? "NULL" : value.string_value();
}

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_CELL_TEXT_H_
