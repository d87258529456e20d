// A table partition becomes complete when its time is over, late rows reopen it, and whoever wants
// to know is told (B2).

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/kafka/kafka_record_reader.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

// Two judgements, half a minute apart, and a minute that has to end.
constexpr absl::Duration kPatience = absl::Seconds(150);

class CompletePartitions : public ProductScenario {
 protected:
  v1::Connector Minutes() {
    v1::Connector connector = Definition();
    connector.mutable_sink()->set_partition_granularity(v1::MaxComputeSink::MINUTE);
    connector.mutable_completeness()->mutable_grace()->set_seconds(0);
    connector.mutable_completeness()->set_announcement_topic(announcements_);
    return connector;
  }

  void SendAt(absl::Time time) {
    const absl::StatusOr<kafka::RecordPosition> position = kafka::ProduceAndWait(*producer_,
                                                                                 {.topic = topic_,
                                                                                  .partition = 0,
                                                                                  .key = "1",
                                                                                  .value = "1",
                                                                                  .timestamp = time,
                                                                                  .headers = {}},
                                                                                 absl::Seconds(30));
    ASSERT_THAT(position, IsOk());
    expected_[{position->partition, position->offset}] = 1;
  }

  // The one table partition that there is.
  v1::TablePartition Partition() {
    v1::ListTablePartitionsRequest request;
    request.set_name(name());
    const absl::StatusOr<v1::ListTablePartitionsResponse> list =
        control_plane_->api().ListTablePartitions(request);
    return list.ok() && list->partitions_size() == 1 ? list->partitions(0) : v1::TablePartition();
  }

  bool WasAnnounced(const std::string& text) {
    const auto last = reader_->ReadLast(announcements_, {.records_max = 1000});
    if (!last.ok()) return false;
    for (const kafka::StoredRecord& record : last->records) {
      if (absl::StrContains(record.value.value_or(""), text)) return true;
    }
    return false;
  }

  const std::string announcements_ = cluster::FreshName("complete");
  const std::unique_ptr<kafka::RecordReader> reader_ =
      kafka::KafkaRecordReader::Create({.bootstrap_servers = kafka().bootstrap()}).value();
};

TEST_F(CompletePartitions, AMinuteIsCompleteWhenItIsOverAndReopenedByALateRow) {
  MakeTopic(topic_, 2);  // One of them stays empty: it holds up nobody.
  MakeTopic(announcements_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_THAT(Create(Minutes()), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
  // What had begun by the first judgement is not judged.
  ASSERT_TRUE(WaitFor(
      [&] {
        v1::ListTablePartitionsRequest request;
        request.set_name(name());
        const auto list = control_plane_->api().ListTablePartitions(request);
        return list.ok() && list->has_complete_until() &&
               absl::Now() >= absl::FromUnixSeconds(list->complete_until().seconds());
      },
      kPatience));
  const absl::Time minute = absl::Now();
  SendAt(minute);
  ExpectTableEqualsTopic();
  EXPECT_NE(Partition().state(), v1::TablePartition::STATE_UNSPECIFIED);

  ASSERT_TRUE(
      WaitFor([&] { return Partition().state() == v1::TablePartition::COMPLETE; }, kPatience));
  const v1::TablePartition complete = Partition();
  EXPECT_EQ(complete.completions(), 1);
  EXPECT_TRUE(absl::EndsWith(complete.end_local(), ":00+08:00")) << complete.end_local();
  const std::string value = complete.spec().substr(complete.spec().find('=') + 1);
  EXPECT_TRUE(
      WaitFor([&] { return WasAnnounced(absl::StrCat(value, "/1\",\"event\":\"COMPLETE")); }));

  SendAt(minute);
  ASSERT_TRUE(WaitFor([&] { return WasAnnounced(absl::StrCat(value, "/1/reopened")); }, kPatience));
  // No more of them come.
  EXPECT_TRUE(WaitFor([&] { return Partition().completions() == 2; }, kPatience));
  EXPECT_TRUE(WaitFor([&] { return WasAnnounced(absl::StrCat(value, "/2")); }));
  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::e2e
