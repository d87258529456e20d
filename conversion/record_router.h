#ifndef SLUICE_CONVERSION_RECORD_ROUTER_H_
#define SLUICE_CONVERSION_RECORD_ROUTER_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "conversion/conversion_definition.h"
#include "conversion/rejection.h"
#include "conversion/table_partition.h"

namespace sluice::conversion {

// Where a record goes: the value of the partition column, empty for a table without partitions, or
// why it goes into no table partition.
struct Routed {
  absl::string_view partition;  // Valid until the next call.
  std::optional<Rejection> rejection;
};

// Finds the table partition of each record of one source partition, and holds the late policy. One
// thread.
//
// A record may have to be routed again, later, when the session that held its row has died. So
// within one batch each table partition either takes rows or does not, as a whole: what is late is
// fixed when the batch is begun and decided by the table partition, never by the record. Then
// whether a record went into a table partition that an entry of the ledger names is known without
// the clock: it did if it routes there. BeginRedo routes that way.
//
// It remembers the timestamps of what it has routed: when reading goes back behind that, make a new
// one.
class RecordRouter {
 public:
  explicit RecordRouter(const ConversionDefinition& definition);

  // A batch of records that are seen for the first time begins at this wall clock. With the clock
  // INGEST all of it goes into the table partition of `now_ms`.
  void BeginBatch(int64_t now_ms);

  // Records follow that a dead batch had: they are routed by the clock RECORD, without the late
  // policy. Rows belong only to table partitions that the batch's entry names. With the clock
  // INGEST it named one, which is `named`, the value of its partition column; else `named` is
  // ignored.
  void BeginRedo(absl::string_view named);

  // NO_TIMESTAMP, at VALUE_CONVERTER; LATE_RECORD, FUTURE_RECORD, at TASK_PUT. Begin first.
  Routed Route(int64_t timestamp_ms);

  // The latest timestamp of a record that was not late and not in the future; what is late for the
  // next batch is measured from it. -1: none yet.
  int64_t latest_ms() const { return latest_ms_; }

 private:
  enum class Verdict { kInside, kLate, kFuture };

  Verdict Judge(int64_t timestamp_ms) const;
  std::optional<Rejection> TakeBeyond(Verdict verdict, absl::string_view partition);

  const ConversionDefinition definition_;
  TablePartition table_partition_;
  std::optional<std::string> fixed_;  // Of every record of the batch.
  bool judging_ = false;
  // Of the batch. A time between them is inside; beyond them the table partition decides.
  int64_t past_bound_ms_ = std::numeric_limits<int64_t>::min();
  int64_t future_bound_ms_ = std::numeric_limits<int64_t>::max();
  int64_t latest_ms_ = -1;
  std::set<std::string> own_partitions_;  // That records beyond the bounds have opened.
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_RECORD_ROUTER_H_
