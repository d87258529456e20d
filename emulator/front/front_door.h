#ifndef SLUICE_EMULATOR_FRONT_FRONT_DOOR_H_
#define SLUICE_EMULATOR_FRONT_FRONT_DOOR_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/http/server/exchange.h"
#include "emulator/faults/fault_registry.h"
#include "emulator/front/router.h"
#include "emulator/quota/quota_gate.h"
#include "emulator/ram/ram_api.h"
#include "emulator/store/world.h"

namespace sluice::emulator {

// Where every request comes in: finds the service it is meant for, checks who sent it, does what a
// fault asks, carries it out, words the errors as that service does, and logs one line.
//
// RAM and STS are at `/?Action=…`, REST below `/api`, REST and tunnel below `/projects`. Any thread
// may call.
class FrontDoor {
 public:
  // `faults` is null when faults are not enabled.
  FrontDoor(const World& world, absl::TimeZone zone, FaultRegistry* faults);

  http::ServerResponse Handle(http::ServerRequest request);

 private:
  // What the log says beside the answer.
  struct Notes {
    std::string request_id;
    std::string operation;
    std::string caller;
    std::string error;
  };
  http::ServerResponse HandleService(http::ServerRequest& request, Notes& notes);
  http::ServerResponse HandleRpc(const http::ServerRequest& request, Notes& notes);
  // Publishes what committed sessions wrote, once the time that a commit takes is over.
  absl::Status CommitDue();
  http::ServerResponse HandleOwn(const http::ServerRequest& request, Notes& notes);
  absl::StatusOr<http::ServerResponse> RunSigned(http::ServerRequest& request, Notes& notes,
                                                 ErrorForm& errors);
  // Runs `call` with the fault that strikes it, if any.
  absl::StatusOr<http::ServerResponse> RunWithFaults(const Call& call);

  const World& world_;
  Router router_;
  RamApi ram_;
  QuotaGate quotas_;
  FaultRegistry* const faults_;
};

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_FRONT_FRONT_DOOR_H_
