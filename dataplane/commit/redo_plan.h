#ifndef SLUICE_DATAPLANE_COMMIT_REDO_PLAN_H_
#define SLUICE_DATAPLANE_COMMIT_REDO_PLAN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "dataplane/commit/standing_intent.h"

namespace sluice::dataplane {

// Which rows of a standing intent are written anew: those of its dead sessions, and no others (rule
// S9). They become a batch of their own over the same range.
struct RedoPlan {
  struct Share {
    std::string table_partition;  // As the tunnel spells it.
    int64_t first_row_offset = 0;
  };

  int64_t first_offset = 0;
  int64_t next_offset = 0;
  int64_t revision = 0;  // That routed the rows, and routes them again.
  int64_t rows = 0;      // That the dead sessions held.
  std::vector<Share> shares;

  // Whether the record of this offset, routed to this table partition, had its row in a dead
  // session.
  bool Takes(absl::string_view table_partition, int64_t offset) const;

  // Whether everything has been read once reading stands at `read_to` (rule S11). The last offsets
  // of the range may hold no record.
  bool EndsAt(int64_t read_to) const { return read_to >= next_offset; }
};

RedoPlan PlanRedo(const StandingIntent& standing);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_COMMIT_REDO_PLAN_H_
