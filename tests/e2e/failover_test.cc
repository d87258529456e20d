// How long records wait when a worker dies and another one is at hand: until its tasks are placed
// anew, and from then until records sent meanwhile are rows.

#include <algorithm>
#include <iostream>
#include <map>
#include <string>

#include "absl/time/clock.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

constexpr int kPartitions = 4;
// What is asked for on a machine at rest. The control plane waits for a silent worker for its lease
// of 10 s, Kafka for its member here for 6 s; then a task settles what its predecessor left and
// reads on.
constexpr absl::Duration kPlacedWithin = absl::Seconds(12);
constexpr absl::Duration kReadingWithin = absl::Seconds(3);
// Other tests run beside this one: it fails where something waits that should not.
constexpr int kBesideOthers = 4;

class Failover : public ProductScenario {
 protected:
  std::string WorkerOf(int task) {
    v1::ListTasksRequest request;
    request.set_parent(name());
    const absl::StatusOr<v1::ListTasksResponse> tasks = control_plane_->api().ListTasks(request);
    return tasks.ok() && task < tasks->tasks_size() ? tasks->tasks(task).worker() : "";
  }

  // Until the table has a row of every record sent so far.
  bool WaitForRows() {
    return WaitFor([&] {
      const auto rows = emulator_->RowsByOffset(table_);
      return rows.ok() && rows->size() >= expected_.size();
    });
  }

  void SendToAll() {
    for (int32_t p = 0; p < kPartitions; ++p) Send(p);
  }

  std::map<std::string, cluster::ChildProcess> workers_;
};

TEST_F(Failover, GivenAnotherWorkerTheTasksOfADeadOneArePlacedAndReadOn) {
  MakeTopic(topic_, kPartitions);
  for (const char* worker : {"one", "two"})
    workers_.insert_or_assign(worker, control_plane_->StartWorker(worker));
  v1::Connector connector = Definition();
  connector.mutable_scaling()->set_tasks(2);
  ASSERT_THAT(Create(connector), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
  SendToAll();
  ASSERT_TRUE(WaitForRows());
  const std::string before = WorkerOf(0);
  const std::string victim = before.substr(before.rfind('/') + 1);
  ASSERT_TRUE(workers_.contains(victim)) << before;

  const absl::Time killed = absl::Now();
  workers_.at(victim).Kill();
  SendToAll();
  ASSERT_TRUE(WaitFor([&] {
    const std::string now = WorkerOf(0);
    return !now.empty() && now != before;
  }));
  const absl::Duration placed = absl::Now() - killed;
  ASSERT_TRUE(WaitForRows());
  const absl::Duration rows = absl::Now() - killed;
  const absl::Duration reading = std::max(rows - placed, absl::ZeroDuration());

  std::cout << "placed after " << placed << " (at rest: " << kPlacedWithin << "), rows " << reading
            << " later (" << kReadingWithin << ")" << std::endl;
  EXPECT_LE(placed, kBesideOthers * kPlacedWithin);
  EXPECT_LE(reading, kBesideOthers * kReadingWithin);
  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::e2e
