#ifndef SLUICE_CONVERSION_PARTITION_FORMAT_H_
#define SLUICE_CONVERSION_PARTITION_FORMAT_H_

namespace sluice::conversion {

// How long a table partition is (R20).
enum class Granularity { kDay, kHour, kMinute };

// How the value of the partition column is written.
enum class PartitionPattern {
  kOriginal,  // `MM-dd-yyyy`, `MM-dd-yyyy HH`, `MM-dd-yyyy HH:mm`.
  kIso,       // `yyyy-MM-dd`, `yyyy-MM-dd HH`, `yyyy-MM-dd HH:mm`: sorts by time.
};

}  // namespace sluice::conversion

#endif  // SLUICE_CONVERSION_PARTITION_FORMAT_H_
