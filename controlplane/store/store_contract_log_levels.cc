#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// Levels of logging.
namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const ConnectorId kId = AConnector().id;
const std::string kUid = AConnector().uid;

LogLevelUntil Debug(absl::Time until) { return {log::Level::kDebug, until}; }

TEST_P(ConnectorContract, ALogLevelIsKeptUntilItsTimeIsOver) {
  LogLevelStore& levels = store().log_levels();
  EXPECT_THAT(levels.ListLogLevels(kT0), IsOkAndHolds(IsEmpty()));

  ASSERT_THAT(levels.SetLogLevel(kId, Debug(kT0 + absl::Hours(1)), kT0), IsOk());

  EXPECT_THAT(levels.ListLogLevels(kT0),
              IsOkAndHolds(ElementsAre(ConnectorLogLevel{kId, kUid, Debug(kT0 + absl::Hours(1))})));
  EXPECT_THAT(levels.ListLogLevels(kT0 + absl::Hours(1)), IsOkAndHolds(IsEmpty()));
}

TEST_P(ConnectorContract, ALaterLogLevelReplacesTheOneBeforeAndNoneEndsIt) {
  LogLevelStore& levels = store().log_levels();
  const LogLevelUntil error = {log::Level::kError, kT0 + absl::Hours(2)};
  ASSERT_THAT(levels.SetLogLevel(kId, Debug(kT0 + absl::Hours(1)), kT0), IsOk());

  ASSERT_THAT(levels.SetLogLevel(kId, error, kT0), IsOk());
  EXPECT_THAT(levels.ListLogLevels(kT0),
              IsOkAndHolds(ElementsAre(ConnectorLogLevel{kId, kUid, error})));

  ASSERT_THAT(levels.SetLogLevel(kId, std::nullopt, kT0), IsOk());
  EXPECT_THAT(levels.ListLogLevels(kT0), IsOkAndHolds(IsEmpty()));
}

TEST_P(ConnectorContract, ALogLevelOfAConnectorThatIsNotThereIsRefused) {
  EXPECT_THAT(store().log_levels().SetLogLevel({kId.instance, "nobody"}, Debug(kT0), kT0),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_P(RunningContract, ALogLevelComesWithTheNextSnapshotAndPlacesNothingAnew) {
  const Snapshot before = SnapshotNow();
  const int64_t signals = store().changes().Count(Change::kSnapshots);

  ASSERT_THAT(store().log_levels().SetLogLevel(kId, Debug(kT0 + absl::Hours(1)), kT0), IsOk());

  const Snapshot after = SnapshotNow();
  EXPECT_GT(after.revision, before.revision);
  ASSERT_EQ(after.tasks.size(), before.tasks.size());
  EXPECT_EQ(after.tasks[0].log_level, Debug(kT0 + absl::Hours(1)));
  EXPECT_EQ(before.tasks[0].log_level, std::nullopt);
  EXPECT_EQ(after.tasks[0].task.assignment_revision, before.tasks[0].task.assignment_revision);
  EXPECT_EQ(after.tasks[0].connector, before.tasks[0].connector);
  EXPECT_GT(store().changes().WaitBeyond(Change::kSnapshots, signals, absl::Seconds(5)), signals);
}

}  // namespace
}  // namespace sluice::controlplane
