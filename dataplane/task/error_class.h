#ifndef SLUICE_DATAPLANE_TASK_ERROR_CLASS_H_
#define SLUICE_DATAPLANE_TASK_ERROR_CLASS_H_

#include "absl/status/status.h"

namespace sluice::dataplane {

// Who can mend an error.
enum class ErrorClass { kUser, kSystem, kDestination, kQuota };

// By reason, and where that says nothing by code; never by the message. Pure.
ErrorClass ClassOf(const absl::Status& error);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_TASK_ERROR_CLASS_H_
