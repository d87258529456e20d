#include "dataplane/worker/report_times.h"

#include <algorithm>

namespace sluice::dataplane {
namespace {

// So that nobody is told of more than 500 tasks a second.
constexpr absl::Duration kApartForEachTask = absl::Milliseconds(2);

}  // namespace

absl::Duration UntilNextReport(const LastReport& last) {
  const absl::Duration apart = std::min(last.tasks * kApartForEachTask, last.interval);
  return (last.news ? apart : last.interval) - last.age;
}

}  // namespace sluice::dataplane
