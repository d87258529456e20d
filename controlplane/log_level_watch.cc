#include "controlplane/log_level_watch.h"

#include <vector>

#include "base/log/log.h"
#include "base/status/status_macros.h"
#include "controlplane/model/resource_name.h"

namespace sluice::controlplane {
namespace {

// If a signal was missed.
constexpr absl::Duration kInterval = absl::Seconds(15);

}  // namespace

LogLevelWatch::~LogLevelWatch() { Stop(); }

absl::Status LogLevelWatch::Look() {
  SLUICE_ASSIGN_OR_RETURN(const std::vector<ConnectorLogLevel> levels,
                          levels_.ListLogLevels(clock_.Now()));
  std::set<std::pair<std::string, std::string>> named;
  for (const ConnectorLogLevel& one : levels) {
    // Lines name a connector in one of these ways.
    for (const auto& field :
         {std::pair<std::string, std::string>("connector", ConnectorName(one.id)),
          std::pair<std::string, std::string>("connector_uid", one.uid)}) {
      log::SetLevelWhere(field.first, field.second, one.level.level, one.level.until);
      named.insert(field);
    }
  }
  for (const auto& [key, value] : applied_) {
    if (named.contains({key, value})) continue;
    log::SetLevelWhere(key, value, log::Level::kInfo, absl::InfinitePast());
  }
  applied_ = std::move(named);
  return absl::OkStatus();
}

void LogLevelWatch::Start() { thread_ = std::thread(&LogLevelWatch::Run, this); }

void LogLevelWatch::Stop() {
  stopping_ = true;
  if (thread_.joinable()) thread_.join();
}

void LogLevelWatch::Run() {
  while (!stopping_) {
    const int64_t seen = changes_.Count(Change::kSnapshots);
    (void)Look();  // That the database is away, others say.
    if (!stopping_) changes_.WaitBeyond(Change::kSnapshots, seen, kInterval);
  }
}

}  // namespace sluice::controlplane
