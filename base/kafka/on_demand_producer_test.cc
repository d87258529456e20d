#include "base/kafka/on_demand_producer.h"

#include <memory>
#include <utility>
#include <vector>

#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_cluster.h"
#include "base/kafka/in_memory_producer.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr absl::Duration kTimeout = absl::Seconds(1);

// Can send no more once it is told so.
class WearyProducer : public Producer {
 public:
  WearyProducer(InMemoryCluster& cluster, const bool& unusable)
      : producer_(cluster), unusable_(unusable) {}

  absl::Status Produce(const ProducerRecord& record, DeliveryCallback delivered) override {
    if (unusable_) {
      return WithReason(absl::UnavailableError("no more"), reason::kProducerUnusable);
    }
    return producer_.Produce(record, std::move(delivered));
  }
  absl::Status Flush(absl::Duration timeout) override { return producer_.Flush(timeout); }

 private:
  InMemoryProducer producer_;
  const bool& unusable_;
};

class OnDemandProducerTest : public ::testing::Test {
 protected:
  void SetUp() override {
    InMemoryAdmin admin(cluster_);
    ASSERT_THAT(admin.CreateTopics({{.name = "t"}}, kTimeout), IsOk());
  }

  absl::Status Write() {
    return ProduceAndWait(producer_, {.topic = "t", .key = "k", .value = "v"}, kTimeout).status();
  }

  InMemoryCluster cluster_;
  absl::Status refusal_;
  std::vector<std::unique_ptr<bool>> unusable_;  // One for each that was made.
  OnDemandProducer producer_{[this]() -> absl::StatusOr<std::unique_ptr<Producer>> {
    if (!refusal_.ok()) return refusal_;
    unusable_.push_back(std::make_unique<bool>(false));
    return std::make_unique<WearyProducer>(cluster_, *unusable_.back());
  }};
};

TEST_F(OnDemandProducerTest, GivenNothingToWriteThenNoneIsMade) {
  EXPECT_THAT(producer_.Flush(kTimeout), IsOk());
  EXPECT_THAT(unusable_, IsEmpty());
}

TEST_F(OnDemandProducerTest, TheFirstRecordMakesOneAndLaterOnesGoByIt) {
  EXPECT_THAT(Write(), IsOk());
  EXPECT_THAT(Write(), IsOk());

  EXPECT_THAT(unusable_, SizeIs(1));
  EXPECT_THAT(cluster_.Records("t"), SizeIs(2));
}

TEST_F(OnDemandProducerTest, GivenItCanSendNoMoreThenTheNextRecordGoesByANewOne) {
  ASSERT_THAT(Write(), IsOk());
  *unusable_[0] = true;

  EXPECT_THAT(Write(), IsOk());

  EXPECT_THAT(unusable_, SizeIs(2));
  EXPECT_THAT(cluster_.Records("t"), SizeIs(2));
}

TEST_F(OnDemandProducerTest, GivenNoneCanBeMadeThenTheRecordIsRefusedAndTheNextTriesAgain) {
  refusal_ = absl::UnavailableError("not now");
  EXPECT_THAT(Write(), StatusIs(absl::StatusCode::kUnavailable));

  refusal_ = absl::OkStatus();
  EXPECT_THAT(Write(), IsOk());
}

}  // namespace
}  // namespace sluice::kafka
