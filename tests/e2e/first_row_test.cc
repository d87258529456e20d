// The scenario that must always work (R0), and what a user expects around it.

#include <google/protobuf/struct.pb.h>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

using FirstRow = ProductScenario;

TEST_F(FirstRow, ATestRecordIsARowInThePartitionOfItsHourWithExactlyTheFourGrants) {
  MakeTopic(topic_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  v1::SendTestRecordRequest record;
  record.set_name(name());
  record.set_partition(0);
  record.set_key("1");
  record.set_value("1");

  absl::StatusOr<v1::SendTestRecordResponse> sent = control_plane_->api().SendTestRecord(record);

  ASSERT_THAT(sent, IsOk());
  expected_[{0, sent->offset()}] = 1;
  ExpectTableEqualsTopic();
  const std::string hour =
      absl::FormatTime("%m-%d-%Y %H", absl::FromUnixSeconds(sent->timestamp().seconds()),
                       absl::FixedTimeZone(8 * 3600));
  EXPECT_THAT(emulator_->Sql(absl::StrCat("show partitions ", table_, ";")),
              IsOkAndHolds(absl::StrCat("pt=", hour, "\n")));
  EXPECT_THAT(emulator_->Sql(absl::StrCat("select * from ", table_, " where pt =\"", hour, "\";")),
              IsOkAndHolds(HasSubstr(
                  absl::StrCat("\"", topic_, "\",\"0\",\"0\",\"1\",\"1\",\"", hour, "\""))));
  v1::ListTablePartitionsRequest list;
  list.set_name(name());
  absl::StatusOr<v1::ListTablePartitionsResponse> partitions =
      control_plane_->api().ListTablePartitions(list);
  ASSERT_THAT(partitions, IsOk());
  ASSERT_EQ(partitions->partitions_size(), 1);
  EXPECT_EQ(partitions->partitions(0).spec(), absl::StrCat("pt=", hour));

  // Rows through the API need the fifth grant, and say so.
  v1::PreviewTableRowsRequest preview;
  preview.set_name(name());
  preview.set_partition(absl::StrCat("pt=", hour));
  const absl::Status refused = control_plane_->api().PreviewTableRows(preview).status();
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kPermissionDenied));
  EXPECT_THAT(absl::StrCat(refused.ToString(), RemedyOf(refused)),
              HasSubstr(absl::StrCat("grant Select on table ", table_, " to user `",
                                     emulator_->principal(), "`")));
  ASSERT_THAT(emulator_->Sql(absl::StrCat("grant Select on table ", table_, " to user `",
                                          emulator_->principal(), "`")),
              IsOk());
  absl::StatusOr<v1::PreviewTableRowsResponse> rows =
      control_plane_->api().PreviewTableRows(preview);
  ASSERT_THAT(rows, IsOk());
  ASSERT_EQ(rows->rows_size(), 1);
  EXPECT_EQ(rows->rows(0).values(0).string_value(), topic_);
}

TEST_F(FirstRow, KafkasOwnToolsSeeTheTopicsAfterCreateAndTheGroupRightAfterDeploy) {
  MakeTopic(topic_);
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));

  const struct {
    const char* role;
    int partitions;
    const char* policy;
  } topics[] = {{"offset", 6, "compact"},
                {"config", 1, "compact"},
                {"status", 6, "compact"},
                {"error", 6, "delete"}};
  for (const auto& topic : topics) {
    const std::string topic_name = absl::StrCat("connect-", topic.role, "-", connector_);
    EXPECT_THAT(
        kafka().Tool("org.apache.kafka.tools.TopicCommand", {"--describe", "--topic", topic_name}),
        IsOkAndHolds(AllOf(HasSubstr(absl::StrCat("PartitionCount: ", topic.partitions)),
                           HasSubstr(absl::StrCat("cleanup.policy=", topic.policy)))))
        << topic_name;
  }

  ASSERT_THAT(Deploy(), IsOk());  // No worker runs: the group is there all the same.

  EXPECT_THAT(
      kafka().Tool("org.apache.kafka.tools.consumer.group.ConsumerGroupCommand", {"--list"}),
      IsOkAndHolds(AllOf(HasSubstr("connect-task-" + connector_),
                         HasSubstr("connect-cluster-" + connector_))));
}

TEST_F(FirstRow, WithOffsetLatestNothingFromBeforeTheFirstDeployAndEverythingAfterIt) {
  MakeTopic(topic_, 2);
  Send(0, /*expected=*/false);
  Send(1, /*expected=*/false);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));

  ASSERT_THAT(Deploy(), IsOk());
  absl::SleepFor(absl::Milliseconds(1));
  Send(0);
  Send(1);
  ExpectTableEqualsTopic();

  // Deploying what is deployed changes nothing.
  ASSERT_THAT(Deploy(), IsOk());
  Send(0);
  ExpectTableEqualsTopic();

  ASSERT_THAT(Stop(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::STOPPED));
  Send(0);
  Send(1);
  ASSERT_THAT(Deploy(), IsOk());
  Send(1);
  ExpectTableEqualsTopic();
  EXPECT_TRUE(WaitForState(v1::Connector::RUNNING));
}

TEST_F(FirstRow, WithOffsetEarliestTheTopicsPastComesToo) {
  MakeTopic(topic_);
  Send();
  Send();
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  v1::Connector connector = Definition();
  connector.mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);
  ASSERT_THAT(Create(connector), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));

  ASSERT_THAT(Deploy(), IsOk());
  Send();

  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::e2e
