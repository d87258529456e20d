#include "tests/faults/stream.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sluice::faults {

std::vector<Stream> TheStreams() {
  return {
      {.name = "text",
       .granularity = v1::MaxComputeSink::MINUTE,
       .partitions = 4,
       .tasks = 2,
       .share = 5},
      {.name = "csv",
       .format = v1::MaxComputeSink::CSV,
       .mode = v1::MaxComputeSink::VALUE,
       .granularity = v1::MaxComputeSink::HOUR,
       .partitions = 3,
       .tasks = 3,
       .bad_per_mille = 5,
       .columns = "id BIGINT NOT NULL,name STRING",
       .share = 2},
      {.name = "bytes",
       .format = v1::MaxComputeSink::BINARY,
       .granularity = v1::MaxComputeSink::MINUTE,
       .partitions = 2,
       .tasks = 1,
       .columns = "key BINARY,value BINARY",
       .share = 3},
  };
}

std::string ValueOf(const Stream& stream, int64_t number, bool fits) {
  // No number of a BIGINT column.
  if (!fits) return absl::StrCat("none-", number, ",bad");
  return absl::StrCat(number, ",the record of this number and some more text behind it");
}

bool Fits(const Stream& stream, absl::string_view value) {
  return stream.bad_per_mille == 0 || !absl::StartsWith(value, "none-");
}

}  // namespace sluice::faults
