#include "dataplane/commit/redo_plan.h"

#include <algorithm>

namespace sluice::dataplane {

bool RedoPlan::Takes(absl::string_view table_partition, int64_t offset) const {
  if (offset < first_offset || offset >= next_offset) return false;
  return std::any_of(shares.begin(), shares.end(), [&](const Share& share) {
    return share.table_partition == table_partition && offset >= share.first_row_offset;
  });
}

RedoPlan PlanRedo(const StandingIntent& standing) {
  RedoPlan plan{.first_offset = standing.first_offset,
                .next_offset = standing.intent.next_offset,
                .revision = standing.intent.connector_revision,
                .shares = {}};
  for (size_t i = 0; i < standing.intent.sessions.size(); ++i) {
    if (standing.fate(i) != SessionFate::kDead) continue;
    const formats::IntentSession& session = standing.intent.sessions[i];
    plan.rows += session.rows;
    plan.shares.push_back(
        {.table_partition = session.table_partition, .first_row_offset = session.first_row_offset});
  }
  return plan;
}

}  // namespace sluice::dataplane
