// A placement that stands at its last statement, not yet committed, while somebody changes what it
// places: neither may miss the other.

#include <functional>
#include <string>
#include <thread>

#include "absl/time/clock.h"
#include "base/seal/key.h"
#include "base/status/status_matchers.h"
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
using postgres::PostgresStore;
using ::testing::Eq;

std::string MigratedDatabase() {
  const std::string url = PostgresServer::Shared().FreshDatabase();
  Database database(DatabaseOptions{.url = url});
  EXPECT_THAT(postgres::Migrate(database, migrations::All()), IsOk());
  return url;
}

// How many sessions of this database wait for a lock that another holds.
int SessionsThatWait(Database& database) {
  int waiting = 0;
  EXPECT_THAT(database.Run([&](pqxx::work& transaction) {
    waiting = transaction
                  .exec(
                      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                      "AND wait_event_type = 'Lock'")[0][0]
                  .as<int>();
    return absl::OkStatus();
  }),
              IsOk());
  return waiting;
}

class APlacementUnderWay : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(store_.instances().CreateInstance(AnInstance(), {}), IsOk());
    ASSERT_THAT(store_.connectors().CreateConnector(AConnector(), {}), IsOk());
    ASSERT_THAT(store_.workers().Hello(AWorker("w-1"), absl::Seconds(10)), IsOk());
    ASSERT_THAT(store_.workers().Hello(AWorker("w-2"), absl::Seconds(10)), IsOk());
    ASSERT_THAT(Place({.create = {kTask}, .place = {{kTask, "uid-of-w-1"}}}), IsOk());
  }

  static DatabaseOptions Patient(const std::string& url) {
    return {.url = url, .statement_timeout = absl::Seconds(60), .lock_timeout = absl::Seconds(60)};
  }

  absl::Status Place(const PlacementChanges& changes) {
    return store_.tasks().Place([&](const PlacementView&) { return changes; }, kT0).status();
  }

  int64_t RevisionOf(const std::string& worker) {
    return store_.workers().GetWorkerByName(worker)->assignment_revision;
  }

  void AwaitWaiting(int sessions) {
    const absl::Time give_up = absl::Now() + absl::Seconds(30);
    while (SessionsThatWait(watch_) < sessions && absl::Now() < give_up) std::this_thread::yield();
    ASSERT_EQ(SessionsThatWait(watch_), sessions);
  }

  // Runs `change` while the task is on its way from w-1 to w-2.
  void Meanwhile(const std::function<absl::Status()>& change) {
    std::thread placing, changing;
    Database outside(Patient(url_));
    // Whoever wants the key of the connector waits for this transaction.
    EXPECT_THAT(outside.Run([&](pqxx::work& transaction) {
      transaction.exec("SELECT 1 FROM reconcile_keys FOR UPDATE");
      placing = std::thread([&] {
        EXPECT_THAT(Place({.place = {{kTask, "uid-of-w-2"}}}), IsOk());
      });
      AwaitWaiting(1);
      changing = std::thread([&] { EXPECT_THAT(change(), IsOk()); });
      AwaitWaiting(2);
      return absl::OkStatus();
    }),
                IsOk());
    placing.join();
    changing.join();
  }

  const TaskKey kTask = {AConnector().uid, 0};
  const std::string url_ = MigratedDatabase();
  PostgresStore store_{Patient(url_), seal::Key::Fresh()};
  Database watch_{Patient(url_)};
};

TEST_F(APlacementUnderWay, GivenThatTheConnectorIsPausedThenItsNewWorkerIsToldOfBoth) {
  const int64_t before = RevisionOf("w-2");
  Meanwhile([&] {
    return store_.connectors()
        .ChangeDesiredState({.connector_uid = AConnector().uid,
                             .from_generation = 1,
                             .desired_state = DesiredState::kPaused,
                             .now = kT0},
                            {})
        .status();
  });
  EXPECT_THAT(RevisionOf("w-2"), Eq(before + 2));
  EXPECT_THAT(store_.workers().GetSnapshot("uid-of-w-2")->tasks.at(0).connector.desired_state,
              Eq(DesiredState::kPaused));
}

TEST_F(APlacementUnderWay, GivenThatThePasswordChangesThenTheNewWorkerIsToldOfBoth) {
  const int64_t before = RevisionOf("w-2");
  Instance instance = AnInstance();
  const int64_t from = instance.generation++;
  instance.sasl->password = "another";
  Meanwhile([&] { return store_.instances().UpdateInstance({instance, from, true}, {}); });
  EXPECT_THAT(RevisionOf("w-2"), Eq(before + 2));
  EXPECT_THAT(store_.workers().GetSnapshot("uid-of-w-2")->tasks.at(0).instance.sasl->password,
              Eq("another"));
}

}  // namespace
}  // namespace sluice::controlplane
