#include "dataplane/worker/log_levels.h"

#include <optional>
#include <utility>

#include "absl/time/time.h"
#include "base/log/log.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

// Lines name a connector in one of these ways.
std::pair<std::string, std::string> ByName(const v1::TaskAssignment& task) {
  return {"connector", task.connector()};
}
std::pair<std::string, std::string> ByUid(const v1::TaskAssignment& task) {
  return {"connector_uid", task.connector_uid()};
}

}  // namespace

void LogLevels::Apply(const v1::Assignment& assignment) {
  std::set<std::pair<std::string, std::string>> named;
  MutexLock lock(mu_);
  for (const v1::TaskAssignment& task : assignment.tasks()) {
    // A word that a newer control plane knows is none here: the worker's own level holds.
    const std::optional<log::Level> level = log::ParseLevel(task.log_level());
    if (!level.has_value()) continue;
    const absl::Time until = absl::FromUnixSeconds(task.log_level_until().seconds()) +
                             absl::Nanoseconds(task.log_level_until().nanos());
    for (const auto& field : {ByName(task), ByUid(task)}) {
      log::SetLevelWhere(field.first, field.second, *level, until);
      named.insert(field);
    }
  }
  for (const auto& [key, value] : applied_) {
    if (named.contains({key, value})) continue;
    log::SetLevelWhere(key, value, log::Level::kInfo, absl::InfinitePast());
  }
  applied_ = std::move(named);
}

}  // namespace sluice::dataplane
