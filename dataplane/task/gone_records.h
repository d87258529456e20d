#ifndef SLUICE_DATAPLANE_TASK_GONE_RECORDS_H_
#define SLUICE_DATAPLANE_TASK_GONE_RECORDS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"

namespace sluice::dataplane {

// `error` (RECORDS_EXPIRED, SOURCE_TRUNCATED), with the command that lets the source partition of
// this connector go on with what is there. Pure.
absl::Status ToldHowToGoOn(const absl::Status& error, const std::string& connector_id,
                           int32_t partition);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_GONE_RECORDS_H_
