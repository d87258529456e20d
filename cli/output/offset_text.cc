#include "cli/output/offset_text.h"

#include "absl/strings/str_cat.h"
#include "cli/output/findings_text.h"
#include "cli/output/resource_text.h"
#include "sluice/v1/operation.pb.h"

namespace sluice::cli {
namespace {

std::string Known(int64_t number) { return number < 0 ? "?" : absl::StrCat(number); }

std::string InFlight(const v1::PartitionOffsets& partition) {
  if (!partition.has_in_flight()) return "";
  const v1::BatchInFlight& batch = partition.in_flight();
  return absl::StrCat("to ", batch.next_offset(), " (", batch.rows(), " rows)");
}

std::string Sum(int64_t again, int64_t out) {
  return absl::StrCat(again, again == 1 ? " record is" : " records are", " read again, ", out,
                      out == 1 ? " is" : " are", " left out");
}

v1::OperationMetadata MetadataOf(const google::longrunning::Operation& operation) {
  v1::OperationMetadata metadata;
  operation.metadata().UnpackTo(&metadata);
  return metadata;
}

std::string CountText(const v1::OperationMetadata& metadata) {
  if (metadata.total_count() == 0) return "";
  return absl::StrCat(metadata.done_count(), " of ", metadata.total_count());
}

std::string StateOf(const google::longrunning::Operation& operation) {
  if (!operation.done()) return MetadataOf(operation).cancel_requested() ? "CANCELLING" : "RUNNING";
  return operation.has_error() ? "FAILED" : "DONE";
}

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

}  // namespace

Table TableOf(const v1::GetOffsetsResponse& offsets) {
  Table table({"PARTITION", "COMMITTED", "IN FLIGHT", "BEGIN", "END", "LAG", "BEHIND", "TASK"});
  for (const v1::PartitionOffsets& partition : offsets.partitions()) {
    table.Add(
        {absl::StrCat(partition.partition()), Known(partition.committed_offset()),
         InFlight(partition), absl::StrCat(partition.begin_offset()), Known(partition.end_offset()),
         Known(partition.lag_records()),
         partition.has_lag_time() ? AgeText(absl::Seconds(partition.lag_time().seconds())) : "?",
         partition.task() < 0 ? "" : absl::StrCat(partition.task())});
  }
  return table;
}

std::string PlanText(const v1::OffsetPlan& plan) {
  if (plan.moves().empty()) return "nothing moves: every partition is there already\n";
  Table table({"PARTITION", "FROM", "TO", "READ AGAIN", "LEFT OUT"});
  for (const v1::PartitionMove& move : plan.moves()) {
    table.Add({absl::StrCat(move.partition()), Known(move.from_offset()),
               absl::StrCat(move.to_offset()), absl::StrCat(move.read_again()),
               absl::StrCat(move.left_out())});
  }
  return absl::StrCat(table.Text(), "\n", Sum(plan.read_again(), plan.left_out()),
                      "; the connector may have gone on when it is applied\n",
                      WarningsText(plan.warnings()));
}

std::string MovedText(const v1::ApplyOffsetChangeResponse& response) {
  int64_t again = 0;
  int64_t out = 0;
  for (const v1::PartitionMove& move : response.moves()) {
    again += move.read_again();
    out += move.left_out();
  }
  return absl::StrCat(
      "moved ", response.moves_size(),
      response.moves_size() == 1 ? " partition: " : " partitions: ", Sum(again, out));
}

Table TableOf(const std::vector<google::longrunning::Operation>& operations, absl::Time now) {
  Table table({"OPERATION", "KIND", "CONNECTOR", "STATE", "STEP", "DONE", "AGE", "WAITS FOR"});
  for (const google::longrunning::Operation& operation : operations) {
    const v1::OperationMetadata metadata = MetadataOf(operation);
    table.Add({IdOf(operation.name()), v1::OperationMetadata::Kind_Name(metadata.kind()),
               IdOf(metadata.target()), StateOf(operation), metadata.step(), CountText(metadata),
               AgeText(now - TimeOf(metadata.create_time())),
               operation.has_error() ? operation.error().message() : metadata.waiting_for()});
  }
  return table;
}

std::string ProgressText(const google::longrunning::Operation& operation) {
  const v1::OperationMetadata metadata = MetadataOf(operation);
  std::string text = metadata.step().empty() ? "begins" : metadata.step();
  const std::string count = CountText(metadata);
  if (!count.empty()) absl::StrAppend(&text, " (", count, ")");
  if (!metadata.waiting_for().empty())
    absl::StrAppend(&text, ": waits for ", metadata.waiting_for());
  return text;
}

}  // namespace sluice::cli
