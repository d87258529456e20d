// R15: what a transaction wrote counts when it is committed, and never when it is aborted.

#include "absl/time/clock.h"
#include "base/kafka/committed_records.h"
#include "base/kafka/kafka_admin.h"
#include "base/kafka/kafka_record_reader.h"
#include "base/kafka/recording_member.h"
#include "base/kafka/transactional_producer.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::kafka {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Pair;

constexpr absl::Duration kTimeout = absl::Seconds(20);

class TransactionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto made = admin_->CreateTopics({{.name = topic_}}, kTimeout);
    ASSERT_THAT(made, IsOk());
    ASSERT_THAT(made->at(topic_), IsOk());
  }

  absl::StatusOr<int64_t> End(IsolationLevel isolation) {
    auto ends = admin_->ListOffsets({{topic_, 0}}, OffsetQuery::End(), isolation, kTimeout);
    if (!ends.ok()) return ends.status();
    return ends->begin()->second;
  }

  // The values of the newest records, newest first.
  std::vector<std::string> Newest(int records_max) {
    const auto last = reader_->ReadLast(topic_, {.records_max = records_max});
    EXPECT_THAT(last, IsOk());
    std::vector<std::string> values;
    for (const StoredRecord& record : last->records) values.push_back(record.value.value_or(""));
    return values;
  }

  const std::string topic_ = cluster::FreshName("payments");
  const ConnectionSettings settings_ = {.bootstrap_servers =
                                            cluster::KafkaServer::Shared().bootstrap()};
  const std::unique_ptr<Admin> admin_ = KafkaAdmin::Create(settings_).value();
  const std::unique_ptr<RecordReader> reader_ = KafkaRecordReader::Create(settings_).value();
};

TEST_F(TransactionsTest, AbortedRecordsAreNeverReadAndOpenOnesOnlyOnceCommitted) {
  TransactionalProducer producer(settings_, topic_);
  producer.Begin();
  producer.Write(topic_, 0, {"committed-0", "committed-1"});
  producer.Commit();  // Its marker has offset 2.
  producer.Begin();
  producer.Write(topic_, 0, {"aborted-3", "aborted-4"});
  producer.Abort();  // 5.
  producer.Begin();
  producer.Write(topic_, 0, {"open-6", "open-7"});

  RecordingMember member({.connection = settings_,
                          .topic = topic_,
                          .group_id = topic_,
                          .group_instance_id = "task-0",
                          .session_timeout = absl::Seconds(6)});
  ASSERT_TRUE(member.HoldsPartitions(1));
  member.consumer->Resume(0);
  ASSERT_THAT(member.PollUntil([&] { return member.ends[0] == 6; }), IsOk());

  EXPECT_THAT(member.values, ElementsAre("0:0=committed-0", "0:1=committed-1"));
  EXPECT_THAT(member.ends, ElementsAre(Pair(0, 6)));
  EXPECT_THAT(End(IsolationLevel::kReadCommitted), IsOkAndHolds(6));
  EXPECT_THAT(End(IsolationLevel::kReadUncommitted), IsOkAndHolds(8));
  // Two statistics later it is still the last stable offset.
  const absl::Time later = absl::Now() + absl::Milliseconds(2500);
  ASSERT_THAT(member.PollUntil([&] { return absl::Now() > later; }), IsOk());
  EXPECT_THAT(member.consumer->EndOffset(0), Eq(6));
  EXPECT_THAT(Newest(10), ElementsAre("committed-1", "committed-0"));

  producer.Commit();  // 8.
  ASSERT_THAT(member.PollUntil([&] { return member.ends[0] == 9; }), IsOk());
  EXPECT_THAT(member.values,
              ElementsAre("0:0=committed-0", "0:1=committed-1", "0:6=open-6", "0:7=open-7"));
  EXPECT_THAT(member.consumer->EndOffset(0), Eq(9));
  EXPECT_THAT(Newest(3), ElementsAre("open-7", "open-6", "committed-1"));
}

TEST_F(TransactionsTest, AllCommittedRecordsAreShownOnceWhereverReadingBegins) {
  TransactionalProducer producer(settings_, topic_);
  producer.Begin();
  producer.Write(topic_, 0, {"committed-0", "committed-1"});
  producer.Commit();  // Its marker has offset 2.
  producer.Begin();
  producer.Write(topic_, 0, {"aborted-3"});
  producer.Abort();  // 4.
  std::vector<int64_t> shown;
  const auto show = [&](const ConsumedRecord& record) { shown.push_back(record.offset); };

  const absl::StatusOr<NextOffsets> read = ReadCommitted(settings_, topic_, {}, kTimeout, show);

  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(*read, ElementsAre(Pair(0, 5)));
  EXPECT_THAT(shown, ElementsAre(0, 1));

  producer.Begin();
  producer.Write(topic_, 0, {"committed-5"});
  producer.Commit();
  EXPECT_THAT(ReadCommitted(settings_, topic_, *read, kTimeout, show), IsOk());
  EXPECT_THAT(shown, ElementsAre(0, 1, 5));
}

TEST_F(TransactionsTest, TheLastRecordsAreFoundBeforeMoreAbortedOnesThanAreAskedFor) {
  TransactionalProducer producer(settings_, topic_);
  producer.Begin();
  producer.Write(topic_, 0, {"first", "second"});
  producer.Commit();
  producer.Begin();
  producer.Write(topic_, 0, std::vector<std::string>(50, "aborted"));
  producer.Abort();

  EXPECT_THAT(Newest(2), ElementsAre("second", "first"));
}

}  // namespace
}  // namespace sluice::kafka
