#include "dataplane/worker/log_levels.h"

#include "absl/time/clock.h"
#include "base/log/log.h"
#include "gtest/gtest.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

constexpr char kOrders[] = "instances/local/connectors/orders";

v1::Assignment Told(const std::string& level, absl::Time until) {
  v1::Assignment assignment;
  v1::TaskAssignment& task = *assignment.add_tasks();
  task.set_connector(kOrders);
  task.set_log_level(level);
  task.mutable_log_level_until()->set_seconds(absl::ToUnixSeconds(until));
  return assignment;
}

bool WritesDebug(const std::string& connector) {
  return log::IsWritten(log::Level::kDebug, {{"connector", connector}});
}

TEST(LogLevels, AConnectorIsLoggedAsItsAssignmentSaysUntilItSaysNothingMore) {
  LogLevels levels;

  levels.Apply(Told("debug", absl::Now() + absl::Minutes(5)));
  EXPECT_TRUE(WritesDebug(kOrders));
  EXPECT_FALSE(WritesDebug("instances/local/connectors/others"));

  levels.Apply(Told("", absl::UnixEpoch()));
  EXPECT_FALSE(WritesDebug(kOrders));
}

TEST(LogLevels, ALocalCopyWhoseTimeIsOverChangesNothing) {
  LogLevels levels;

  levels.Apply(Told("debug", absl::Now() - absl::Minutes(5)));

  EXPECT_FALSE(WritesDebug(kOrders));
}

TEST(LogLevels, AWordThatIsNotKnownIsPassedOver) {
  LogLevels levels;

  levels.Apply(Told("deafening", absl::Now() + absl::Minutes(5)));

  EXPECT_FALSE(WritesDebug(kOrders));
  EXPECT_TRUE(log::IsWritten(log::Level::kInfo, {{"connector", kOrders}}));
}

}  // namespace
}  // namespace sluice::dataplane
