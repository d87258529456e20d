#include "tests/faults/fault_plan.h"

#include <map>
#include <set>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::faults {
namespace {

using ::testing::Ge;
using ::testing::Le;
using ::testing::SizeIs;

TEST(FaultPlan, IsTheSameForTheSameSeedAndAnotherForAnotherSeedOrRound) {
  EXPECT_EQ(MakePlan({.seed = 7}), MakePlan({.seed = 7}));
  EXPECT_NE(MakePlan({.seed = 7}), MakePlan({.seed = 8}));
  EXPECT_NE(MakePlan({.seed = 7}), MakePlan({.seed = 7, .round = 1}));
}

// Written down once: the numbers must not depend on the standard library or the machine.
TEST(FaultPlan, TheFirstFaultOfASeedIsKnown) {
  const std::vector<Fault> plan = MakePlan({.seed = 1});
  ASSERT_THAT(plan, SizeIs(Ge(1u)));
  EXPECT_EQ(Describe(plan.front()), "  0.8 s,  8.3 s long: destination, suspend");
}

TEST(FaultPlan, EveryFaultEndsWithinTheRoundAndFaultsOfOnePlaceDoNotOverlap) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    const PlanOptions options{.seed = seed, .length = absl::Seconds(90)};
    std::map<Place, absl::Duration> busy_until;
    absl::Duration last;
    for (const Fault& fault : MakePlan(options)) {
      EXPECT_THAT(fault.at, Ge(last));
      EXPECT_THAT(fault.at + fault.lasts, Le(options.length));
      EXPECT_THAT(fault.at, Ge(busy_until[fault.place])) << Describe(fault);
      busy_until[fault.place] = fault.at + fault.lasts;
      last = fault.at;
    }
  }
}

TEST(FaultPlan, EveryKindComesAtEveryPlaceWhereItMay) {
  std::set<std::pair<Place, Kind>> seen;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    for (const Fault& fault : MakePlan({.seed = seed})) seen.insert({fault.place, fault.kind});
  }
  // Workers 3 each, guest 1, control planes, Kafka and PostgreSQL 2 each, destination 12, networks
  // 5 each and one more of the destination's, connectors 4.
  EXPECT_THAT(seen, SizeIs(3 * 2 + 1 + 2 * 4 + 12 + 5 * 4 + 1 + 4));
}

TEST(FaultPlan, TwoMinutesHoldDozensOfFaults) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_THAT(MakePlan({.seed = seed, .length = absl::Seconds(75)}), SizeIs(Ge(15u))) << seed;
  }
}

}  // namespace
}  // namespace sluice::faults
