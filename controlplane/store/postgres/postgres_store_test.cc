#include "controlplane/store/postgres/postgres_store.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "base/seal/key.h"
#include "base/status/status_matchers.h"
#include "controlplane/store/postgres/postgres_change_signal.h"
#include "controlplane/store/postgres/schema.h"
#include "controlplane/store/postgres/secret_key.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/postgres_server.h"

namespace sluice::controlplane {
namespace {

using cluster::PostgresServer;
using postgres::Database;
using postgres::DatabaseOptions;
using postgres::PostgresStore;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

std::string MigratedDatabase(PostgresServer& server) {
  const std::string url = server.FreshDatabase();
  Database database(DatabaseOptions{.url = url});
  EXPECT_THAT(postgres::Migrate(database, migrations::All()), IsOk());
  return url;
}

// As one that was just migrated. The same for every test of the contract: another one takes half a
// second to make, and its thousand files as long to remove.
std::string EmptiedDatabase() {
  static const std::string& url = *new std::string(MigratedDatabase(PostgresServer::Shared()));
  PostgresServer::Query(url, R"sql(
    DO $$
    DECLARE it record;
    BEGIN
      SET LOCAL session_replication_role = replica;  -- No triggers, and no order among tables.
      FOR it IN SELECT tablename FROM pg_tables
                WHERE schemaname = 'public' AND tablename <> 'schema_migrations' LOOP
        EXECUTE format('DELETE FROM %I', it.tablename);
      END LOOP;
      FOR it IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', it.sequencename);
      END LOOP;
    END $$)sql");
  return url;
}

std::unique_ptr<Store> FreshPostgresStore() {
  return std::make_unique<PostgresStore>(
      DatabaseOptions{.url = EmptiedDatabase(), .connections_max = 4}, seal::Key::Fresh());
}

}  // namespace

SLUICE_INSTANTIATE_STORE_CONTRACT(Postgres, FreshPostgresStore);

namespace {

TEST(PostgresStore, GivenTheServerRestartsThenCallsFailTypedAndRecoverByThemselves) {
  const std::unique_ptr<PostgresServer> server = PostgresServer::StartOwn();
  PostgresStore store(DatabaseOptions{.url = MigratedDatabase(*server), .connections_max = 2},
                      seal::Key::Fresh());
  ASSERT_THAT(store.instances().CreateInstance(AnInstance(), {}), IsOk());

  server->Stop();
  const auto away = store.instances().GetInstance("kafka-1");
  EXPECT_THAT(away, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(away, HasReason("DATABASE_UNAVAILABLE"));
  EXPECT_THAT(store.CheckReady(), HasReason("DATABASE_UNAVAILABLE"));
  const int64_t seen = store.changes().Count(Change::kReconcile);

  server->Start();
  EXPECT_THAT(store.CheckReady(), IsOk());
  EXPECT_THAT(store.instances().GetInstance("kafka-1"), IsOkAndHolds(AnInstance()));
  // The listener is back too, and has everybody look for what it did not hear.
  EXPECT_GT(store.changes().WaitBeyond(Change::kReconcile, seen, absl::Seconds(30)), seen);
}

// What a crash of the server may undo is what it has not flushed.
TEST(PostgresStore, AClaimIsOnDiskBeforeAnybodyWorksByIt) {
  const std::string url = MigratedDatabase(PostgresServer::Shared());
  PostgresStore store(DatabaseOptions{.url = url, .connections_max = 2}, seal::Key::Fresh());
  Database database(DatabaseOptions{.url = url});
  const auto ask = [&](const std::string& statement) {
    std::string answer;
    EXPECT_THAT(database.Run([&](pqxx::work& transaction) {
      answer = transaction.exec(statement)[0][0].as<std::string>();
      return absl::OkStatus();
    }),
                IsOk());
    return answer;
  };
  ASSERT_THAT(store.instances().CreateInstance(AnInstance(), {}), IsOk());
  ASSERT_THAT(store.connectors().CreateConnector(AConnector(), {}), IsOk());
  const std::string before = ask("SELECT pg_current_wal_insert_lsn()");

  ASSERT_THAT(store.reconcile_queue().Claim(1, absl::Minutes(1), kT0 + absl::Hours(1)),
              IsOkAndHolds(SizeIs(1)));

  EXPECT_EQ(ask("SELECT pg_current_wal_flush_lsn() > '" + before + "'::pg_lsn"), "t");
}

TEST(PostgresStore, GivenAllConnectionsAreBusyThenACallFailsTypedInsteadOfWaitingForEver) {
  Database database(DatabaseOptions{.url = MigratedDatabase(PostgresServer::Shared()),
                                    .connections_max = 1,
                                    .wait_max = absl::Milliseconds(20)});
  absl::Status inner;
  EXPECT_THAT(database.Run([&](pqxx::work&) {
    inner = database.Run([](pqxx::work&) { return absl::OkStatus(); });
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(inner, HasReason("DATABASE_UNAVAILABLE"));
}

TEST(PostgresStore, AStatementThatTakesTooLongIsEndedAndTyped) {
  Database database(DatabaseOptions{.url = MigratedDatabase(PostgresServer::Shared()),
                                    .statement_timeout = absl::Milliseconds(50)});
  EXPECT_THAT(database.Run([](pqxx::work& transaction) {
    transaction.exec("SELECT pg_sleep(30)");
    return absl::OkStatus();
  }),
              HasReason("DATABASE_UNAVAILABLE"));
}

TEST(PostgresStore, WhatABodyRefusesIsRolledBack) {
  Database database(DatabaseOptions{.url = MigratedDatabase(PostgresServer::Shared())});
  EXPECT_THAT(database.Run([](pqxx::work& transaction) {
    transaction.exec("CREATE TABLE half_done (x int)");
    return absl::AbortedError("no");
  }),
              StatusIs(absl::StatusCode::kAborted));
  const absl::Status missing = database.Run([](pqxx::work& transaction) {
    transaction.exec("SELECT * FROM half_done");
    return absl::OkStatus();
  });
  EXPECT_THAT(missing, HasReason("DATABASE_UNAVAILABLE"));
}

// Everything that stands in the database, as text.
std::string Dump(const std::string& url) {
  const auto dumped = cluster::RunToEnd({"pg_dump", "--inserts", url});
  EXPECT_THAT(dumped, IsOk());
  return dumped.value_or("");
}

// Somebody else writes to the database.
void Execute(const std::string& url, const std::string& sql) {
  Database database(DatabaseOptions{.url = url});
  ASSERT_THAT(database.Run([&](pqxx::work& transaction) {
    transaction.exec(sql);
    return absl::OkStatus();
  }),
              IsOk());
}

TEST(SecretsInPostgres, NoneStandsInTheDatabaseNorAFingerprintOfARequestThatHeldOne) {
  const std::string url = MigratedDatabase(PostgresServer::Shared());
  PostgresStore store(DatabaseOptions{.url = url}, seal::Key::Fresh());
  const Request request{"r-1", "CreateInstance", "fingerprint-of-the-request", "answer"};
  ASSERT_THAT(store.instances().CreateInstance(AnInstance(), request), IsOk());
  ASSERT_THAT(store.connectors().CreateConnector(AConnector(), {}), IsOk());

  const std::string dump = Dump(url);

  EXPECT_THAT(dump, HasSubstr("uid-of-kafka-1"));
  for (const char* secret :
       {"hunter2", "BEGIN PRIVATE KEY", "access key secret", "fingerprint-of"}) {
    EXPECT_THAT(dump, Not(HasSubstr(secret)));
  }
}

TEST(SecretsInPostgres, GivenAnotherKeyThenReplicasWithItDoNotServeUntilItIsAdopted) {
  const std::string url = MigratedDatabase(PostgresServer::Shared());
  const seal::Key lost = seal::Key::Fresh();
  const seal::Key key = seal::Key::Fresh();
  PostgresStore before(DatabaseOptions{.url = url}, lost);
  ASSERT_THAT(before.CheckReady(), IsOk());
  ASSERT_THAT(before.CheckReady(), IsOk());
  ASSERT_THAT(before.instances().CreateInstance(AnInstance(), {}), IsOk());
  PostgresStore store(DatabaseOptions{.url = url}, key);
  const absl::Status refusal = store.CheckReady();
  EXPECT_THAT(refusal, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(refusal, HasReason("SECRET_KEY_DIFFERS"));
  EXPECT_THAT(refusal.message(), HasSubstr(lost.id()));
  EXPECT_THAT(refusal.message(), HasSubstr(key.id()));

  Database database(DatabaseOptions{.url = url});
  ASSERT_THAT(postgres::AdoptSecretKey(database, key.id()), IsOk());

  EXPECT_THAT(store.CheckReady(), IsOk());
  EXPECT_THAT(before.CheckReady(), HasReason("SECRET_KEY_DIFFERS"));
  // What the lost key sealed is named, and everything else can be read.
  const auto instance = store.instances().GetInstance("kafka-1");
  ASSERT_THAT(instance, IsOk());
  EXPECT_THAT(instance->secrets_status, HasReason("SECRET_UNREADABLE"));
  EXPECT_THAT(instance->secrets_status.message(), HasSubstr("instances/kafka-1"));
  EXPECT_THAT(instance->secrets_status.message(), HasSubstr(lost.id()));
  EXPECT_THAT(instance->sasl->username, Eq("sluice"));
  EXPECT_THAT(instance->sasl->password, Eq(""));
}

TEST(SecretsInPostgres, ASecretThatWasMovedToAnotherRowOrVersionDoesNotOpen) {
  const std::string url = MigratedDatabase(PostgresServer::Shared());
  PostgresStore store(DatabaseOptions{.url = url}, seal::Key::Fresh());
  ASSERT_THAT(store.instances().CreateInstance(AnInstance("kafka-1"), {}), IsOk());
  ASSERT_THAT(store.instances().CreateInstance(AnInstance("kafka-2"), {}), IsOk());
  ASSERT_THAT(store.connectors().CreateConnector(AConnector(), {}), IsOk());

  Execute(url,
          "UPDATE instances SET secrets = (SELECT secrets FROM instances WHERE id = 'kafka-2') "
          "WHERE id = 'kafka-1'; UPDATE instances SET generation = generation + 1 "
          "WHERE id = 'kafka-2'; UPDATE connectors SET spec_revision = spec_revision + 1");

  for (const char* id : {"kafka-1", "kafka-2"}) {
    const auto instance = store.instances().GetInstance(id);
    ASSERT_THAT(instance, IsOk());
    EXPECT_THAT(instance->secrets_status, HasReason("SECRET_UNREADABLE"));
    EXPECT_THAT(instance->tls->client_key_pem, Eq(""));
  }
  const auto connector = store.connectors().GetConnector(AConnector().id);
  ASSERT_THAT(connector, IsOk());
  EXPECT_THAT(connector->secrets_status, HasReason("SECRET_UNREADABLE"));
}

TEST(SecretsInPostgres, ATaskThatNeedsOneThatIsLostHoldsUpNoOtherOfItsWorker) {
  const std::string url = MigratedDatabase(PostgresServer::Shared());
  PostgresStore store(DatabaseOptions{.url = url}, seal::Key::Fresh());
  ASSERT_THAT(store.instances().CreateInstance(AnInstance(), {}), IsOk());
  ASSERT_THAT(store.connectors().CreateConnector(AConnector("broken"), {}), IsOk());
  ASSERT_THAT(store.connectors().CreateConnector(AConnector("well"), {}), IsOk());
  ASSERT_THAT(store.workers().Hello(AWorker(), absl::Seconds(10)), IsOk());
  const TaskKey broken = {AConnector("broken").uid, 0};
  const TaskKey well = {AConnector("well").uid, 0};
  const auto place = [&](const PlacementChanges& changes) {
    return store.tasks().Place([&](const PlacementView&) { return changes; }, kT0).status();
  };
  ASSERT_THAT(place({.create = {broken}, .place = {{broken, AWorker().uid}}}), IsOk());
  const int64_t before = store.workers().GetSnapshot(AWorker().uid)->revision;
  Execute(url, "UPDATE connectors SET spec_revision = spec_revision + 1 WHERE id = 'broken'");

  ASSERT_THAT(place({.create = {well}, .place = {{well, AWorker().uid}}}), IsOk());

  const auto snapshot = store.workers().GetSnapshot(AWorker().uid);
  ASSERT_THAT(snapshot, IsOk());
  EXPECT_GT(snapshot->revision, before);
  ASSERT_THAT(snapshot->tasks, SizeIs(2));
  EXPECT_THAT(snapshot->tasks[0].connector.secrets_status, HasReason("SECRET_UNREADABLE"));
  EXPECT_THAT(snapshot->tasks[1].connector, Eq(AConnector("well")));
}

TEST(PostgresStore, APasswordInTheUrlIsInNoError) {
  Database database(DatabaseOptions{.url = "postgresql://someone:hunter2@127.0.0.1:1/none"});
  const absl::Status status = database.Run([](pqxx::work&) { return absl::OkStatus(); });
  EXPECT_THAT(status, HasReason("DATABASE_UNAVAILABLE"));
  EXPECT_THAT(status.ToString(), Not(HasSubstr("hunter2")));
}

TEST(PostgresStore, AUrlThatCannotBeReadIsRefusedAndNoPartOfItIsInTheError) {
  for (const char* url : {"postgresql://someone:100%sure@127.0.0.1:1/none",
                          "postgre://someone:100sure@127.0.0.1:1/none", "password=100sure host"}) {
    EXPECT_THAT(postgres::CheckUrl(url), StatusIs(absl::StatusCode::kInvalidArgument)) << url;
    Database database(DatabaseOptions{.url = url});
    const absl::Status status = database.Run([](pqxx::work&) { return absl::OkStatus(); });
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kInvalidArgument));
    EXPECT_THAT(status.ToString(), HasSubstr("percent-encoded"));
    for (const char* part : {"sure", "someone", "127.0.0.1"}) {
      EXPECT_THAT(status.ToString(), Not(HasSubstr(part)));
    }
  }
  EXPECT_THAT(postgres::CheckUrl("postgresql://someone:100%25sure@127.0.0.1:1/none"), IsOk());
  EXPECT_THAT(postgres::CheckUrl("host=127.0.0.1 password=x"), IsOk());
}

// Ends every session but one's own, as a server does that goes down.
void EndAllSessions(const std::string& url) {
  Execute(url,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
          "WHERE datname = current_database() AND pid <> pg_backend_pid()");
}

TEST(PostgresChangeSignal, EachTimeTheDatabaseGoesAwayIsToldAndAskedForAsSoonAsTheFirst) {
  const std::string url = MigratedDatabase(PostgresServer::Shared());
  testing::internal::CaptureStderr();
  {
    Database database(DatabaseOptions{.url = url});
    postgres::PostgresChangeSignal signal(database);
    int64_t seen = signal.WaitBeyond(Change::kReconcile, 0, absl::Seconds(30));
    for (int outage = 0; outage < 3; ++outage) {
      EndAllSessions(url);
      seen = signal.WaitBeyond(Change::kReconcile, seen, absl::Seconds(30));
      EXPECT_THAT(seen, Eq(outage + 2));
    }
  }
  const std::string log = testing::internal::GetCapturedStderr();
  const std::vector<std::string> parts = absl::StrSplit(log, "no notifications from the database");
  EXPECT_THAT(parts.size(), Eq(3 + 1)) << log;
}

TEST(Schema, MigratingTwiceAppliesEachStepOnce) {
  Database database(DatabaseOptions{.url = PostgresServer::Shared().FreshDatabase()});
  EXPECT_THAT(postgres::CheckSchema(database), HasReason("DATABASE_UNAVAILABLE"));
  EXPECT_THAT(postgres::Migrate(database, migrations::All()),
              IsOkAndHolds(static_cast<int>(migrations::All().size())));
  EXPECT_THAT(postgres::Migrate(database, migrations::All()), IsOkAndHolds(0));
  EXPECT_THAT(postgres::CheckSchema(database), IsOk());
}

TEST(Schema, AStepThatFailsIsRolledBackAndNotNoted) {
  Database database(DatabaseOptions{.url = PostgresServer::Shared().FreshDatabase()});
  constexpr migrations::Migration kBroken[] = {
      {1, "good", "CREATE TABLE good (x int)"},
      {2, "bad", "CREATE TABLE bad (x int); SELECT 1/0"},
  };
  EXPECT_THAT(postgres::Migrate(database, kBroken), Not(IsOk()));
  constexpr migrations::Migration kMended[] = {
      {1, "good", "CREATE TABLE good (x int)"},
      {2, "bad", "CREATE TABLE bad (x int)"},
  };
  EXPECT_THAT(postgres::Migrate(database, kMended), IsOkAndHolds(1));
}

TEST(Schema, ANewerSchemaIsRefused) {
  Database database(DatabaseOptions{.url = PostgresServer::Shared().FreshDatabase()});
  ASSERT_THAT(postgres::Migrate(database, migrations::All()), IsOk());
  ASSERT_THAT(database.Run([](pqxx::work& transaction) {
    transaction.exec("INSERT INTO schema_migrations (version, name) VALUES (999, 'later')");
    return absl::OkStatus();
  }),
              IsOk());
  EXPECT_THAT(postgres::Migrate(database, migrations::All()), HasReason("SCHEMA_TOO_NEW"));
  EXPECT_THAT(postgres::CheckSchema(database), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace sluice::controlplane
