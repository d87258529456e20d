#include "base/kafka/api_versions.h"

#include <cstdio>

namespace sluice::kafka {
namespace {

constexpr int kFetch = 1;
constexpr int kMetadata = 3;

// What came with which release: newest first. `from` above zero: what was taken away.
struct Step {
  const char* release;
  int request;
  int from;
  int to;
};
constexpr Step kSteps[] = {
    {"4.1", kFetch, 0, 18},    // KIP-1166.
    {"4.0", kFetch, 4, 17},    // KIP-896 took the first ones away.
    {"3.9", kFetch, 0, 17},    // KIP-853.
    {"3.7", kFetch, 0, 16},    // KIP-951.
    {"3.5", kFetch, 0, 15},    // KIP-903.
    {"3.1", kFetch, 0, 13},    // KIP-516.
    {"2.7", kFetch, 0, 12},    // KIP-595.
    {"2.4", kMetadata, 0, 9},  // KIP-482.
    {"2.3", kFetch, 0, 11},    // KIP-392.
    {"2.1", kFetch, 0, 10},    // KIP-110.
    {"1.0", kFetch, 0, 6},     // KIP-112.
    {"0.11", kFetch, 0, 4},    // KIP-98.
    {"0.10", kFetch, 0, 0},
};

}  // namespace

bool ApiVersions::Read(absl::string_view line) {
  const size_t begin = line.find("ApiKey ");
  if (begin == absl::string_view::npos) return false;
  const std::string text(line.substr(begin));
  int request = 0, from = 0, to = 0;
  if (std::sscanf(text.c_str(), "ApiKey %*s (%d) Versions %d..%d", &request, &from, &to) != 3) {
    return false;
  }
  versions_[request] = {from, to};
  return true;
}

std::string ApiVersions::Release() const {
  for (const Step& step : kSteps) {
    const auto known = versions_.find(step.request);
    if (known == versions_.end()) continue;
    if (known->second.first >= step.from && known->second.second >= step.to) return step.release;
  }
  return "";
}

}  // namespace sluice::kafka
