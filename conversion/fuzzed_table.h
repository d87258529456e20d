#ifndef SLUICE_CONVERSION_FUZZED_TABLE_H_
#define SLUICE_CONVERSION_FUZZED_TABLE_H_

#include "absl/strings/string_view.h"
#include "conversion/conversion_definition.h"

namespace sluice::conversion {

// Converts one record into a table with columns of every type and ends the program unless what must
// hold does: a row reads back whole, its texts are UTF-8, the same record gives the same row; a
// rejection has a reason and leaves no trace in the block.
//
// The first byte of `input` says how many of the columns the table has and with which it begins, so
// that each is met by short inputs; the rest is the value.
void ConvertFuzzed(Format format, absl::string_view input);

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_FUZZED_TABLE_H_
