#ifndef SLUICE_MAXCOMPUTE_RECORD_ENCODED_RECORD_H_
#define SLUICE_MAXCOMPUTE_RECORD_ENCODED_RECORD_H_

#include <cstdint>

#include "absl/strings/string_view.h"

namespace sluice::maxcompute {

// One record as it stands in a record stream. Borrowed from the stream.
struct EncodedRecord {
  absl::string_view bytes;  // With its end.
  uint32_t crc = 0;         // What its end says.
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_RECORD_ENCODED_RECORD_H_
