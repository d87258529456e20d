#include "controlplane/watch/seen_connector.h"

#include <algorithm>
#include <optional>
#include <tuple>

namespace sluice::controlplane {
namespace {

bool LooksTheSame(const Progress& a, const Progress& b) {
  const auto all = [](const Progress& p) {
    return std::tie(p.tasks, p.tasks_running, p.rows_committed, p.dead_letters,
                    p.dead_letters_by_reason, p.lag_records, p.last_commit_time, p.bytes_committed,
                    p.restarts, p.freshness.until);
  };
  return all(a) == all(b);
}

bool LooksTheSame(const Condition& a, const Condition& b) {
  const auto all = [](const Condition& c) {
    return std::tie(c.type, c.status, c.problem.reason, c.problem.error_class,
                    c.last_transition_time);
  };
  return all(a) == all(b);
}

bool LooksTheSame(const std::optional<Trouble>& a, const std::optional<Trouble>& b) {
  if (!a.has_value() || !b.has_value()) return a.has_value() == b.has_value();
  const auto all = [](const Trouble& t) {
    return std::tie(t.problem.reason, t.problem.error_class, t.since, t.count, t.next_attempt_time,
                    t.tasks);
  };
  return all(*a) == all(*b);
}

}  // namespace

bool LooksTheSame(const SeenConnector& a, const SeenConnector& b) {
  return a.values == b.values && LooksTheSame(a.observation.trouble, b.observation.trouble) &&
         LooksTheSame(a.observation.progress, b.observation.progress) &&
         std::equal(a.observation.conditions.begin(), a.observation.conditions.end(),
                    b.observation.conditions.begin(), b.observation.conditions.end(),
                    [](const Condition& x, const Condition& y) { return LooksTheSame(x, y); }) &&
         a.connector == b.connector;
}

}  // namespace sluice::controlplane
