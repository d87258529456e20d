#ifndef SLUICE_CLI_OUTPUT_HEALTH_TEXT_H_
#define SLUICE_CLI_OUTPUT_HEALTH_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "cli/output/lines.h"
#include "sluice/v1/connector.pb.h"
#include "sluice/v1/task.pb.h"

namespace sluice::cli {

// How it is, since when, the first cause, what to do, and when it is tried again. Pure.
void AddHealth(const v1::Connector& connector, absl::Time now, Lines& lines);
void AddHealth(const v1::Task& task, absl::Time now, Lines& lines);

// `2020-11-17T07:12:09Z (5m ago)`; empty when there is none.
std::string TimeText(bool has, const google::protobuf::Timestamp& time, absl::Time now);

// `1.5 MiB`.
std::string BytesText(int64_t bytes);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_HEALTH_TEXT_H_
