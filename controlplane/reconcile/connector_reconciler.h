#ifndef SLUICE_CONTROLPLANE_RECONCILE_CONNECTOR_RECONCILER_H_
#define SLUICE_CONTROLPLANE_RECONCILE_CONNECTOR_RECONCILER_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "controlplane/completeness/completeness_keeper.h"
#include "controlplane/internal_topics/internal_topics.h"
#include "controlplane/kafka/cluster_connections.h"
#include "controlplane/lifecycle/observe_options.h"
#include "controlplane/model/connector.h"
#include "controlplane/model/instance.h"
#include "controlplane/provisioning/provisioner.h"
#include "controlplane/provisioning/start_pinner.h"
#include "controlplane/provisioning/witness_bounds.h"
#include "controlplane/reconcile/silent_clusters.h"
#include "controlplane/reconcile/status_retries.h"
#include "controlplane/store/connector_store.h"
#include "controlplane/store/instance_store.h"
#include "controlplane/store/reconcile_queue.h"
#include "controlplane/store/task_store.h"

namespace sluice::controlplane {

// Takes one connector one step towards what was asked for.
//
// Borrows its arguments. Thread-safe. Idempotent: two at once for one connector are harmless.
// Blocks while it talks to Kafka and PostgreSQL, never inside a transaction; for brokers that do
// not answer, only once in a while for all their connectors.
class ConnectorReconciler {
 public:
  struct Options {
    absl::Duration recheck_interval = absl::Minutes(5);  // Whether the topics still fit.
    absl::Duration await_interval = absl::Seconds(10);   // If the wake-up was missed.
    // While there are tasks, nobody wakes for what time alone changes, as that a worker is silent,
    // nor for the first record; and nobody wakes to publish what could not be published. That is
    // tried again after this, then ever later, up to `recheck_interval`.
    absl::Duration observe_interval = absl::Seconds(30);
    absl::Duration call_timeout = absl::Seconds(10);
    absl::Duration pin_timeout = absl::Seconds(5);  // Below the session timeout of the tasks.
    ObserveOptions observe;                         // What health is judged by.
    // After Delete, members of the group are no problem for so long: tasks stop, and their sessions
    // time out.
    absl::Duration members_leave_within = absl::Seconds(30);
    // Longer than a call to brokers that do not answer.
    absl::Duration silence_remembered = absl::Seconds(15);
  };

  ConnectorReconciler(ConnectorStore& connectors, InstanceStore& instances, TaskStore& tasks,
                      CompletenessStore& completeness, ClusterConnections& connections,
                      Clock& clock, const Options& options)
      : connectors_(connectors),
        instances_(instances),
        tasks_(tasks),
        provisioner_(connections, options.call_timeout),
        pinner_(connections, clock, options.pin_timeout),
        witness_bounds_(connections, clock, options.call_timeout),
        internal_topics_(connections, clock, options.call_timeout, options.recheck_interval),
        completeness_(connections, completeness, tasks, clock, options.call_timeout),
        silent_clusters_(clock, options.silence_remembered),
        status_retries_(clock, {options.observe_interval, options.recheck_interval}),
        clock_(clock),
        options_(options) {}

  // When to look again at the latest; InfiniteFuture when it is gone. An error: what stands in the
  // way, noted at the connector where it is about its topics. ABORTED, CLAIM_LOST: another runner
  // has it.
  absl::StatusOr<absl::Time> Reconcile(const ReconcileClaim& claim);

 private:
  absl::StatusOr<absl::Time> TakeStep(const ReconcileClaim& claim, const Connector& connector,
                                      absl::Span<const Task> tasks, const Instance& instance);
  absl::StatusOr<absl::Time> Provision(const ReconcileClaim& claim, const Connector& connector,
                                       const Instance& instance);
  absl::StatusOr<absl::Time> Pin(const ReconcileClaim& claim, const Connector& connector,
                                 const Instance& instance);
  absl::StatusOr<absl::Time> Finish(const ReconcileClaim& claim, const Connector& connector);
  absl::StatusOr<absl::Time> Deprovision(const ReconcileClaim& claim, const Connector& connector,
                                         const Instance& instance);

  // What became of its revisions: which older ones are still needed, whether the present one is
  // healthy, and whether its trial is over.
  absl::Status NoteRevisions(const ReconcileClaim& claim, const Connector& connector,
                             absl::Span<const Task> tasks, const Instance& instance);
  absl::Status EndTrial(const Connector& connector, const Instance& instance, const Problem& cause);

  // Tells what is observed; when to try again, InfiniteFuture when it is told.
  absl::Time PublishStatus(const ReconcileClaim& claim, const Connector& connector,
                           absl::Span<const Task> tasks, const Instance& instance);

  // Judges how complete the table is; when to look again, at the latest at `next_look`.
  absl::Time KeepCompleteness(const ReconcileClaim& claim, const Connector& connector,
                              const Instance& instance, absl::Time next_look);

  // When to look again although nothing is to be done.
  absl::Time NextLook(const Connector& connector) const;

  // Whether this process has not looked at the connector's topics for `recheck_interval`; if so, it
  // does now.
  bool RecheckIsDue(const std::string& connector_uid);

  // Writes `done` and the problem in `status`, if they are news.
  absl::Status Note(const ReconcileClaim& claim, const Connector& connector, bool done,
                    const absl::Status& status);

  ConnectorStore& connectors_;
  InstanceStore& instances_;
  TaskStore& tasks_;
  Provisioner provisioner_;
  StartPinner pinner_;
  WitnessBounds witness_bounds_;
  InternalTopics internal_topics_;
  CompletenessKeeper completeness_;
  SilentClusters silent_clusters_;  // Around every call of those above.
  StatusRetries status_retries_;
  Clock& clock_;
  const Options options_;
  Mutex mu_;
  std::map<std::string, absl::Duration> rechecked_ SLUICE_GUARDED_BY(mu_);  // Monotonic, by uid.
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_CONNECTOR_RECONCILER_H_
