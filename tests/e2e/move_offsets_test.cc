// B9: a person moves a connector's offsets while records keep coming. The table holds exactly what
// the plan said: records that are read again twice, those that are left out never, all others once.

#include <atomic>
#include <functional>
#include <map>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "google/longrunning/operations.pb.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/offset_service.pb.h"
#include "sluice/v1/operation.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

namespace lro = google::longrunning;
using ::testing::Eq;
using ::testing::Gt;
using ::testing::SizeIs;

constexpr int kPartitions = 3;
using Rows = std::map<std::pair<int64_t, int64_t>, int>;
using Target = std::function<void(v1::OffsetTarget&)>;

// One connector with a topic and a table of its own.
struct Lane {
  std::string connector;
  std::string topic;
  std::string table;
  std::string operation;
  v1::OffsetPlan plan;
  std::vector<v1::PartitionMove> moved;
};

class MoveOffsets : public ProductScenario {
 protected:
  ~MoveOffsets() override { StopLoad(); }

  std::string NameOf(const Lane& lane) {
    return absl::StrCat(instance_, "/connectors/", lane.connector);
  }

  Lane MakeLane(const std::string& suffix) {
    Lane lane;
    lane.connector = absl::StrCat(connector_, "-", suffix);
    lane.topic = absl::StrCat(topic_, "-", suffix);
    lane.table = absl::StrCat(table_, "_", suffix);
    MakeTopic(lane.topic, kPartitions);
    EXPECT_THAT(emulator_->Sql(absl::StrCat(
                    "CREATE TABLE IF NOT EXISTS ", lane.table,
                    "(topic STRING,partition BIGINT,offset BIGINT,key STRING,value STRING) "
                    "PARTITIONED by (pt STRING);")),
                IsOk());
    EXPECT_THAT(emulator_->GrantTable(lane.table), IsOk());
    v1::CreateConnectorRequest request;
    request.set_parent(instance_);
    request.set_connector_id(lane.connector);
    v1::Connector& connector = *request.mutable_connector();
    connector = Definition();
    connector.mutable_source()->set_topic(lane.topic);
    connector.mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);
    connector.mutable_sink()->set_table(lane.table);
    EXPECT_THAT(control_plane_->api().CreateConnector(request), IsOk());
    v1::DeployConnectorRequest deploy;
    deploy.set_name(NameOf(lane));
    EXPECT_THAT(control_plane_->api().DeployConnector(deploy), IsOk());
    return lane;
  }

  // Records come to all lanes until StopLoad.
  void StartLoad(const std::vector<Lane>& lanes) {
    std::vector<std::string> topics;
    for (const Lane& lane : lanes) topics.push_back(lane.topic);
    loading_ = true;
    load_ = std::thread([this, topics] {
      for (int i = 0; loading_; ++i) {
        for (const std::string& topic : topics) {
          const absl::Status taken =
              producer_->Produce({.topic = topic,
                                  .partition = i % kPartitions,
                                  .key = "k",
                                  .value = "v",
                                  .timestamp = std::nullopt,
                                  .headers = {}},
                                 [](absl::StatusOr<kafka::RecordPosition>) {});
          EXPECT_THAT(taken, IsOk());
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
      }
    });
  }

  void StopLoad() {
    loading_ = false;
    if (load_.joinable()) load_.join();
    if (producer_ == nullptr) return;
    EXPECT_THAT(producer_->Flush(absl::Seconds(20)), IsOk());
  }

  void Plan(Lane& lane, const Target& fill) {
    v1::PlanOffsetChangeRequest request;
    request.set_name(NameOf(lane));
    fill(*request.mutable_target());
    const auto plan = control_plane_->api().PlanOffsetChange(request);
    ASSERT_THAT(plan, IsOk());
    lane.plan = *plan;
  }

  void Apply(Lane& lane) {
    v1::ApplyOffsetChangeRequest request;
    request.set_name(NameOf(lane));
    *request.mutable_plan() = lane.plan;
    const auto operation = control_plane_->api().ApplyOffsetChange(request);
    ASSERT_THAT(operation, IsOk());
    lane.operation = operation->name();
  }

  void Move(Lane& lane, const Target& fill) {
    Plan(lane, fill);
    Apply(lane);
  }

  // What it came to: where each partition was moved from, and to where the plan said.
  void Await(Lane& lane) {
    lro::Operation operation;
    const bool ended = WaitFor([&] {
      lro::WaitOperationRequest request;
      request.set_name(lane.operation);
      request.mutable_timeout()->set_seconds(1);
      const auto answer = control_plane_->api().WaitOperation(request);
      if (answer.ok()) operation = *answer;
      return answer.ok() && operation.done();
    });
    v1::OperationMetadata metadata;
    operation.metadata().UnpackTo(&metadata);
    ASSERT_TRUE(ended) << metadata.DebugString() << control_plane_->process().LogTail();
    v1::ApplyOffsetChangeResponse response;
    ASSERT_TRUE(operation.response().UnpackTo(&response)) << operation.error().message();
    ASSERT_THAT(response.moves(), SizeIs(lane.plan.moves_size()));
    for (int i = 0; i < response.moves_size(); ++i) {
      EXPECT_THAT(response.moves(i).partition(), Eq(lane.plan.moves(i).partition()));
      EXPECT_THAT(response.moves(i).to_offset(), Eq(lane.plan.moves(i).to_offset()));
      lane.moved.push_back(response.moves(i));
    }
  }

  Rows ExpectedOf(const Lane& lane) {
    std::vector<kafka::TopicPartition> partitions;
    for (int i = 0; i < kPartitions; ++i) partitions.push_back({lane.topic, i});
    const auto ends = admin().ListOffsets(partitions, kafka::OffsetQuery::End(),
                                          kafka::IsolationLevel::kReadCommitted, absl::Seconds(20));
    EXPECT_THAT(ends, IsOk());
    Rows rows;
    for (const auto& [partition, end] : *ends) {
      for (int64_t offset = 0; offset < end; ++offset) rows[{partition.partition, offset}] = 1;
    }
    for (const v1::PartitionMove& move : lane.moved) {
      for (int64_t o = move.to_offset(); o < move.from_offset(); ++o) ++rows[{move.partition(), o}];
      for (int64_t o = move.from_offset(); o < move.to_offset(); ++o) --rows[{move.partition(), o}];
    }
    std::erase_if(rows, [](const auto& entry) { return entry.second == 0; });
    return rows;
  }

  void ExpectTheTableHoldsWhatThePlanSaid(const Lane& lane) {
    const Rows expected = ExpectedOf(lane);
    WaitFor(
        [&] {
          const auto rows = emulator_->RowsByOffset(lane.table);
          return rows.ok() && *rows == expected;
        },
        absl::Seconds(40));
    const auto rows = emulator_->RowsByOffset(lane.table);
    ASSERT_THAT(rows, IsOk());
    std::string differences;
    for (const auto& [record, count] : expected) {
      const auto found = rows->find(record);
      const int times = found == rows->end() ? 0 : found->second;
      if (times != count && differences.size() < 1000) {
        absl::StrAppend(&differences, record.first, ":", record.second, " is there ", times,
                        " times instead of ", count, "; ");
      }
    }
    EXPECT_TRUE(*rows == expected) << lane.connector << ": " << differences;
  }

  // There is something to read again in every partition.
  void AwaitRows(const Lane& lane) {
    EXPECT_TRUE(WaitFor([&] {
      const auto rows = emulator_->RowsByOffset(lane.table);
      if (!rows.ok()) return false;
      std::map<int64_t, int> by_partition;
      for (const auto& [record, count] : *rows) ++by_partition[record.first];
      return by_partition.size() == kPartitions && rows->size() > 60;
    })) << lane.connector;
  }

  void ExpectRunning(const Lane& lane) {
    v1::GetConnectorRequest request;
    request.set_name(NameOf(lane));
    absl::StatusOr<v1::Connector> connector;
    EXPECT_TRUE(WaitFor([&] {
      connector = control_plane_->api().GetConnector(request);
      return connector.ok() && connector->state() == v1::Connector::RUNNING &&
             connector->operation().empty();
    })) << (connector.ok() ? connector->DebugString() : connector.status().ToString());
  }

  std::atomic<bool> loading_ = false;
  std::thread load_;
};

