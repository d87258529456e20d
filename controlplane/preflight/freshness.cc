#include "controlplane/preflight/freshness.h"

#include <string>

#include "absl/strings/str_cat.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kPerSession = absl::Milliseconds(600);  // 5 minutes / 500 sessions.
constexpr absl::Duration kFreshEnough = absl::Minutes(1);
constexpr char kField[] = "connector.sink.partition_granularity";

// With MINUTE the one that ends and the one that begins are both open most of the time; else the
// second one is for minutes of an hour or a day.
int OpenTablePartitions(PartitionGranularity granularity) {
  return granularity == PartitionGranularity::kMinute ? 2 : 1;
}

}  // namespace

absl::Duration FreshnessOf(int source_partitions, PartitionGranularity granularity) {
  return kPerSession * source_partitions * OpenTablePartitions(granularity);
}

Finding JudgeFreshness(int source_partitions, const MaxComputeSink& sink) {
  const std::string subject = absl::StrCat("projects/", sink.project, "/tables/", sink.table);
  if (sink.delivery == Delivery::kStream) {
    return Checked("connector.sink.delivery", subject,
                   "with delivery STREAM new rows are seen within about a second");
  }
  const absl::Duration freshness = FreshnessOf(source_partitions, sink.partition_granularity);
  const std::string message = absl::StrCat(
      "MaxCompute takes 500 upload sessions of a table in 5 minutes; with ", source_partitions,
      " source partitions and ", OpenTablePartitions(sink.partition_granularity),
      " table partition(s) open at a time, new rows are seen after at most ",
      absl::FormatDuration(absl::Ceil(freshness, absl::Seconds(1))));
  if (freshness <= kFreshEnough) return Checked(kField, subject, message);
  const bool by_minute = sink.partition_granularity == PartitionGranularity::kMinute;
  return NotRecommended(kField, subject, message,
                        by_minute ? "set sink.partition_granularity to HOUR, which halves it, or "
                                    "share the source topic's work among several tables"
                                  : "take it as it is, or read a topic of fewer partitions");
}

}  // namespace sluice::controlplane
