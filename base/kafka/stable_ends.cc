#include "base/kafka/stable_ends.h"

#include <nlohmann/json.hpp>

#include "absl/strings/numbers.h"

namespace sluice::kafka {

std::map<int32_t, int64_t> StableEndsIn(absl::string_view statistics, const std::string& topic) {
  std::map<int32_t, int64_t> ends;
  const auto all = nlohmann::json::parse(statistics.begin(), statistics.end(), nullptr,
                                         /*allow_exceptions=*/false);
  if (!all.is_object() || !all.contains("topics") || !all["topics"].contains(topic)) return ends;
  const auto& found = all["topics"][topic];
  if (!found.contains("partitions")) return ends;
  for (const auto& [name, partition] : found["partitions"].items()) {
    int32_t number = -1;
    // -1 is what librdkafka counts to no partition; an offset below 0 is not known.
    if (!absl::SimpleAtoi(name, &number) || number < 0) continue;
    const auto end = partition.find("ls_offset");
    if (end == partition.end() || !end->is_number_integer() || *end < 0) continue;
    ends[number] = *end;
  }
  return ends;
}

}  // namespace sluice::kafka
