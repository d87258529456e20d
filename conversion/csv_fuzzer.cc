// Any text as a CSV record: it becomes a row that can be read again, or a rejection that says why.

#include <cstddef>
#include <cstdint>

#include "conversion/fuzzed_table.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sluice::conversion::ConvertFuzzed(sluice::conversion::Format::kCsv,
                                    {reinterpret_cast<const char*>(data), size});
  return 0;
}
