#ifndef SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_REPLAY_H_
#define SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_REPLAY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "controlplane/deadletters/error_topics.h"
#include "controlplane/deadletters/interrupted_replay.h"
#include "controlplane/deadletters/letter_portion.h"
#include "controlplane/deadletters/replay_decision.h"
#include "controlplane/deadletters/replay_json.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/operations/operation_work.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/dead_letter_mark_store.h"
#include "controlplane/store/instance_store.h"

namespace sluice::controlplane {

// What a step made of a letter.
enum class LetterFate {
  kNone,        // It is not meant.
  kReplayed,    // Its record is written.
  kPassedOver,  // It is not, and will not be by this replay.
  kNotBegun,    // It is left for the next step.
};

// Writes the dead letters that were chosen to the source topic again, a portion with each step. A
// letter is marked before its record is written and after: a step that finds marks of a portion
// that was interrupted first looks in the source topic what became of it, so that nothing is
// written twice.
//
// Borrows its arguments. Thread-safe; blocks as Kafka and the stores do, below kStepMax.
class DeadLetterReplay : public OperationWork {
 public:
  struct Options {
    absl::Duration ask_timeout = absl::Seconds(5);      // Of one question to the brokers.
    absl::Duration count_timeout = absl::Seconds(10);   // Then the total stays unknown.
    absl::Duration settle_timeout = absl::Seconds(10);  // Of one step of looking what became.
    absl::Duration write_timeout = absl::Seconds(5);    // Nothing is begun after it.
    PortionLimits portion;
  };

  DeadLetterReplay(ConnectorStore& connectors, InstanceStore& instances, DeadLetterMarkStore& marks,
                   ClusterConnections& clusters, Clock& clock, const Options& options)
      : connectors_(connectors),
        instances_(instances),
        marks_(marks),
        clusters_(clusters),
        clock_(clock),
        options_(options),
        interrupted_(clusters, marks, clock) {}

  absl::StatusOr<StepOutcome> Step(const OperationClaim& claim,
                                   const Operation& operation) override;

 private:
  // What a step works on.
  struct Scene {
    const OperationClaim& claim;
    const Operation& operation;
    const std::string name;  // `operations/{operation}`.
    Connector connector;
    Instance instance;
    DeadLetterChoice choice;
  };

  absl::StatusOr<StepOutcome> Begin(const Scene& scene);
  // When nothing more is begun, so that another runner never begins while we still write.
  absl::Duration WriteEnd(const OperationClaim& claim) const;
  absl::StatusOr<int64_t> Count(ErrorTopics& topics, const Scene& scene, ErrorRanges left);
  // `all` is what was left before `letters` were read. What could not be begun is left.
  absl::Status WritePortion(const Scene& scene, std::vector<DeadLetter> letters,
                            const ErrorRanges& all, ReplayCheckpoint& checkpoint);
  // Writes those that are kWrite and are marked by us; the new offset of each letter, -1 for
  // others. RESOURCE_EXHAUSTED when none of them could be begun.
  absl::StatusOr<std::vector<int64_t>> WriteMarked(const Scene& scene,
                                                   const std::vector<DeadLetter>& letters,
                                                   const std::vector<ReplayDecision>& decisions,
                                                   std::vector<LetterFate>& fates);
  absl::Status MarkDoubles(const Scene& scene, const std::vector<DeadLetter>& letters,
                           const std::vector<ReplayDecision>& decisions,
                           const std::vector<int64_t>& offsets, std::vector<LetterFate>& fates);

  ConnectorStore& connectors_;
  InstanceStore& instances_;
  DeadLetterMarkStore& marks_;
  ClusterConnections& clusters_;
  Clock& clock_;
  const Options options_;
  InterruptedReplay interrupted_;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_DEADLETTERS_DEAD_LETTER_REPLAY_H_
