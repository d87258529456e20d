#ifndef SLUICE_EMULATOR_FAULTS_FAULTS_API_H_
#define SLUICE_EMULATOR_FAULTS_FAULTS_API_H_

#include "absl/status/statusor.h"
#include "base/http/server/exchange.h"
#include "emulator/faults/fault_registry.h"

namespace sluice::emulator {

// POST /emulator/faults, GET /emulator/faults, POST /emulator/faults/{id}/release, DELETE
// /emulator/faults/{id}, as README.md describes them.
absl::StatusOr<http::ServerResponse> HandleFaults(FaultRegistry& faults,
                                                  const http::ServerRequest& request);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_FAULTS_FAULTS_API_H_
