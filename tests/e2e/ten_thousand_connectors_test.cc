// The console before ten thousand connectors: how long the list, a filter and a connector take, and
// what ten minutes of live updates hold. The stories are in console/browser/scale.
//
// The times are printed and not judged: they are the machine's. What is judged is that everything
// is shown, and that memory does not grow.

#include <string>

#include "absl/strings/string_view.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/cluster/postgres_server.h"
#include "tests/e2e/console_scenario.h"

namespace sluice::e2e {
namespace {

constexpr absl::Duration kStoriesPatience = absl::Minutes(20);

// Copies of the one that is there, in ten teams; every hundredth was never deployed. Nobody has a
// reconcile key: they are as they are desired.
constexpr absl::string_view kMultiply = R"sql(
  INSERT INTO connectors (uid, instance_id, id, generation, observed_generation, create_time,
    update_time, labels, annotations, spec, spec_revision, desired_state, desired_state_time,
    provisioning)
  SELECT 'uid-' || n, instance_id, 'c' || lpad(n::text, 5, '0'), 1, 1, create_time, update_time,
    jsonb_build_object('team', 'team-' || n % 10), annotations,
    replace(spec::text, id, 'c' || lpad(n::text, 5, '0'))::jsonb, 1,
    CASE WHEN n % 100 = 0 THEN 'DRAFT' ELSE 'STOPPED' END, desired_state_time, provisioning
  FROM connectors, generate_series(1, 9999) AS n;
  INSERT INTO connector_revisions (connector_uid, revision, spec, labels, annotations, secrets,
    author, reason, create_time)
  SELECT uid, 1, spec, labels, annotations, secrets, '', '', create_time
  FROM connectors WHERE uid LIKE 'uid-%';
  INSERT INTO connector_observations (connector_uid, connector_instance, connector_id, version,
    state, severity, lag_records, stale_rank, dead_letters, trouble_reason, trouble_class,
    observed_time, change_xid)
  SELECT uid, instance_id, id, 1, desired_state, 10, -1, -9223372036854775808, 0, '', '',
    create_time, '0'
  FROM connectors WHERE uid LIKE 'uid-%';
  ANALYZE)sql";

class TenThousandConnectors : public ConsoleScenario {
 protected:
  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(ConsoleScenario::SetUp());
    ASSERT_THAT(Create(), IsOk());
    ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
    cluster::PostgresServer::Query(control_plane_->database_url(), std::string(kMultiply));
  }
};

TEST_F(TenThousandConnectors, AreListedFilteredOpenedAndFollowed) {
  EXPECT_THAT(TellStories("scale", {}, kStoriesPatience), IsOk());
}

}  // namespace
}  // namespace sluice::e2e