TEST_F(MoveOffsets, B9ToEachKindOfTargetUnderLoad) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  std::vector<Lane> lanes;
  for (const char* kind : {"earliest", "latest", "time", "explicit", "shift"}) {
    lanes.push_back(MakeLane(kind));
  }
  StartLoad(lanes);
  for (const Lane& lane : lanes) AwaitRows(lane);
  const absl::Time then = absl::Now();
  // One that is paused falls behind: there is something to leave out.
  v1::PauseConnectorRequest pause;
  pause.set_name(NameOf(lanes[1]));
  ASSERT_THAT(control_plane_->api().PauseConnector(pause), IsOk());
  std::this_thread::sleep_for(std::chrono::seconds(3));

  Move(lanes[0], [](auto& target) { target.set_earliest(true); });
  Move(lanes[1], [](auto& target) { target.set_latest(true); });
  Move(lanes[2],
       [&](auto& target) { target.mutable_time()->set_seconds(absl::ToUnixSeconds(then)); });
  Move(lanes[3], [](auto& target) {
    (*target.mutable_offsets()->mutable_by_partition())[0] = 3;
    (*target.mutable_offsets()->mutable_by_partition())[1] = 5;
  });
  Move(lanes[4], [](auto& target) { target.set_shift(-7); });
  for (Lane& lane : lanes) Await(lane);

  EXPECT_THAT(lanes[1].plan.left_out(), Gt(0));
  EXPECT_THAT(lanes[0].moved, SizeIs(kPartitions));
  EXPECT_THAT(lanes[3].moved, SizeIs(2));
  v1::ResumeConnectorRequest resume;
  resume.set_name(NameOf(lanes[1]));
  ASSERT_THAT(control_plane_->api().ResumeConnector(resume), IsOk());
  std::this_thread::sleep_for(std::chrono::seconds(1));
  StopLoad();
  for (const Lane& lane : lanes) {
    ExpectTheTableHoldsWhatThePlanSaid(lane);
    ExpectRunning(lane);
  }
}

