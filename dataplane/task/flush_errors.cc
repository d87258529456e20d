#include "dataplane/task/flush_errors.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "maxcompute/request/service_error.h"

namespace sluice::dataplane {
namespace {

std::string Text(const FlushedRange& range) {
  return absl::StrCat("source partition ", range.partition, ", offsets ", range.first_offset,
                      " to ", range.next_offset - 1);
}

}  // namespace

absl::Status SlowCall(int32_t partition) {
  return WithRemedy(
      WithReason(absl::UnavailableError(
                     absl::StrCat("MaxCompute has not taken rows of source partition ", partition,
                                  " for more than ", absl::FormatDuration(kSlowCall))),
                 maxcompute::kReasonMaxComputeUnreachable),
      "it goes on by itself as soon as MaxCompute answers; when it stays so, see MaxCompute's "
      "status and how much of the project's tunnel quota is in use");
}

absl::Status SlowCommit(const FlushedRange& range) {
  return WithReason(
      absl::UnavailableError(absl::StrCat("MaxCompute has been committing rows of ", Text(range),
                                          ", for more than ", absl::FormatDuration(kSlowCommit))),
      "COMMIT_PENDING");
}

absl::Status ValueRefused(const FlushedRange& range, const absl::Status& error) {
  return WithRemedy(
      Annotate(error, absl::StrCat("a row of ", Text(range))),
      "see the table's columns and MaxCompute's message; change the table, or move the connector's "
      "offset past these records");
}

}  // namespace sluice::dataplane
