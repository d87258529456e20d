// B17: the control plane and its database are gone for good. Running tasks go on, workers that die
// start again from the copy of their assignment that they keep, and every record arrives once.

#include <map>
#include <set>
#include <string>

#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

constexpr int kPartitions = 4;
constexpr absl::Duration kTimeout = absl::Seconds(20);

class StaticStability : public ProductScenario {
 protected:
  std::string FreshDatabase() override { return postgres_->FreshDatabase(); }

  // A connector of two tasks, one on each of two workers, that has written its first rows.
  void RunConnector() {
    MakeTopic(topic_, kPartitions);
    for (const char* name : {"one", "two"}) Restart(name);
    v1::Connector connector = Definition();
    connector.mutable_scaling()->set_tasks(2);
    ASSERT_THAT(Create(connector), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
    ASSERT_THAT(Deploy(), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
    SendToAll(5);
    ExpectTableEqualsTopic();
    ASSERT_EQ(WorkersOfTasks().size(), 2u);
  }

  std::set<std::string> WorkersOfTasks() {
    v1::ListTasksRequest request;
    request.set_parent(name());
    const absl::StatusOr<v1::ListTasksResponse> tasks = control_plane_->api().ListTasks(request);
    std::set<std::string> workers;
    if (!tasks.ok()) return workers;
    for (const v1::Task& task : tasks->tasks()) workers.insert(task.worker());
    return workers;
  }

  void LoseControl() {
    postgres_->Stop();
    control_plane_->Kill();
  }

  void Restart(const std::string& worker) {
    workers_.insert_or_assign(worker, control_plane_->StartWorker(worker));
  }
  void Kill(const std::string& worker) { workers_.at(worker).Kill(); }

  void SendToAll(int records) {
    for (int i = 0; i < records; ++i) {
      for (int32_t p = 0; p < kPartitions; ++p) Send(p);
    }
  }

  // Records between what the group has committed and what the topic holds; -1: not known.
  int64_t Lag() {
    std::vector<kafka::TopicPartition> partitions;
    for (int32_t p = 0; p < kPartitions; ++p) partitions.push_back({topic_, p});
    const auto ends = admin().ListOffsets(partitions, kafka::OffsetQuery::End(),
                                          kafka::IsolationLevel::kReadCommitted, kTimeout);
    const auto committed = admin().FetchOffsets("connect-task-" + connector_, kTimeout);
    if (!ends.ok() || !committed.ok()) return -1;
    int64_t lag = 0;
    for (const auto& [partition, end] : *ends) {
      const auto found = committed->find(partition);
      lag += end - (found == committed->end() ? 0 : found->second.next_offset);
    }
    return lag;
  }

  const std::unique_ptr<cluster::PostgresServer> postgres_ = cluster::PostgresServer::StartOwn();
  std::map<std::string, cluster::ChildProcess> workers_;
};

TEST_F(StaticStability,
       WithoutControlPlaneAndDatabaseWorkersDieAndReturnAndEveryRecordArrivesOnce) {
  RunConnector();
  LoseControl();

  SendToAll(20);
  ExpectTableEqualsTopic();

  Kill("one");
  SendToAll(20);
  Restart("one");
  ExpectTableEqualsTopic();

  Kill("one");
  Kill("two");
  SendToAll(20);
  EXPECT_GE(Lag(), 20 * kPartitions);
  Restart("two");
  Restart("one");
  ExpectTableEqualsTopic();
  EXPECT_TRUE(WaitFor([&] { return Lag() == 0; })) << Lag();

  // One that comes back although nobody took over from it, and one that is told to stop.
  Kill("two");
  Restart("two");
  EXPECT_EQ(workers_.at("one").Terminate(absl::Seconds(30)), 0);
  Restart("one");
  SendToAll(20);
  ExpectTableEqualsTopic();
  EXPECT_TRUE(WaitFor([&] { return Lag() == 0; })) << Lag();
}

}  // namespace
}  // namespace sluice::e2e
