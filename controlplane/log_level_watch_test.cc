#include "controlplane/log_level_watch.h"

#include "absl/time/clock.h"
#include "base/log/log.h"
#include "base/status/status_matchers.h"
#include "base/time/real_clock.h"
#include "controlplane/store/in_memory_store.h"
#include "controlplane/store/store_contract_values.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

class LogLevelWatchTest : public ::testing::Test {
 protected:
  LogLevelWatchTest() {
    EXPECT_THAT(store_.CreateInstance(AnInstance(), {}), IsOk());
    EXPECT_THAT(store_.CreateConnector(AConnector(), {}), IsOk());
  }

  static bool WritesDebug(const std::string& key, const std::string& value) {
    return log::IsWritten(log::Level::kDebug, {{key, value}});
  }

  // The log goes by the real time.
  RealClock clock_;
  InMemoryStore store_;
  LogLevelWatch watch_{store_, store_, clock_};
  const Connector orders_ = AConnector();
};

TEST_F(LogLevelWatchTest, LinesThatNameTheConnectorByNameOrUidFollowItsLevel) {
  const LogLevelUntil debug = {log::Level::kDebug, clock_.Now() + absl::Minutes(5)};
  ASSERT_THAT(store_.SetLogLevel(orders_.id, debug, clock_.Now()), IsOk());

  ASSERT_THAT(watch_.Look(), IsOk());

  EXPECT_TRUE(WritesDebug("connector", "instances/kafka-1/connectors/orders"));
  EXPECT_TRUE(WritesDebug("connector_uid", orders_.uid));
  EXPECT_FALSE(WritesDebug("connector", "instances/kafka-1/connectors/others"));

  ASSERT_THAT(store_.SetLogLevel(orders_.id, std::nullopt, clock_.Now()), IsOk());
  ASSERT_THAT(watch_.Look(), IsOk());
  EXPECT_FALSE(WritesDebug("connector_uid", orders_.uid));
}

TEST_F(LogLevelWatchTest, WhileTheStoreIsAwayTheLogGoesOnAsItWas) {
  const LogLevelUntil debug = {log::Level::kDebug, clock_.Now() + absl::Minutes(5)};
  ASSERT_THAT(store_.SetLogLevel(orders_.id, debug, clock_.Now()), IsOk());
  ASSERT_THAT(watch_.Look(), IsOk());
  store_.FailNext(absl::UnavailableError("away"));

  EXPECT_THAT(watch_.Look(), StatusIs(absl::StatusCode::kUnavailable));

  EXPECT_TRUE(WritesDebug("connector_uid", orders_.uid));
}

}  // namespace
}  // namespace sluice::controlplane
