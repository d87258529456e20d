#ifndef SLUICE_CONVERSION_CONVERSION_DEFINITION_H_
#define SLUICE_CONVERSION_CONVERSION_DEFINITION_H_

#include "absl/time/time.h"
#include "conversion/late_policy.h"
#include "conversion/partition_format.h"

namespace sluice::conversion {

// Which part of a record becomes columns (R18).
enum class Mode { kDefault, kKey, kValue };

// What the bytes of a key or value are (R19, B13).
enum class Format { kText, kBinary, kCsv, kJson };

// Which time a record's table partition is of.
enum class PartitionClock {
  kRecord,  // The record's own timestamp.
  kIngest,  // When its batch was begun.
  kNone,    // The table has no partitions.
};

// Whether rows are changes of a Delta table, and what of a record is their primary key.
enum class RowKey {
  kNone,       // They are added to an ordinary table.
  kPosition,   // Topic, partition and offset: the change of each record is a row of its own.
  kRecordKey,  // The record's key: the last record of a key says what its row is.
};

// How one revision of a connector makes rows of records: everything that decides about a row beside
// the record and the table.
struct ConversionDefinition {
  Mode mode = Mode::kDefault;
  Format format = Format::kText;
  Granularity granularity = Granularity::kHour;
  PartitionPattern pattern = PartitionPattern::kOriginal;
  PartitionClock clock = PartitionClock::kRecord;
  // The producers' zone (time_zone.h reads its text): of table partitions, and of dates and times
  // in texts that name none.
  absl::TimeZone zone = absl::FixedTimeZone(8 * 60 * 60);
  LatePolicy late;
  RowKey row_key = RowKey::kNone;
  // With kRecordKey: a record without value deletes the row of its key.
  bool delete_tombstones = false;

  friend bool operator==(const ConversionDefinition&, const ConversionDefinition&) = default;
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_CONVERSION_DEFINITION_H_
