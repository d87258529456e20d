#include "tests/conformance/client/emulator_process.h"

#include <fstream>
#include <utility>

#include "absl/time/clock.h"
#include "base/check.h"

namespace sluice::conformance {
namespace {

constexpr char kSeed[] = R"(
accounts:
  - uid: "1000"
    access_keys: [{id: owner, secret: owner-secret}]
  - uid: "2000"
    service: alikafka.aliyuncs.com
    access_keys: [{id: service, secret: service-secret}]
projects:
  - {name: conformance, owner: "1000", region: cn-hangzhou}
)";

// Once the emulator has written it; empty when it does not in time.
std::string WaitForAddress(const std::string& port_file, cluster::ChildProcess& process) {
  for (int i = 0; i < 600 && process.IsRunning(); ++i) {
    std::ifstream in(port_file);
    std::string address;
    if (in >> address) return address;
    absl::SleepFor(absl::Milliseconds(50));
  }
  return "";
}

}  // namespace

EmulatorProcess EmulatorProcess::Start() {
  const std::string folder = cluster::FreshFolder("emulator");
  std::ofstream(folder + "/seed.yaml") << kSeed;
  absl::StatusOr<cluster::ChildProcess> process = cluster::ChildProcess::Start(
      {cluster::Runfile("emulator/maxcompute-emulator"), "--listen_address=127.0.0.1:0",
       "--data_dir=" + folder + "/data", "--seed_file=" + folder + "/seed.yaml",
       "--port_file=" + folder + "/port"},
      folder + "/log");
  SLUICE_CHECK(process.ok()) << process.status();
  std::string address = WaitForAddress(folder + "/port", *process);
  SLUICE_CHECK(!address.empty()) << process->LogTail();
  return EmulatorProcess(*std::move(process), std::move(address));
}

EmulatorProcess& EmulatorProcess::Shared() {
  static EmulatorProcess shared = Start();
  return shared;
}

}  // namespace sluice::conformance
