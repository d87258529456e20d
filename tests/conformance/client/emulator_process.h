#ifndef SLUICE_TESTS_CONFORMANCE_CLIENT_EMULATOR_PROCESS_H_
#define SLUICE_TESTS_CONFORMANCE_CLIENT_EMULATOR_PROCESS_H_

#include <string>

#include "tests/cluster/child_process.h"

namespace sluice::conformance {

// An emulator of its own for this test program: project `conformance`, whose owner is account 1000
// with the key "owner"/"owner-secret", and the service's key "service"/"service-secret" of
// alikafka.aliyuncs.com.
class EmulatorProcess {
 public:
  // The one of this program, started at the first call. Ends the test when it does not start.
  static EmulatorProcess& Shared();

  std::string url() const { return "http://" + address_; }
  std::string rest_endpoint() const { return url() + "/api"; }

 private:
  EmulatorProcess(cluster::ChildProcess process, std::string address)
      : process_(std::move(process)), address_(std::move(address)) {}

  static EmulatorProcess Start();

  cluster::ChildProcess process_;
  const std::string address_;
};

}  // namespace sluice::conformance

#endif  // SLUICE_TESTS_CONFORMANCE_CLIENT_EMULATOR_PROCESS_H_
