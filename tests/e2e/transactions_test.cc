// R15: what a transaction wrote becomes rows when it is committed, and never when it is aborted; an
// open one is no lag.

#include "absl/strings/str_cat.h"
#include "base/kafka/transactional_producer.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

class Transactions : public ProductScenario {
 protected:
  void Expect(int64_t first_offset, int64_t end_offset) {
    for (int64_t offset = first_offset; offset < end_offset; ++offset) expected_[{0, offset}] = 1;
  }

  // Whether the connector comes to say that this many records lag.
  bool LagBecomes(int64_t records) {
    return WaitFor([&] {
      const absl::StatusOr<v1::Connector> connector = Get();
      return connector.ok() && connector->state() == v1::Connector::RUNNING &&
             connector->status().lag_records() == records;
    });
  }
};

TEST_F(Transactions, AbortedRecordsAreNeverRowsAndAnOpenTransactionIsNoLag) {
  MakeTopic(topic_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  v1::Connector connector = Definition();
  connector.mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);
  ASSERT_THAT(Create(connector), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  kafka::TransactionalProducer producer({.bootstrap_servers = kafka().bootstrap()}, topic_);

  producer.Begin();
  producer.Write(topic_, 0, {"committed-0", "committed-1"});
  producer.Commit();  // Its marker has offset 2.
  producer.Begin();
  producer.Write(topic_, 0, {"aborted-3", "aborted-4"});
  producer.Abort();  // 5.
  producer.Begin();
  producer.Write(topic_, 0, {"open-6", "open-7"});

  Expect(0, 2);
  ExpectTableEqualsTopic();
  EXPECT_TRUE(LagBecomes(0)) << Get()->DebugString();

  producer.Commit();
  Expect(6, 8);
  ExpectTableEqualsTopic();
  EXPECT_TRUE(LagBecomes(0)) << Get()->DebugString();
}

}  // namespace
}  // namespace sluice::e2e
