#include "emulator/store/database.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <string>

#include "base/status/status_macros.h"
#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

std::string FreshPath() {
  std::string path = testing::TempDir() + "/" +
                     testing::UnitTest::GetInstance()->current_test_info()->name() + ".db";
  for (const char* end : {"", "-wal", "-shm"}) std::remove((path + end).c_str());
  return path;
}

absl::Status AddUser(Sql& sql, const std::string& name) {
  return sql.Run("INSERT INTO users(project, principal) VALUES('p', ?1)", {name});
}

absl::StatusOr<bool> HasUser(Database& database, const std::string& name) {
  return database.TransactFor<bool>(
      [&](Sql& sql) { return sql.Any("SELECT 1 FROM users WHERE principal = ?1", {name}); });
}

TEST(Database, KeepsWhatWasCommittedWhenItIsOpenedAgain) {
  std::string path = FreshPath();
  {
    auto database = *Database::Open(path);
    ASSERT_THAT(database->Transact([](Sql& sql) { return AddUser(sql, "a\0b'"); }), IsOk());
  }
  auto database = *Database::Open(path);
  EXPECT_TRUE(*HasUser(*database, "a\0b'"));
}

TEST(Database, GivenAnErrorInTheMiddleNothingOfTheTransactionHappened) {
  auto database = *Database::Open(FreshPath());

  absl::Status status = database->Transact([](Sql& sql) {
    EXPECT_THAT(AddUser(sql, "a"), IsOk());
    return absl::AbortedError("changed my mind");
  });

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kAborted));
  EXPECT_FALSE(*HasUser(*database, "a"));
  EXPECT_THAT(database->Transact([](Sql& sql) { return AddUser(sql, "a"); }), IsOk());
}

TEST(Database, GivenAStatementThatFailsSaysWhichAndGoesOn) {
  auto database = *Database::Open(FreshPath());
  ASSERT_THAT(database->Transact([](Sql& sql) { return AddUser(sql, "a"); }), IsOk());

  EXPECT_THAT(database->Transact([](Sql& sql) { return AddUser(sql, "a"); }),
              StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(database->Transact([](Sql& sql) { return AddUser(sql, "b"); }), IsOk());
}

TEST(Database, GivenAFileOfVersion1KeepsItsTablesAndGivesThemNoPrimaryKey) {
  std::string path = FreshPath();
  ASSERT_THAT((*Database::Open(path))->Transact([](Sql& sql) -> absl::Status {
    for (const char* text :
         {"ALTER TABLE tables DROP COLUMN primary_key", "ALTER TABLE tables DROP COLUMN properties",
          "ALTER TABLE tables DROP COLUMN schema_version", "PRAGMA user_version = 1",
          "INSERT INTO tables(project, name, columns, partition_keys, comment, lifecycle, owner, "
          "created, modified) VALUES('p', 't', '[]', '[]', '', -1, 'o', 0, 0)"}) {
      SLUICE_RETURN_IF_ERROR(sql.Run(text));
    }
    return absl::OkStatus();
  }),
              IsOk());

  auto database = *Database::Open(path);

  absl::StatusOr<bool> kept = database->TransactFor<bool>([](Sql& sql) {
    return sql.Any("SELECT 1 FROM tables WHERE name = 't' AND primary_key = '[]'", {});
  });
  EXPECT_TRUE(*kept);
}

TEST(Database, GivenAFileOfANewerProgramRefuses) {
  std::string path = FreshPath();
  ASSERT_THAT((*Database::Open(path))->Transact([](Sql& sql) {
    return sql.Run("PRAGMA user_version = 99");
  }),
              IsOk());
  EXPECT_THAT(Database::Open(path).status(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

}  // namespace
}  // namespace sluice::emulator
