#include "controlplane/rpc/repeat_guard.h"

#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/refusals.h"
#include "gmock/gmock.h"
#include "sluice/v1/instance_service.pb.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;

class RepeatGuardTest : public ::testing::Test {
 protected:
  RepeatGuardTest() { request_.set_instance_id("a"); }

  // One of the calls that create instance `a` with the request id `r-1`.
  absl::Status Create(v1::Instance& answer, absl::FunctionRef<absl::Status(Request)> write) {
    return guard_.Run("CreateInstance", "r-1", request_, &answer, write);
  }

  // A write that succeeds.
  absl::Status CarryOut(v1::Instance& answer) {
    return Create(answer, [&](Request stored) {
      answer.set_name("instances/a");
      stored.answer = answer.SerializeAsString();
      return store_.StoreAnswer(stored, clock_.Now());
    });
  }

  InMemoryStore store_;
  SimulatedClock clock_;
  RepeatGuard guard_{store_, clock_};
  v1::CreateInstanceRequest request_;
};

TEST_F(RepeatGuardTest, ARepeatIsAnsweredAsTheFirstAndWritesNothing) {
  v1::Instance first, second;
  ASSERT_THAT(CarryOut(first), IsOk());
  EXPECT_THAT(Create(second, [](const Request&) { return absl::InternalError("was called"); }),
              IsOk());
  EXPECT_THAT(second.name(), Eq("instances/a"));
}

TEST_F(RepeatGuardTest, ARepeatThatOverlapsTheFirstIsAnsweredAsItWhateverItMetItself) {
  v1::Instance first, second;
  const absl::Status status = Create(second, [&](const Request&) {
    EXPECT_THAT(CarryOut(first), IsOk());
    return InstanceExists("a");
  });
  EXPECT_THAT(status, IsOk());
  EXPECT_THAT(second.name(), Eq("instances/a"));
}

TEST_F(RepeatGuardTest, ARequestThatFailedIsCarriedOutWhenItIsRepeated) {
  v1::Instance first, second;
  EXPECT_THAT(Create(first, [](const Request&) { return InstanceExists("a"); }),
              HasReason("INSTANCE_EXISTS"));
  EXPECT_THAT(CarryOut(second), IsOk());
}

}  // namespace
}  // namespace sluice::controlplane
