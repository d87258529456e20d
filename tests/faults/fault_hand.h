#ifndef SLUICE_TESTS_FAULTS_FAULT_HAND_H_
#define SLUICE_TESTS_FAULTS_FAULT_HAND_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "base/kafka/transactional_producer.h"
#include "base/sync/mutex.h"
#include "tests/faults/fault_plan.h"
#include "tests/faults/load.h"
#include "tests/faults/world.h"

namespace sluice::faults {

// Does the faults of one place to the world, one after the other. One thread.
class FaultHand {
 public:
  // `loads`: one for each stream, in their order.
  FaultHand(World& world, std::vector<Load*> loads) : world_(world), loads_(std::move(loads)) {}

  // Begins the fault, stays for as long as it lasts, and ends it. False when it met nothing that it
  // could have struck: no call to hold, a broker that was away.
  bool Strike(const Fault& fault);

 private:
  bool StrikeDaemon(Daemon& daemon, const Fault& fault);
  bool StrikeKafka(const Fault& fault);
  bool StrikeDatabase(const Fault& fault);
  bool StrikeNetworks(const std::vector<TcpProxy*>& networks, const Fault& fault);
  bool StrikeDestination(const Fault& fault);
  bool StrikeConnector(const Fault& fault);

  bool FailCalls(const Fault& fault);
  bool DieBeforeCommit(const Fault& fault);
  bool KillAtStep(const Fault& fault);
  bool SuspendAtStep(const Fault& fault);
  bool CommitsFailAndKill(const Fault& fault);
  bool OpenTransaction(const Fault& fault);
  bool AddPartition(const Fault& fault);

  void KillWorkers();
  void StartWorkers();
  // Whether a call was held within a few seconds.
  bool AwaitHeld(const std::string& emulator_fault);
  const Stream& StreamOf(const Fault& fault) const;

  World& world_;
  const std::vector<Load*> loads_;
  std::map<std::string, int> partitions_;  // Of topics that were given more.
};

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_FAULT_HAND_H_
