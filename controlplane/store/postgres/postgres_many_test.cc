// Ten thousand connectors: lists go through an index, and what each takes is printed.

#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/seal/key.h"
#include "base/status/status_matchers.h"
#include "controlplane/filter/parse_filter.h"
#include "controlplane/store/postgres/postgres_connector_index.h"
#include "controlplane/store/postgres/postgres_store.h"
#include "controlplane/store/postgres/schema.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"
#include "tests/cluster/postgres_server.h"

namespace sluice::controlplane {
namespace {

using cluster::PostgresServer;
using postgres::Database;
using postgres::DatabaseOptions;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr int kConnectors = 10'000;

// Copies of the one that is there, in ten teams; every hundredth has failed.
constexpr char kMultiply[] = R"sql(
  INSERT INTO connectors (uid, instance_id, id, generation, create_time, update_time, labels,
    annotations, spec, spec_revision, desired_state, desired_state_time, provisioning)
  SELECT 'uid-' || n, instance_id, 'c' || lpad(n::text, 5, '0'), 1, create_time, update_time,
    jsonb_build_object('team', 'team-' || n % 10), annotations, spec, 1, 'RUNNING',
    desired_state_time, provisioning
  FROM connectors, generate_series(1, 9999) AS n;
  INSERT INTO connector_observations (connector_uid, connector_instance, connector_id, version,
    state, severity, lag_records, stale_rank, dead_letters, trouble_reason, trouble_class,
    observed_time)
  SELECT uid, instance_id, id, 1, CASE WHEN n % 100 = 0 THEN 'FAILED' ELSE 'RUNNING' END,
    CASE WHEN n % 100 = 0 THEN 60 ELSE 10 END, n, -n, 0, '', '', create_time
  FROM (SELECT *, substr(id, 2)::integer AS n FROM connectors WHERE uid LIKE 'uid-%' AND
        id LIKE 'c%') AS many;
  ANALYZE)sql";

class TenThousand : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(store_.instances().CreateInstance(AnInstance(), {}), IsOk());
    ASSERT_THAT(store_.connectors().CreateConnector(AConnector(), {}), IsOk());
    ASSERT_THAT(database_.Run([](pqxx::work& transaction) {
      transaction.exec(kMultiply);
      return absl::OkStatus();
    }),
                IsOk());
  }

  static std::string Migrated() {
    const std::string url = PostgresServer::Shared().FreshDatabase();
    Database database(DatabaseOptions{.url = url});
    EXPECT_THAT(postgres::Migrate(database, migrations::All()), IsOk());
    return url;
  }

  // The plan of the second page, and what a page took.
  std::string PlanOf(const std::string& filter, const std::string& order) {
    ConnectorQuery query{.instance = "kafka-1",
                         .filter = *ParseFilter(filter),
                         .order = *ParseOrder(order),
                         .limit = 51,
                         .now = absl::Now()};
    const auto first = store_.connector_index().FindConnectors(query);
    EXPECT_THAT(first, IsOkAndHolds(SizeIs(51)));
    query.after = first->back().position;
    const absl::Time began = absl::Now();
    EXPECT_THAT(store_.connector_index().FindConnectors(query), IsOk());
    const absl::Duration took = absl::Now() - began;
    const std::string plan = *index_.ExplainFind(query);
    std::cout << "a page of 51 of " << kConnectors << ", filter `" << filter << "`, order `"
              << order << "`: " << absl::FormatDuration(took) << "\n"
              << plan << std::endl;
    return plan;
  }

  const std::string url_ = Migrated();
  const seal::Key key_ = seal::Key::Fresh();
  postgres::PostgresStore store_{DatabaseOptions{.url = url_}, key_};
  Database database_{DatabaseOptions{.url = url_}};
  const postgres::SealedSecrets secrets_{seal::Sealer(key_)};
  postgres::PostgresConnectorIndex index_{database_, secrets_};
};

TEST_F(TenThousand, PagesAreReadThroughAnIndex) {
  EXPECT_THAT(PlanOf("", ""), HasSubstr("connector_observations_by_name"));
  EXPECT_THAT(PlanOf("", "severity desc"), HasSubstr("connector_observations_by_severity"));
  EXPECT_THAT(PlanOf("state = FAILED", ""),
              HasSubstr("Index Scan using connector_observations_by_"));
  // These sort, or look at many: what they take is what is told.
  PlanOf("labels.team = \"team-3\" AND lag_records > 5000", "lag_records desc");
  PlanOf("q = \"ORDERS\"", "");
}

TEST_F(TenThousand, AllThatIsNewIsReadAndNotedInBatches) {
  const absl::Time began = absl::Now();
  const auto news = store_.observations().ReadNews("");
  const absl::Time read = absl::Now();
  ASSERT_TRUE(news.ok()) << news.status();
  EXPECT_THAT(news->connectors, SizeIs(kConnectors));
  std::vector<ObservationNote> notes;
  for (const NotedObservation& noted : news->observations) {
    notes.push_back({noted.connector_uid, noted.version, noted.values, {}});
    notes.back().values.lag_records += 1;
  }
  EXPECT_THAT(store_.observations().NoteObservations(notes, absl::Now()),
              IsOkAndHolds(SizeIs(kConnectors)));
  const absl::Time noted = absl::Now();
  const auto later = store_.observations().ReadNews(news->cursor);
  const absl::Time again = absl::Now();
  EXPECT_THAT(store_.observations().ReadNews(later->cursor).status(), IsOk());
  const absl::Time quiet = absl::Now();
  std::cout << kConnectors << " connectors: all read in " << absl::FormatDuration(read - began)
            << ", a new lag of each noted in " << absl::FormatDuration(noted - read)
            << ", those read in " << absl::FormatDuration(again - noted)
            << ", a look at nothing new " << absl::FormatDuration(quiet - again) << std::endl;
  EXPECT_THAT(later->observations, SizeIs(kConnectors));
}

}  // namespace
}  // namespace sluice::controlplane
