#ifndef SLUICE_CLI_OUTPUT_OFFSET_TEXT_H_
#define SLUICE_CLI_OUTPUT_OFFSET_TEXT_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "cli/output/table.h"
#include "google/longrunning/operations.pb.h"
#include "sluice/v1/offset_service.pb.h"

namespace sluice::cli {

// Offsets, plans and operations, for people. Pure.

Table TableOf(const v1::GetOffsetsResponse& offsets);

// What a plan would do: a line for each partition that moves, the sum, and the warnings.
std::string PlanText(const v1::OffsetPlan& plan);

// `moved 3 partitions: 120 records are read again, 0 are left out`.
std::string MovedText(const v1::ApplyOffsetChangeResponse& response);

Table TableOf(const std::vector<google::longrunning::Operation>& operations, absl::Time now);

// How far an operation is, in one line: `moving (1 of 3): waits for the group`.
std::string ProgressText(const google::longrunning::Operation& operation);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_OFFSET_TEXT_H_
