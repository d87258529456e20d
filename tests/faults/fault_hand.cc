#include "tests/faults/fault_hand.h"

#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"

namespace sluice::faults {
namespace {

constexpr absl::Duration kHeldPatience = absl::Seconds(8);
constexpr absl::Duration kVerbPatience = absl::Seconds(5);
constexpr int kPartitionsMax = 8;

void Stay(absl::Duration duration) {
  std::this_thread::sleep_for(absl::ToChronoMilliseconds(duration));
}

TcpProxy::Mode ModeOf(Kind kind) {
  switch (kind) {
    case Kind::kRefuse:
      return TcpProxy::Mode::kRefuse;
    case Kind::kStall:
      return TcpProxy::Mode::kStall;
    case Kind::kStallAnswers:
      return TcpProxy::Mode::kStallAnswers;
    case Kind::kSlow:
      return TcpProxy::Mode::kSlow;
    default:
      return TcpProxy::Mode::kPass;
  }
}

// A fault of the emulator: what it does to calls of `operation`, to `times` of them (0: all).
std::string EmulatorFault(absl::string_view operation, absl::string_view action, int64_t times,
                          absl::string_view more = "") {
  const std::string match =
      operation.empty() ? "" : absl::StrCat(R"("match":{"operation":")", operation, R"("},)");
  return absl::StrCat("{", match, R"("action":")", action, R"(","times":)", times,
                      more.empty() ? "" : ",", more, "}");
}

// What an emulator that refuses calls may answer.
std::string Refusal(int64_t number) {
  static constexpr const char* kRefusals[] = {
      R"("status":500,"code":"InternalServerError")", R"("status":503,"code":"ServiceUnavailable")",
      R"("status":429,"code":"FlowExceeded")", R"("status":502,"code":"BadGateway")"};
  return kRefusals[number % 4];
}

}  // namespace

bool FaultHand::Strike(const Fault& fault) {
  switch (fault.place) {
    case Place::kWorker0:
      return StrikeDaemon(world_.worker(0), fault);
    case Place::kWorker1:
      return StrikeDaemon(world_.worker(1 % world_.workers()), fault);
    case Place::kGuest:
      return StrikeDaemon(world_.guest(), fault);
    case Place::kControlPlane0:
      return StrikeDaemon(world_.control_plane(0), fault);
    case Place::kControlPlane1:
      return StrikeDaemon(world_.control_plane(1 % world_.control_planes()), fault);
    case Place::kKafka:
      return StrikeKafka(fault);
    case Place::kDatabase:
      return StrikeDatabase(fault);
    case Place::kDestination:
      return StrikeDestination(fault);
    case Place::kKafkaNetwork:
      return StrikeNetworks({&world_.kafka_network()}, fault);
    case Place::kDestinationNetwork:
      return StrikeNetworks({&world_.destination_network()}, fault);
    case Place::kDatabaseNetwork:
      return StrikeNetworks({&world_.database_network()}, fault);
    case Place::kControlPlaneNetwork: {
      std::vector<TcpProxy*> all;
      for (int i = 0; i < world_.control_planes(); ++i)
        all.push_back(&world_.control_plane_network(i));
      return StrikeNetworks(all, fault);
    }
    case Place::kConnector:
      return StrikeConnector(fault);
  }
  return false;
}

bool FaultHand::StrikeDaemon(Daemon& daemon, const Fault& fault) {
  switch (fault.kind) {
    case Kind::kSuspend:
      daemon.Suspend();
      Stay(fault.lasts);
      daemon.Resume();
      return true;
    case Kind::kJoin:
      daemon.Start();
      Stay(fault.lasts);
      if (fault.detail == "killed") daemon.Kill();
      daemon.Terminate();
      return true;
    case Kind::kRestart:
      daemon.Terminate();
      break;
    default:
      daemon.Kill();
  }
  Stay(fault.lasts);
  daemon.Start();
  return true;
}

bool FaultHand::StrikeKafka(const Fault& fault) {
  if (fault.kind == Kind::kSuspend) {
    world_.kafka().Suspend();
    Stay(fault.lasts);
    world_.kafka().Resume();
    return true;
  }
  world_.kafka().Kill();
  Stay(fault.lasts);
  world_.kafka().Start();
  return true;
}

bool FaultHand::StrikeDatabase(const Fault& fault) {
  if (fault.kind == Kind::kSuspend) {
    world_.postgres().Suspend();
    Stay(fault.lasts);
    world_.postgres().Resume();
    return true;
  }
  world_.postgres().Kill();
  Stay(fault.lasts);
  world_.postgres().Start();
  return true;
}

bool FaultHand::StrikeNetworks(const std::vector<TcpProxy*>& networks, const Fault& fault) {
  for (TcpProxy* network : networks) {
    if (fault.kind == Kind::kCut) network->Cut();
    if (fault.kind == Kind::kRepeatRequests) network->Repeat();
    if (fault.kind == Kind::kRefuse) network->Cut();
    network->SetMode(ModeOf(fault.kind));
  }
  Stay(fault.lasts);
  for (TcpProxy* network : networks) network->SetMode(TcpProxy::Mode::kPass);
  return true;
}

bool FaultHand::StrikeDestination(const Fault& fault) {
  cluster::Emulator& emulator = world_.emulator();
  switch (fault.kind) {
    case Kind::kKill:
      emulator.Kill();
      Stay(fault.lasts);
      world_.spawner().Run([&] { emulator.Restart(); });
      return true;
    case Kind::kSuspend:
      emulator.process().Suspend();
      Stay(fault.lasts);
      emulator.process().Resume();
      return true;
    case Kind::kSessionsDie:
      world_.EndSessions(fault.detail);
      return true;
    case Kind::kDieBeforeCommit:
      return DieBeforeCommit(fault);
    case Kind::kKillAtStep:
      return KillAtStep(fault);
    case Kind::kSuspendAtStep:
      return SuspendAtStep(fault);
    case Kind::kCommitsFailAndKill:
      return CommitsFailAndKill(fault);
    default:
      return FailCalls(fault);
  }
}

bool FaultHand::FailCalls(const Fault& fault) {
  std::string asked;
  switch (fault.kind) {
    case Kind::kLoseRequests:
      asked = EmulatorFault(fault.detail, "drop_before", fault.number % 8);
      break;
    case Kind::kLoseAnswers:
      asked = EmulatorFault(fault.detail, "drop_after", fault.number % 8);
      break;
    case Kind::kDelayCalls:
      asked = EmulatorFault(fault.detail, "delay", fault.number % 8, R"("delay_ms":2500)");
      break;
    case Kind::kDiskFull:
      asked = EmulatorFault("", "disk_full", 0);
      break;
    default:
      asked = EmulatorFault(fault.detail, "fail", fault.number % 8, Refusal(fault.number));
  }
  const std::string id = world_.emulator().AddFault(asked);
  Stay(fault.lasts);
  world_.emulator().RemoveFault(id);
  return true;
}

bool FaultHand::AwaitHeld(const std::string& emulator_fault) {
  const absl::Time give_up = absl::Now() + kHeldPatience;
  while (absl::Now() < give_up) {
    if (world_.emulator().Holding(emulator_fault) > 0) return true;
    Stay(absl::Milliseconds(20));
  }
  return false;
}

bool FaultHand::DieBeforeCommit(const Fault& fault) {
  const std::string held = world_.emulator().AddFault(
      EmulatorFault("commit_upload", "hold_before", 1 + fault.number % 3));
  const bool met = AwaitHeld(held);
  world_.EndSessions(fault.detail);
  world_.emulator().RemoveFault(held);
  Stay(fault.lasts);
  return met;
}

bool FaultHand::KillAtStep(const Fault& fault) {
  const std::vector<std::string> step = absl::StrSplit(fault.detail, ' ');
  const std::string held =
      world_.emulator().AddFault(EmulatorFault(step[0], step[1], 1 + fault.number % 4));
  const bool met = AwaitHeld(held);
  KillWorkers();
  // The successors come while what the dead have asked for is still on its way.
  Stay(fault.lasts / 4);
  StartWorkers();
  Stay(fault.lasts * 3 / 4);
  world_.emulator().RemoveFault(held);
  return met;
}

bool FaultHand::SuspendAtStep(const Fault& fault) {
  const std::vector<std::string> step = absl::StrSplit(fault.detail, ' ');
  const std::string held = world_.emulator().AddFault(EmulatorFault(step[0], step[1], 1));
  const bool met = AwaitHeld(held);
  Daemon& worker = world_.worker(static_cast<int>(fault.number) % world_.workers());
  worker.Suspend();
  // The answer waits in its socket: it is the first thing that the sleeper finds.
  world_.emulator().RemoveFault(held);
  Stay(fault.lasts);
  worker.Resume();
  return met;
}

bool FaultHand::CommitsFailAndKill(const Fault& fault) {
  const std::string refused =
      world_.emulator().AddFault(EmulatorFault("commit_upload", "fail", 0, Refusal(fault.number)));
  Stay(fault.lasts);
  KillWorkers();
  world_.emulator().RemoveFault(refused);
  StartWorkers();
  return true;
}

void FaultHand::KillWorkers() {
  for (int i = 0; i < world_.workers(); ++i) world_.worker(i).Kill();
}

void FaultHand::StartWorkers() {
  for (int i = 0; i < world_.workers(); ++i) world_.worker(i).Start();
}

const Stream& FaultHand::StreamOf(const Fault& fault) const {
  return world_.streams()[fault.number % world_.streams().size()];
}

bool FaultHand::StrikeConnector(const Fault& fault) {
  if (fault.kind == Kind::kOpenTransaction) return OpenTransaction(fault);
  if (fault.kind == Kind::kAddPartitions) return AddPartition(fault);
  const Stream& stream = StreamOf(fault);
  const absl::Status done = fault.kind == Kind::kPauseAndResume
                                ? world_.Pause(stream, kVerbPatience)
                                : world_.Stop(stream, kVerbPatience);
  Stay(fault.lasts);
  return world_.EnsureRunning(stream).ok() && done.ok();
}

bool FaultHand::OpenTransaction(const Fault& fault) {
  const Stream& stream = StreamOf(fault);
  auto producer = kafka::TransactionalProducer::Open(
      {.bootstrap_servers = world_.bootstrap()}, "open-for-long",
      {.call = absl::Seconds(5), .transaction = absl::Seconds(12)});
  if (!producer.ok() || !(*producer)->TryBegin().ok()) return false;
  for (int i = 0; i < 20; ++i) {
    const std::string value = ValueOf(stream, i, /*fits=*/true);
    if (!(*producer)->TryWrite(stream.topic(), 0, "k", value, std::nullopt).ok()) return false;
  }
  const bool written = (*producer)->TryFlush().ok();
  Stay(fault.lasts);
  // Every third is left to the broker, which aborts it by itself.
  if (fault.number % 3 == 0) (*producer)->TryCommit().IgnoreError();
  if (fault.number % 3 == 1) (*producer)->TryAbort().IgnoreError();
  return written;
}

bool FaultHand::AddPartition(const Fault& fault) {
  const size_t at = fault.number % world_.streams().size();
  const Stream& stream = world_.streams()[at];
  int& partitions = partitions_.try_emplace(stream.name, stream.partitions).first->second;
  if (partitions >= kPartitionsMax) return false;
  const auto done = world_.kafka().Tool(
      "org.apache.kafka.tools.TopicCommand",
      {"--alter", "--topic", stream.topic(), "--partitions", absl::StrCat(partitions + 1)});
  if (!done.ok()) return false;
  loads_[at]->SetPartitions(++partitions);
  return true;
}

}  // namespace sluice::faults