TEST_F(MoveOffsets, B9AndTheControlPlaneIsKilledInTheMiddle) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  std::vector<Lane> lanes = {MakeLane("killed")};
  Lane& lane = lanes[0];
  StartLoad(lanes);
  AwaitRows(lane);
  Move(lane, [](auto& target) { target.set_earliest(true); });
  // The tasks have been told to leave.
  ASSERT_TRUE(WaitFor([&] {
    v1::GetConnectorRequest request;
    request.set_name(NameOf(lane));
    const auto connector = control_plane_->api().GetConnector(request);
    return connector.ok() && connector->operation() == lane.operation;
  }));

  control_plane_->Kill();
  std::this_thread::sleep_for(std::chrono::seconds(1));
  control_plane_->Start();
  Await(lane);

  StopLoad();
  ExpectTheTableHoldsWhatThePlanSaid(lane);
  ExpectRunning(lane);
}

TEST_F(MoveOffsets, B9AndWhatAKilledWorkerHadBegunIsFinishedFirst) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  Lane lane = MakeLane("begun");
  StartLoad({lane});
  AwaitRows(lane);
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"commit_upload"},"action":"hold_before","times":1})");
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << worker.LogTail();
  worker.Kill();
  Move(lane, [](auto& target) { target.set_earliest(true); });

  emulator_->RemoveFault(fault);
  cluster::ChildProcess again = control_plane_->StartWorker("worker");
  Await(lane);

  StopLoad();
  ExpectTheTableHoldsWhatThePlanSaid(lane);
}

}  // namespace
}  // namespace sluice::e2e
