// Full blocks are sent while their batches still take rows; nobody sees them before the intent, and
// whatever becomes of them, the table equals the topic.

#include <string>
#include <thread>

#include "base/status/status_matchers.h"
#include "dataplane/task/membership_scenario.h"

namespace sluice::dataplane {
namespace {

using maxcompute::SessionStatus;
using Operation = maxcompute::InMemoryTunnel::Operation;
using ::testing::Eq;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class EarlyUpload : public MembershipScenario {
 protected:
  EarlyUpload() {
    limits_.age_min = absl::Hours(1);
    limits_.blocks.bytes_max = 200;  // A few rows.
  }

  void WaitForBlocks(int count) {
    while (tunnel_.Calls(Operation::kPutBlock) < count) clock_.SleepFor(absl::Milliseconds(1));
  }
  // A life that flushes what it has read.
  absl::Status LiveOn() {
    limits_.age_min = absl::Milliseconds(1);
    return Live([&] { return AllAdvanced(); });
  }
};

TEST_F(EarlyUpload, FullBlocksAreSentBeforeTheBatchIsDueAndNobodySeesThem) {
  Send(0, 100);

  ASSERT_THAT(Live([&] { return tunnel_.Calls(Operation::kPutBlock) >= 3; }), IsOk());

  EXPECT_THAT(tunnel_.Sessions(), SizeIs(1));
  EXPECT_THAT(TableRows(), IsEmpty());
  EXPECT_THAT(Offset(0), Eq(0));
  ASSERT_THAT(LiveOn(), IsOk());
  ExpectTableEqualsTopic();
}

TEST_F(EarlyUpload, TheIntentNamesEveryBlockWheneverItWasSent) {
  limits_.batch_bytes_max = 2'000;
  Send(0, 100);

  ASSERT_THAT(Live([&] { return Offset(0) > 0; }), IsOk());

  const absl::StatusOr<maxcompute::UploadState> state =
      tunnel_.GetUpload(tunnel_.Sessions().front());
  ASSERT_THAT(state, IsOk());
  EXPECT_THAT(state->status, Eq(SessionStatus::kClosed));
  EXPECT_THAT(state->blocks.size(), Ge(2));
  ASSERT_THAT(LiveOn(), IsOk());
  ExpectTableEqualsTopic();
}

// What it had acknowledged is no longer in memory.
TEST_F(EarlyUpload, ASessionThatEndsWithBlocksInItIsForgottenAndItsBatchReadAgain) {
  limits_.batch_bytes_max = 20'000;
  Send(0, 100);
  std::thread service([&] {
    WaitForBlocks(1);
    tunnel_.SetStatus(tunnel_.Sessions().front(), SessionStatus::kExpired);
    Send(0, 1'000);
  });

  ASSERT_THAT(Live([&] { return Offset(0) > 0; }), IsOk());
  service.join();

  ASSERT_THAT(LiveOn(), IsOk());
  ExpectTableEqualsTopic();
}

TEST_F(EarlyUpload, ABlockThatFailsIsSentAgainWhenTheBatchIsFlushed) {
  limits_.batch_bytes_max = 20'000;
  tunnel_.FailNext(Operation::kPutBlock, absl::UnavailableError("away"),
                   maxcompute::InMemoryTunnel::When::kAfter);
  Send(0, 1'000);

  ASSERT_THAT(Live([&] { return Offset(0) > 0; }), IsOk());

  EXPECT_THAT(tunnel_.Sessions(), SizeIs(Ge(1)));
  ASSERT_THAT(LiveOn(), IsOk());
  ExpectTableEqualsTopic();
}

// A share that the carrier has failed with waits in memory until its batch is flushed.
TEST_F(EarlyUpload, WhenMemoryIsShortTheBatchThatHoldsMostIsFlushedAndNoOther) {
  memory_bytes_max_ = 1 << 20;
  limits_.blocks = {.bytes_max = 64 << 10, .encoding = maxcompute::ContentEncoding::kRaw};
  tunnel_.FailNext(Operation::kPutBlock, absl::UnavailableError("away"));
  const auto send = [this](int32_t partition, int count) {
    for (int i = 0; i < count; ++i) {
      SendOne(partition, {.key = "k", .value = std::string(10 << 10, 'x'), .timestamp_ms = 0});
    }
  };
  send(0, 200);
  send(1, 5);

  ASSERT_THAT(Live([&] { return Offset(0) == 200; }), IsOk());

  EXPECT_THAT(Offset(1), Eq(0));
  ASSERT_THAT(LiveOn(), IsOk());
  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::dataplane
