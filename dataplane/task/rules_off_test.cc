// Rules of the ledger that the model of tests/model has no place for, switched off in the world
// around a real membership: sizes (S1) and whose entry it is (S13).

#include "base/status/status_matchers.h"
#include "conversion/conversion_definition.h"
#include "dataplane/task/membership_scenario.h"
#include "formats/intent.h"

namespace sluice::dataplane {
namespace {

using ::testing::IsEmpty;

using RulesOff = MembershipScenario;

// The broker refuses entries of more than 4096 bytes. Batches are cut so that theirs fit; one that
// is not cut is refused, read again, and refused again.
TEST_F(RulesOff, S1AnEntryThatDoesNotFitIsRefusedForEver) {
  limits_.table_partitions_max = 1000;
  revision_.conversion.granularity = conversion::Granularity::kMinute;
  // As many sessions as a task may open at once.
  for (int minute = 0; minute < 100; ++minute)
    SendOne(0, {.key = "k", .value = "v", .timestamp_ms = minute * 60'000});

  for (int life = 1; life <= 3; ++life) {
    ASSERT_THAT(Live([&] { return group_.commits() >= life; }), IsOk());

    EXPECT_GE(group_.commits(), life);
    EXPECT_EQ(Offset(0), 0);
    EXPECT_FALSE(Entry(0).open());
    EXPECT_THAT(TableRows(), IsEmpty());
  }
}

// With the rule on such an entry is FOREIGN_LEDGER: membership_test.cc. Here the entry of an
// earlier connector of this name is not told apart, and its offset is believed.
TEST_F(RulesOff, S13AnEntryOfAnotherConnectorThatIsTakenForOursLosesRows) {
  Pin(0, 3);
  Send(0, 5);

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  EXPECT_EQ(TableRows(), (std::map<std::string, int>{{"0:3", 1}, {"0:4", 1}}));
}

}  // namespace
}  // namespace sluice::dataplane
