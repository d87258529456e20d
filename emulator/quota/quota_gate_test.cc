#include "emulator/quota/quota_gate.h"

#include <gtest/gtest.h>

#include <optional>

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

struct Case {
  Quotas quotas;
  const char* operation;
  absl::Duration window;
  const char* code;
};

TEST(QuotaGate, LetsInAsManyAsAreAllowedWithinTheWindowOfEachTable) {
  for (const Case& c :
       {Case{{.uploads_per_5_minutes = 2},
             "create_upload",
             absl::Minutes(5),
             "RequestQuotaExceeded"},
        Case{{.blocks_per_5_minutes = 2}, "put_block", absl::Minutes(5), "FlowExceeded"},
        Case{{.commits_per_15_seconds = 2}, "commit_upload", absl::Seconds(15), "QPSExceeded"},
        Case{{.downloads_per_5_minutes = 2},
             "create_download",
             absl::Minutes(5),
             "RequestQuotaExceeded"}}) {
    SimulatedClock clock;
    QuotaGate gate(c.quotas, clock);
    EXPECT_TRUE(gate.Enter(c.operation, "p/t").ok());
    clock.Advance(absl::Seconds(1));
    EXPECT_TRUE(gate.Enter(c.operation, "p/t").ok());

    absl::Status refused = gate.Enter(c.operation, "p/t").status();
    EXPECT_THAT(refused, HasReason(c.code));
    EXPECT_EQ(HoldOf(refused), c.window - absl::Seconds(1));
    EXPECT_TRUE(gate.Enter(c.operation, "p/other").ok());
    EXPECT_TRUE(gate.Enter("get_upload", "p/t").ok());

    clock.Advance(*HoldOf(refused));
    EXPECT_TRUE(gate.Enter(c.operation, "p/t").ok());
    EXPECT_FALSE(gate.Enter(c.operation, "p/t").ok());
  }
}

TEST(QuotaGate, LetsInAsManyCommitsAtOnceAsAreAllowed) {
  SimulatedClock clock;
  QuotaGate gate({.commits_at_once = 1}, clock);
  {
    absl::StatusOr<QuotaGate::Pass> first = gate.Enter("commit_upload", "p/t");
    ASSERT_TRUE(first.ok());
    EXPECT_THAT(gate.Enter("commit_upload", "p/t").status(), HasReason("SlotExceeded"));
    EXPECT_TRUE(gate.Enter("commit_upload", "p/other").ok());
  }
  EXPECT_TRUE(gate.Enter("commit_upload", "p/t").ok());
}

TEST(QuotaGate, GivenVeryManyTablesStillCountsThoseThatAreBusy) {
  SimulatedClock clock;
  QuotaGate gate({.blocks_per_5_minutes = 1}, clock);
  for (int i = 0; i < 10'000; ++i)
    EXPECT_TRUE(gate.Enter("put_block", absl::StrCat("old", i)).ok());
  clock.Advance(absl::Minutes(5));
  EXPECT_TRUE(gate.Enter("put_block", "busy").ok());
  for (int i = 0; i < 10'000; ++i)
    EXPECT_TRUE(gate.Enter("put_block", absl::StrCat("new", i)).ok());
  EXPECT_FALSE(gate.Enter("put_block", "busy").ok());
}

TEST(QuotaGate, WithoutLimitsLetsEverythingIn) {
  SimulatedClock clock;
  QuotaGate gate({}, clock);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(gate.Enter("put_block", "p/t").ok());
}

}  // namespace
}  // namespace sluice::emulator
