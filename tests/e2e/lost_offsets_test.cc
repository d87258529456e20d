// A connector stood still for so long that the broker has forgotten its consumer group (rule S12).
// It says so, waits until nothing of it can be committed any more, and goes on by itself behind
// what the table holds.

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "formats/connect_records.h"
#include "gtest/gtest.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

class LostOffsets : public ProductScenario {
 protected:
  // What the worker noted last, as if so long ago.
  void Note(int32_t partition, int64_t offset, absl::Duration ago) {
    const std::string topic = absl::StrCat("connect-offset-", connector_);
    const std::string key = formats::EncodeOffsetKey(connector_, topic_, partition);
    const std::string value = formats::EncodeOffsetValue(offset);
    ASSERT_THAT(kafka::ProduceAndWait(*producer_,
                                      {.topic = topic,
                                       .partition = std::nullopt,
                                       .key = key,
                                       .value = value,
                                       .timestamp = absl::Now() - ago,
                                       .headers = {}},
                                      absl::Seconds(30)),
                IsOk());
  }

  v1::Condition Healthy() {
    const absl::StatusOr<v1::Connector> connector = Get();
    if (!connector.ok()) return {};
    for (const v1::Condition& condition : connector->conditions()) {
      if (condition.type() == "Healthy") return condition;
    }
    return {};
  }
};

TEST_F(LostOffsets, AConnectorWhoseGroupIsForgottenGoesOnBehindWhatTheTableHolds) {
  MakeTopic(topic_, 2);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  for (int i = 0; i < 5; ++i) {
    Send(0);
    Send(1);
  }
  ExpectTableEqualsTopic();
  ASSERT_THAT(Stop(), IsOk());
  const std::string group = absl::StrCat("connect-task-", connector_);
  // Static members stay until their session ends.
  ASSERT_TRUE(WaitFor([&] { return admin().DeleteGroup(group, absl::Seconds(5)).ok(); }));
  Send(0);

  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::FAILED)) << worker.LogTail();
  EXPECT_EQ(Healthy().reason(), "LEDGER_LOST");
  EXPECT_TRUE(absl::StrContains(Healthy().remedy(), "it goes on by itself after"))
      << Healthy().remedy();

  // A day and an hour later; the last note was behind what had been committed.
  Note(0, 3, absl::Hours(26));
  Note(1, 5, absl::Hours(26));
  ASSERT_TRUE(WaitFor([&] { return absl::StrContains(Healthy().remedy(), "grant Select"); },
                      absl::Seconds(90)))
      << Healthy().remedy();
  const std::string remedy = Healthy().remedy();
  ASSERT_THAT(emulator_->Sql(remedy.substr(0, remedy.find('\n'))), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING, absl::Seconds(90))) << worker.LogTail();

  Send(0);
  Send(1);
  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::e2e
