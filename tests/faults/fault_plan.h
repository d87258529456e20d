#ifndef SLUICE_TESTS_FAULTS_FAULT_PLAN_H_
#define SLUICE_TESTS_FAULTS_FAULT_PLAN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::faults {

// What one fault is done to. Faults of one place never overlap; those of different places do.
enum class Place {
  kWorker0,
  kWorker1,
  kGuest,  // A worker that is there for a while only.
  kControlPlane0,
  kControlPlane1,
  kKafka,
  kDatabase,
  kDestination,   // The emulator, and the workers with it where a step of the ledger is struck.
  kKafkaNetwork,  // What the proxy in front of it does.
  kDestinationNetwork,
  kDatabaseNetwork,
  kControlPlaneNetwork,
  kConnector,  // What people do to the connectors and their topics.
};

// What is done. `detail` of a fault says to what exactly, where there is more than one.
enum class Kind {
  kKill,            // SIGKILL; started again at the end.
  kSuspend,         // SIGSTOP, SIGCONT at the end.
  kRestart,         // SIGTERM; started again at the end.
  kJoin,            // The guest comes; at the end it is killed or told to stop.
  kCut,             // All connections are reset.
  kRefuse,          // And new ones too.
  kStall,           // Half-open, both ways; what was sent arrives at the end.
  kStallAnswers,    // Half-open, one way.
  kSlow,            //
  kRepeatRequests,  // Everything that was sent to the tunnel is sent once more, late.
  kFailCalls,       // An operation of the service answers an error.
  kLoseRequests,    // It is not carried out, the connection closes.
  kLoseAnswers,     // It is carried out, the connection closes.
  kDelayCalls,      // It takes seconds.
  kDiskFull,
  kSessionsDie,         // Open upload sessions are EXPIRED, CANCELED or CRITICAL.
  kDieBeforeCommit,     // The same, between intent and commit.
  kKillAtStep,          // Workers are killed while a call of theirs is held.
  kSuspendAtStep,       // One sleeps past its session's end instead.
  kCommitsFailAndKill,  // Commits are refused, workers killed meanwhile.
  kOpenTransaction,     // A producer leaves a transaction open for a while.
  kAddPartitions,
  kPauseAndResume,
  kStopAndDeploy,
};

struct Fault {
  absl::Duration at;     // Since the round began.
  absl::Duration lasts;  // Its end comes then.
  Place place = Place::kWorker0;
  Kind kind = Kind::kKill;
  std::string detail;  // An operation, a state, an HTTP status; empty where there is no choice.
  int64_t number = 0;  // A free choice of the kind: how many calls, which connector.

  friend bool operator==(const Fault&, const Fault&) = default;
};

struct PlanOptions {
  uint64_t seed = 1;
  int round = 0;
  absl::Duration length = absl::Seconds(60);  // All faults have ended by then.
  absl::Duration pause = absl::Seconds(8);    // Of one place between two faults, on average.
};

// The faults of one round, by their beginning. A pure function of the options, on every machine.
std::vector<Fault> MakePlan(const PlanOptions& options);

absl::string_view NameOf(Kind kind);
absl::string_view NameOf(Place place);

// `12.3 s, 4.0 s long: kill worker-0`.
std::string Describe(const Fault& fault);

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_FAULT_PLAN_H_
