// One call to the destination that does not come back: whom it holds up.

#include <atomic>
#include <memory>
#include <thread>

#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "dataplane/task/membership_scenario.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using Operation = maxcompute::InMemoryTunnel::Operation;
using When = maxcompute::InMemoryTunnel::When;

// One call to the destination that does not come back is a matter of its own source partition.
class HungCallTest : public MembershipScenario, public ::testing::WithParamInterface<Operation> {};

INSTANTIATE_TEST_SUITE_P(EachStep, HungCallTest,
                         ::testing::Values(Operation::kCreateUpload, Operation::kPutBlock,
                                           Operation::kCommitUpload));

TEST_P(HungCallTest, HoldsUpNoOtherSourcePartition) {
  tunnel_.Hold(GetParam(), When::kBefore, /*calls_max=*/1);
  Send(0, 5);
  std::atomic<bool> other_went_on = false;
  std::thread world([&] {
    tunnel_.WaitUntilHeld(GetParam(), 1);
    const absl::Duration give_up = clock_.Monotonic() + absl::Seconds(10);
    for (int round = 1; round <= 3; ++round) {
      Send(1, 5);
      while (Offset(1) < 5 * round && clock_.Monotonic() < give_up)
        clock_.SleepFor(absl::Milliseconds(1));
    }
    other_went_on = Offset(1) == 15 && Offset(0) == 0;
    tunnel_.Release(GetParam());
  });

  ASSERT_THAT(Live([&] { return Offset(1) == 15 && AllAdvanced(); }), IsOk());

  world.join();
  EXPECT_TRUE(other_went_on);
  ExpectTableEqualsTopic();
}

// Nobody lets it go on: the next membership begins all the same, and what arrives late is in a
// session that no entry names.
TEST_P(HungCallTest, DoesNotHoldUpTheNextMembership) {
  tunnel_.Hold(GetParam(), When::kBefore, /*calls_max=*/1);
  Send(0, 5);
  class Nobody : public kafka::AssignmentListener {
    void OnAssigned(const std::vector<kafka::AssignedPartition>&) override {}
    void OnTakenAway(const std::vector<int32_t>&) override {}
  } nobody;
  std::unique_ptr<kafka::GroupConsumer> other;
  std::thread world([&] {
    tunnel_.WaitUntilHeld(GetParam(), 1);
    other = group_.Join(nobody);
  });
  ASSERT_THAT(Live([&] { return false; }), HasReason(kafka::reason::kFenced));
  world.join();
  other.reset();

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
}

}  // namespace
}  // namespace sluice::dataplane
