#ifndef SLUICE_TESTS_CLUSTER_ASSIGNMENT_FILE_H_
#define SLUICE_TESTS_CLUSTER_ASSIGNMENT_FILE_H_

#include <string>

#include "absl/status/status.h"

namespace sluice::v1 {
class Assignment;
}

namespace sluice::cluster {

// Lays an assignment into a worker's state folder, sealed as the worker itself keeps it: a worker
// that starts there without a control plane runs it. Makes the worker's uid and key if they are
// missing.
absl::Status WriteAssignment(const v1::Assignment& assignment, const std::string& state_dir,
                             const std::string& worker_uid);

}  // namespace sluice::cluster

#endif  // SLUICE_TESTS_CLUSTER_ASSIGNMENT_FILE_H_
