#include "base/kafka/on_demand_producer.h"

#include <atomic>
#include <future>
#include <memory>
#include <thread>
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

using ::testing::AllOf;
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
  bool CanSend() const override { return !unusable_; }
  absl::Status Flush(absl::Duration timeout) override { return producer_.Flush(timeout); }

 private:
  InMemoryProducer producer_;
  const bool& unusable_;
};

// Answers for every record that it failed, on a thread of its own, when told to or as it closes.
class FailingProducer : public Producer {
 public:
  ~FailingProducer() override {
    if (!thread_.joinable()) AnswerAll();
    thread_.join();  // On that thread itself this ends the process.
  }

  absl::Status Produce(const ProducerRecord&, DeliveryCallback delivered) override {
    taken_.push_back(std::move(delivered));
    return absl::OkStatus();
  }
  bool CanSend() const override { return can_send_; }
  absl::Status Flush(absl::Duration) override { return absl::OkStatus(); }

  // From now on it can send no more. A callback may have it closed: nothing of it is touched after
  // the first has begun.
  void AnswerAll() {
    can_send_ = false;
    std::promise<void> begins;
    thread_ = std::thread([taken = std::move(taken_), begun = begins.get_future()] {
      begun.wait();
      for (const DeliveryCallback& delivered : taken) delivered(absl::UnavailableError("failed"));
    });
    begins.set_value();
  }

 private:
  std::vector<DeliveryCallback> taken_;
  std::atomic<bool> can_send_ = true;
  std::thread thread_;
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
  absl::Duration pause_ = absl::ZeroDuration();
  OnDemandProducer producer_{[this]() -> absl::StatusOr<std::unique_ptr<Producer>> {
                               if (!refusal_.ok()) return refusal_;
                               unusable_.push_back(std::make_unique<bool>(false));
                               return std::make_unique<WearyProducer>(cluster_, *unusable_.back());
                             },
                             pause_};
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

TEST_F(OnDemandProducerTest, GivenThatLastsThenNotEveryRecordMakesOne) {
  std::vector<std::unique_ptr<bool>> unusable;
  OnDemandProducer producer(
      [&] {
        unusable.push_back(std::make_unique<bool>(true));
        return std::make_unique<WearyProducer>(cluster_, *unusable.back());
      },
      absl::Hours(1));
  for (int i = 0; i < 3; ++i) {
    EXPECT_THAT(producer.Produce({.topic = "t", .value = "v"}, [](const auto&) {}),
                HasReason(reason::kProducerUnusable));
  }
  EXPECT_THAT(unusable, SizeIs(1));
}

TEST_F(OnDemandProducerTest, GivenNoneCanBeMadeThenTheRecordIsRefusedAndTheNextTriesAgain) {
  refusal_ = absl::UnavailableError("not now");
  EXPECT_THAT(Write(), StatusIs(absl::StatusCode::kUnavailable));

  refusal_ = absl::OkStatus();
  EXPECT_THAT(Write(), IsOk());
}

TEST(OnDemandProducerClosingTest, GivenACallbackWritesAgainMeanwhileThenThatIsRefused) {
  const ProducerRecord record{.topic = "t", .value = "v"};
  absl::Status answer = absl::UnknownError("no callback ran");
  {
    OnDemandProducer producer([] { return std::make_unique<FailingProducer>(); });
    ASSERT_THAT(producer.Produce(record,
                                 [&](const absl::StatusOr<RecordPosition>&) {
                                   answer = producer.Produce(record, [](const auto&) {});
                                 }),
                IsOk());
  }
  EXPECT_THAT(answer, AllOf(StatusIs(absl::StatusCode::kUnavailable), HasReason(reason::kClosing)));
}

TEST(OnDemandProducerClosingTest, GivenACallbackOfOneThatCanSendNoMoreWritesAgainThenByANewOne) {
  const ProducerRecord record{.topic = "t", .value = "v"};
  std::vector<FailingProducer*> made;
  std::promise<absl::Status> answer;
  OnDemandProducer producer(
      [&] {
        auto one = std::make_unique<FailingProducer>();
        made.push_back(one.get());
        return one;
      },
      absl::ZeroDuration());
  ASSERT_THAT(producer.Produce(record,
                               [&](const absl::StatusOr<RecordPosition>&) {
                                 answer.set_value(producer.Produce(record, [](const auto&) {}));
                               }),
              IsOk());

  made.front()->AnswerAll();

  EXPECT_THAT(answer.get_future().get(), IsOk());
  EXPECT_THAT(made, SizeIs(2));
}

}  // namespace
}  // namespace sluice::kafka
