// A person changes a connector that runs. Whatever is changed, and whoever dies meanwhile, each
// record is a row once, in the table that was the connector's when its batch was begun.

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using Rows = std::map<std::pair<int64_t, int64_t>, int>;

class ChangeARunningConnector : public ProductScenario {
 protected:
  static constexpr char kOther[] = "test_kafka_other";

  void SetUp() override {
    ProductScenario::SetUp();
    MakeTopic(topic_, 3);
    ASSERT_THAT(emulator_->Sql(absl::StrCat(
                    "CREATE TABLE IF NOT EXISTS ", kOther,
                    "(topic STRING,partition BIGINT,offset BIGINT,key STRING,value STRING) "
                    "PARTITIONED by (pt STRING);")),
                IsOk());
    ASSERT_THAT(emulator_->Sql(absl::StrCat("grant Describe, Alter, Update on table ", kOther,
                                            " to user `", emulator_->principal(), "`")),
                IsOk());
  }

  void Run() {
    ASSERT_THAT(Create(), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
    ASSERT_THAT(Deploy(), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
  }

  v1::UpdateConnectorRequest Change() {
    v1::UpdateConnectorRequest request;
    request.mutable_connector()->set_name(name());
    return request;
  }

  void WriteInto(const std::string& table) {
    v1::UpdateConnectorRequest request = Change();
    request.mutable_connector()->mutable_sink()->set_table(table);
    ASSERT_THAT(control_plane_->api().UpdateConnector(request), IsOk());
  }

  void SendToAll(int rounds) {
    for (int i = 0; i < rounds; ++i) {
      for (int32_t partition = 0; partition < 3; ++partition) Send(partition);
    }
  }

  // Of both tables together.
  Rows AllRows() {
    Rows all;
    for (const std::string& table : {table_, std::string(kOther)}) {
      const auto rows = emulator_->RowsByOffset(table);
      if (!rows.ok()) continue;
      for (const auto& [record, count] : *rows) all[record] += count;
    }
    return all;
  }

  void ExpectBothTablesEqualTheTopic() {
    WaitFor([&] { return AllRows().size() >= expected_.size(); });
    EXPECT_EQ(AllRows(), expected_) << Get()->DebugString();
  }
};

TEST_F(ChangeARunningConnector, ToAnotherTableZoneAndNumberOfTasksUnderLoad) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  Run();
  SendToAll(20);
  WriteInto(kOther);
  SendToAll(20);
  v1::UpdateConnectorRequest tasks = Change();
  tasks.mutable_connector()->mutable_scaling()->set_tasks(2);
  ASSERT_THAT(control_plane_->api().UpdateConnector(tasks), IsOk());
  SendToAll(20);
  WriteInto(table_);
  SendToAll(20);
  v1::UpdateConnectorRequest zone = Change();
  zone.mutable_connector()->mutable_sink()->set_time_zone("UTC");
  zone.mutable_connector()->mutable_sink()->set_partition_granularity(v1::MaxComputeSink::DAY);
  ASSERT_THAT(control_plane_->api().UpdateConnector(zone), IsOk());
  SendToAll(20);

  ExpectBothTablesEqualTheTopic();

  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
  const auto connector = Get();
  EXPECT_EQ(connector->revision(), 5);
  EXPECT_EQ(connector->status().tasks(), 2);
  EXPECT_TRUE(WaitFor([&] {
    v1::GetConnectorRevisionRequest request;
    request.set_name(absl::StrCat(name(), "/revisions/5"));
    const auto revision = control_plane_->api().GetConnectorRevision(request);
    return revision.ok() && revision->has_healthy_time();
  })) << worker.LogTail();
}

TEST_F(ChangeARunningConnector, AndTheWorkerDiesBetweenIntentAndCommit) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  Run();
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"commit_upload"},"action":"hold_before","times":1})");
  Send(0);
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << worker.LogTail();

  worker.Kill();
  WriteInto(kOther);
  emulator_->RemoveFault(fault);
  cluster::ChildProcess again = control_plane_->StartWorker("worker");
  SendToAll(5);

  ExpectBothTablesEqualTheTopic();
  // What was begun in the old table is finished there.
  EXPECT_THAT(emulator_->RowsByOffset(table_), IsOkAndHolds(Rows{{{0, 0}, 1}})) << again.LogTail();
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
}

TEST_F(ChangeARunningConnector, ToATableThatIsGoneSoonAndTheRevisionBeforeComesBack) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  Run();
  // The world is as it should be when the change is checked, and not any more when it runs.
  const std::string fault = emulator_->AddFault(
      R"({"match":{"operation":"create_upload"},"action":"hold_before","times":1})");
  Send(0);
  ASSERT_TRUE(emulator_->WaitUntilHolding(fault)) << worker.LogTail();
  v1::UpdateConnectorRequest request = Change();
  request.mutable_connector()->mutable_sink()->set_table(kOther);
  request.mutable_rollback_after()->set_seconds(10);
  request.set_author("ada");
  ASSERT_THAT(control_plane_->api().UpdateConnector(request), IsOk());
  ASSERT_THAT(emulator_->Sql(absl::StrCat("drop table ", kOther, ";")), IsOk());
  emulator_->RemoveFault(fault);
  SendToAll(5);

  ASSERT_TRUE(WaitFor([&] { return Get()->revision() == 3; })) << worker.LogTail();
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));

  ExpectTableEqualsTopic();
  v1::GetConnectorRevisionRequest get;
  get.set_name(absl::StrCat(name(), "/revisions/3"));
  const auto back = control_plane_->api().GetConnectorRevision(get);
  ASSERT_THAT(back, IsOk());
  EXPECT_EQ(back->author(), "sluice");
  EXPECT_EQ(back->definition().sink().table(), table_);
}

TEST_F(ChangeARunningConnector, OrRestartsStopsDeletesAndCreatesItAgain) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  Run();
  SendToAll(5);
  v1::RestartConnectorRequest restart;
  restart.set_name(name());
  ASSERT_THAT(control_plane_->api().RestartConnector(restart), IsOk());
  SendToAll(5);
  ExpectBothTablesEqualTheTopic();

  v1::DeleteConnectorRequest remove;
  remove.set_name(name());
  remove.mutable_undelete_window()->set_seconds(3600);
  ASSERT_THAT(control_plane_->api().DeleteConnector(remove), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DELETED));
  SendToAll(5);
  v1::UndeleteConnectorRequest undelete;
  undelete.set_name(name());
  ASSERT_THAT(control_plane_->api().UndeleteConnector(undelete), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  ExpectBothTablesEqualTheTopic();  // It went on where it was.

  remove.clear_undelete_window();
  ASSERT_THAT(control_plane_->api().DeleteConnector(remove), IsOk());
  ASSERT_TRUE(WaitFor([&] { return absl::IsNotFound(Get().status()); }));
  Send(0, /*expected=*/false);  // Nobody reads, and the next one begins at the end.
  Run();
  SendToAll(5);
  ExpectBothTablesEqualTheTopic();

  remove.set_group_policy(v1::DeleteConnectorRequest::KEEP);
  ASSERT_THAT(control_plane_->api().DeleteConnector(remove), IsOk());
  ASSERT_TRUE(WaitFor([&] { return absl::IsNotFound(Get().status()); }));
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  EXPECT_THAT(Deploy().status(), HasReason("FOREIGN_LEDGER"));
}

}  // namespace
}  // namespace sluice::e2e
