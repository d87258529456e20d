#ifndef SLUICE_CONTROLPLANE_RECONCILE_RECONCILER_SCENARIO_H_
#define SLUICE_CONTROLPLANE_RECONCILE_RECONCILER_SCENARIO_H_

#include <map>
#include <string>

#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/kafka/in_memory_connections.h"
#include "controlplane/provisioning/testing_connector.h"
#include "controlplane/reconcile/connector_reconciler.h"
#include "controlplane/reconcile/reconcile_loop.h"
#include "controlplane/scheduling/placement_plan.h"
#include "controlplane/store/in_memory_store.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {

// Connector `a` (uid-a) on a store and a Kafka in memory, a draft at first, and everything that
// brings it to what is desired.
class ReconcilerScenario : public ::testing::Test {
 public:
  static constexpr absl::Duration kTimeout = absl::Seconds(1);

 protected:
  void SetUp() override {
    ASSERT_THAT(admin_.CreateTopics({{.name = "orders", .partitions = 2}}, kTimeout), IsOk());
    Instance instance;
    instance.id = "i";
    instance.uid = "uid-i";
    instance.bootstrap_servers = {"x:9092"};
    ASSERT_THAT(store_.CreateInstance(instance, {}), IsOk());
    Connector connector = TestingConnector();
    connector.create_time = connector.update_time = clock_.Now();
    ASSERT_THAT(store_.CreateConnector(connector, {}), IsOk());
  }

  // Whoever wants a look now gets it, until nobody does.
  void Reconcile() {
    for (int looks = 0; looks < 20; ++looks) {
      const auto found = loop_.RunOnce();
      ASSERT_THAT(found, IsOk());
      if (!*found) return;
    }
    ADD_FAILURE() << "somebody always wants a look";
  }

  // Newest value by key.
  std::map<std::string, std::string> Held(const std::string& topic) {
    std::map<std::string, std::string> held;
    for (const auto& record : cluster_.Records(topic)) {
      held[*record.key] = record.value.value_or("tombstone");
    }
    return held;
  }

  // Records in both topics that are written here.
  size_t Written() {
    return cluster_.Records("connect-config-a").size() +
           cluster_.Records("connect-status-a").size();
  }

  Connector Get() { return store_.GetConnectorByUid("uid-a").value(); }

  void Desire(DesiredState state) {
    const Connector connector = Get();
    ASSERT_THAT(store_.ChangeDesiredState({.connector_uid = connector.uid,
                                           .from_generation = connector.generation,
                                           .desired_state = state,
                                           .now = clock_.Now()},
                                          {}),
                IsOk());
  }

  // The worker says this of the connector's only task, about its present placement.
  void ReportTask(ReportedState state, int64_t revision, int64_t intent_revision = 0) {
    const Task task = store_.ListTasks("uid-a")->at(0);
    TaskReport report{.assignment_revision = task.assignment_revision,
                      .state = state,
                      .state_time = clock_.Now(),
                      .report_time = clock_.Now()};
    report.connector_revision = revision;
    report.partitions = {{.partition = 0, .intent_revision = intent_revision}, {.partition = 1}};
    if (state == ReportedState::kFailed) {
      report.problem = Problem{ErrorClass::kUser, "TABLE_NOT_FOUND", "it is gone", "create it"};
    }
    ASSERT_THAT(store_.Report({.worker_uid = "uid-w",
                               .acknowledged_revision = store_.GetSnapshot("uid-w")->revision,
                               .tasks = {{task.key, report}},
                               .now = clock_.Now()}),
                IsOk());
  }

  // The worker says hello, if it is new, and does what it is told; the scheduler plans.
  void PlaceTasks() {
    Worker worker;
    worker.uid = "uid-w";
    worker.name = "w";
    worker.tasks_max = 10;
    worker.heartbeat_time = clock_.Now();
    ASSERT_THAT(store_.Hello(worker, absl::Hours(1)), IsOk());
    for (int i = 0; i < 3; ++i) {
      ASSERT_THAT(store_.Report({.worker_uid = "uid-w",
                                 .acknowledged_revision = store_.GetSnapshot("uid-w")->revision,
                                 .now = clock_.Now()}),
                  IsOk());
      ASSERT_THAT(
          store_.Place(
              [&](const PlacementView& view) { return PlanPlacement(view, {}, clock_.Now()); },
              clock_.Now()),
          IsOk());
    }
  }

  kafka::InMemoryCluster cluster_;
  kafka::InMemoryAdmin admin_{cluster_};
  InMemoryConnections connections_{cluster_};
  InMemoryStore store_;
  SimulatedClock clock_;
  ConnectorReconciler reconciler_{store_, store_, store_, store_, connections_, clock_, {}};
  ReconcileLoop loop_{store_, reconciler_, store_, clock_, {}};
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RECONCILE_RECONCILER_SCENARIO_H_
