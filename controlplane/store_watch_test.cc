#include "controlplane/store_watch.h"

#include <vector>

#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "controlplane/store/in_memory_store.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Optional;

TEST(StoreWatch, HealthFollowsTheStoreAndIsToldOnlyWhenItChanges) {
  SimulatedClock clock;
  std::vector<bool> told;
  absl::Status answer = absl::UnavailableError("starting");
  StoreWatch watch([&] { return answer; }, [] {}, clock, [&](bool ok) { told.push_back(ok); });

  EXPECT_THAT(watch.Look(), StatusIs(absl::StatusCode::kUnavailable));
  (void)watch.Look();
  answer = absl::OkStatus();
  EXPECT_THAT(watch.Look(), IsOk());
  EXPECT_THAT(watch.Look(), IsOk());
  answer = absl::UnavailableError("gone");
  (void)watch.Look();
  EXPECT_THAT(told, ElementsAre(false, true, false));
}

TEST(StoreWatch, OldAnswersAreThrownAwayNowAndThen) {
  InMemoryStore store;
  SimulatedClock clock;
  const absl::Time stored = clock.Now();
  ASSERT_THAT(store.StoreAnswer({"r", "m", "f", "a"}, stored), IsOk());
  StoreWatch watch([] { return absl::OkStatus(); },
                   [&] { (void)store.ForgetOldAnswers(clock.Now()); }, clock, [](bool) {});
  EXPECT_THAT(watch.Look(), IsOk());
  EXPECT_THAT(store.FindAnswer("m", "r", stored)->has_value(), Eq(true));
  clock.Advance(absl::Hours(25));
  EXPECT_THAT(watch.Look(), IsOk());
  EXPECT_THAT(store.FindAnswer("m", "r", stored)->has_value(), Eq(false));
}

}  // namespace
}  // namespace sluice::controlplane
