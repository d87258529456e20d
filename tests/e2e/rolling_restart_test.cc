// Workers are restarted one after the other: each hands its tasks over before it goes, so nobody
// waits for a lease.

#include "absl/strings/match.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/fleet_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

class RollingRestart : public ProductScenario {
 protected:
  // Which worker has the connector's one task, when it runs.
  std::string WorkerOfTask() {
    v1::ListTasksRequest request;
    request.set_parent(name());
    const absl::StatusOr<v1::ListTasksResponse> tasks = control_plane_->api().ListTasks(request);
    if (!tasks.ok() || tasks->tasks_size() != 1) return "";
    const v1::Task& task = tasks->tasks(0);
    return task.state() == v1::Task::RUNNING ? task.worker() : "";
  }

  int Workers() {
    const absl::StatusOr<v1::ListWorkersResponse> workers = control_plane_->api().ListWorkers({});
    return workers.ok() ? workers->workers_size() : 0;
  }
};

TEST_F(RollingRestart, AWorkerThatIsToldToStopHandsItsTasksOverFirst) {
  MakeTopic(topic_);
  cluster::ChildProcess first = control_plane_->StartWorker("first");
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  Send();
  ExpectTableEqualsTopic();
  ASSERT_EQ(WorkerOfTask(), "workers/first");
  cluster::ChildProcess second = control_plane_->StartWorker("second");
  ASSERT_TRUE(WaitFor([&] { return Workers() == 2; })) << second.LogTail();

  EXPECT_EQ(first.Terminate(absl::Seconds(40)), 0) << first.LogTail();

  EXPECT_TRUE(absl::StrContains(first.LogTail(), "worker is drained")) << first.LogTail();
  EXPECT_TRUE(WaitFor([&] { return WorkerOfTask() == "workers/second"; })) << second.LogTail();
  Send();
  ExpectTableEqualsTopic();
}

TEST_F(RollingRestart, AWorkerWithNowhereToHandItsTasksToStopsAllTheSame) {
  MakeTopic(topic_);
  cluster::ChildProcess only = control_plane_->StartWorker("only");
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  Send();
  ExpectTableEqualsTopic();

  EXPECT_EQ(only.Terminate(absl::Seconds(40)), 0) << only.LogTail();

  Send();
  only = control_plane_->StartWorker("only");
  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::e2e
