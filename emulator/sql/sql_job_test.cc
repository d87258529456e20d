#include "emulator/sql/sql_job.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "emulator/record/record_decoder.h"
#include "emulator/sql/parser.h"
#include "emulator/sql/sql_error.h"
#include "emulator/store/identities.h"

namespace sluice::emulator {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Principal kOwner{.uid = "1000"};
const Principal kRole{.uid = "1000", .role = "r"};

// A project `p` and a role that may submit jobs there and nothing else.
class SqlJobTest : public testing::Test {
 protected:
  SqlJobTest() {
    const std::string path = testing::TempDir() + "/sql_job";
    std::filesystem::remove_all(path);
    blocks_ = std::make_unique<BlockDirectory>(*BlockDirectory::Open(path + "/blocks"));
    database_ = *Database::Open(path + "/metadata.db");
    world_ = std::make_unique<World>(World{*database_, *blocks_, clock_, {}});
    EXPECT_THAT(database_->Transact([&](Sql& sql) {
      EXPECT_THAT(Identities(sql).PutAccount({.uid = "1000"}), IsOk());
      EXPECT_THAT(Identities(sql).CreateRole({.uid = "1000", .name = "r", .trust = "{}"}), IsOk());
      return Catalog(sql).PutProject({.name = "p", .owner_uid = "1000"});
    }),
                IsOk());
    EXPECT_THAT(Do("add user `RAM$1000:role/r`"), ElementsAre("OK"));
  }

  absl::StatusOr<SqlOutcome> Run(const std::string& sql, const Principal& caller) {
    absl::StatusOr<Script> script = ParseScript(sql);
    if (!script.ok()) return script.status();
    SqlSettings settings{.zone = absl::UTCTimeZone(),
                         .schema = script->settings["odps.default.schema"],
                         .names_have_schema = script->settings["odps.namespace.schema"] == "true"};
    return RunStatement(SqlContext(*world_, "p", caller, settings), script->statement);
  }

  // The lines of a text, each row as "a|b", or the error as a failed instance shows it.
  std::vector<std::string> Do(const std::string& sql, const Principal& caller = kOwner) {
    absl::StatusOr<SqlOutcome> outcome = Run(sql, caller);
    if (!outcome.ok()) return {SqlFailureText(outcome.status())};
    if (!outcome->rows.has_value()) return absl::StrSplit(outcome->text, '\n', absl::SkipEmpty());
    std::vector<std::string> lines;
    RecordDecoder decoder(outcome->rows->columns, outcome->rows->bytes);
    Row row;
    while (*decoder.Next(row)) {
      std::vector<std::string> texts;
      for (size_t i = 0; i < row.size(); ++i) {
        texts.push_back(ToText(row[i], outcome->rows->columns[i].type, absl::UTCTimeZone()));
      }
      lines.push_back(absl::StrJoin(texts, "|"));
    }
    return lines;
  }

  SimulatedClock clock_;
  std::unique_ptr<BlockDirectory> blocks_;
  std::unique_ptr<Database> database_;
  std::unique_ptr<World> world_;
};

TEST_F(SqlJobTest, InsertsAndSelectsEveryType) {
  ASSERT_THAT(
      Do("create table t (a tinyint, b smallint, c int, d bigint, e float, f double, g boolean, h "
         "string, i varchar(3), j char(3), k binary, l decimal(5,2), m date, n datetime, o "
         "timestamp, p timestamp_ntz, q json, r array<bigint>, s map<string,decimal(3,1)>, u "
         "struct<x:bigint,y:array<string>>)"),
      IsEmpty());
  ASSERT_THAT(
      Do("insert into t values (1, -2, 3, 4, 0.1, 1e300, true, 'h', 'i', 'j', X'ff00', 3.14159, "
         "date '2024-01-02', datetime '2024-01-02 03:04:05', timestamp '1969-12-31 "
         "23:59:59.000000001', timestamp_ntz '2024-01-02 03:04:05', json '{\"a\":1}', array(1, "
         "null), map('k', 1.25), named_struct('x', 1, 'y', array('a')))"),
      IsEmpty());
  EXPECT_THAT(
      Do("select * from t"),
      ElementsAre("1|-2|3|4|0.1|1e+300|true|h|i|j|=FF=00|3.14|2024-01-02|2024-01-02 "
                  "03:04:05|1969-12-31 23:59:59.000000001|2024-01-02 03:04:05|{\"a\":1}|[1, "
                  "\\N]|{\"k\":1.3}|{x:1, y:[\"a\"]}"));
}

TEST_F(SqlJobTest, GivenAValueThatDoesNotFitNothingIsInserted) {
  ASSERT_THAT(Do("create table t (a tinyint not null, b varchar(2), c decimal(3,1), d json)"),
              IsEmpty());
  const std::pair<const char*, const char*> kCases[] = {
      {"(128, '', 1, null)", "'128' is no value of type tinyint"},
      {"(null, '', 1, null)", "column a (tinyint) is not nullable"},
      {"(1, 'abc', 1, null)", "column b (varchar(2)) is longer"},
      {"(1, '', 99.96, null)", "column c (decimal(3,1)) has more digits"},
      {"(1, '', 1, '{')", "column d (json) is not JSON"},
      {"(1, '', array(1), null)", "array(…) is no value of type decimal(3,1)"},
      {"(1, '')", "a row has 2 values, 4 columns are wanted"},
  };
  for (const auto& [row, why] : kCases) {
    EXPECT_THAT(Do(std::string("insert into t values (1, 'x', 1, null), ") + row),
                ElementsAre(HasSubstr(why)));
  }
  EXPECT_THAT(Do("select * from t"), IsEmpty());
}

TEST_F(SqlJobTest, InsertsIntoAPartitionThatIsMadeOrReplaced) {
  Do("create table t (a bigint, b string) partitioned by (pt string)");
  EXPECT_THAT(Do("insert into t partition (pt='1') (b) values ('x'), ('y')"), IsEmpty());
  EXPECT_THAT(Do("insert into t partition (pt='1') values (1, null)"), IsEmpty());
  EXPECT_THAT(Do("select * from t"), ElementsAre("\\N|x|1", "\\N|y|1", "1|\\N|1"));
  EXPECT_THAT(Do("insert overwrite table t partition (pt='1') values (2, 'z')"), IsEmpty());
  EXPECT_THAT(Do("select * from t"), ElementsAre("2|z|1"));
  EXPECT_THAT(Do("insert into t values (1, 'x')"), ElementsAre(HasSubstr("name a partition")));
}

TEST_F(SqlJobTest, ColumnsThatComeAreNullInTheRowsThatAreThere) {
  Do("create table t (a int, b varchar(2))");
  Do("insert into t values (1, 'x')");
  EXPECT_THAT(Do("alter table t add columns (insert_time bigint, m map<string,string>);"),
              IsEmpty());
  EXPECT_THAT(Do("alter table t change column a c bigint comment 'wider'"), IsEmpty());
  EXPECT_THAT(Do("alter table t change column b b string"), IsEmpty());
  EXPECT_THAT(Do("insert into t values (3000000000, 'xyz', 7, map('a', 'b'))"), IsEmpty());
  EXPECT_THAT(Do("select c, b, insert_time, m from t"),
              ElementsAre("1|x|\\N|\\N", "3000000000|xyz|7|{\"a\":\"b\"}"));
}

TEST_F(SqlJobTest, GivenAChangeOfColumnsThatCannotBeSaysWhy) {
  Do("create table t (a int, b string) partitioned by (pt string)");
  const std::pair<const char*, const char*> kCases[] = {
      {"alter table t add columns (a string)", "column a is already in table t"},
      {"alter table t add columns (pt string)", "column pt is already in table t"},
      {"alter table t change column a a string", "cannot change from int to string"},
      {"alter table t change column x x string", "column x cannot be resolved"},
      {"alter table t change column a b int", "column b is already in table t"},
      {"alter table t drop column a", "not covered"},
  };
  for (const auto& [sql, why] : kCases) {
    EXPECT_THAT(Do(sql), ElementsAre(AllOf(HasSubstr("ODPS-0130071"), HasSubstr(why)))) << sql;
  }
  EXPECT_THAT(Do("alter table t add columns if not exists (a string, c string)"), IsEmpty());
  EXPECT_THAT(Do("select a, c from t"), IsEmpty());
}

TEST_F(SqlJobTest, TablesGetOtherNamesAndKeepTheirGrants) {
  Do("create table t (a int)");
  Do("insert into t values (1)");
  Do("grant Select on table t to user `RAM$1000:role/r`");
  EXPECT_THAT(Do("alter table t rename to u"), IsEmpty());
  EXPECT_THAT(Do("select * from u", kRole), ElementsAre("1"));
  EXPECT_THAT(Do("select * from t"), ElementsAre(HasSubstr("ODPS-0130131:[1,15] Table not found")));
  Do("create table t (a int)");
  EXPECT_THAT(Do("alter table t rename to u"), ElementsAre(HasSubstr("already exists")));
  EXPECT_THAT(Do("truncate table u"), IsEmpty());
  EXPECT_THAT(Do("select * from u"), IsEmpty());
}

TEST_F(SqlJobTest, TruncateEmptiesThePartitionsThatItNames) {
  Do("create table t (a int) partitioned by (pt string)");
  Do("insert into t partition (pt='1') values (1)");
  Do("insert into t partition (pt='2') values (2)");
  Do("insert into t partition (pt='3') values (3)");
  EXPECT_THAT(Do("truncate table t"), ElementsAre(HasSubstr("is partitioned; name")));
  EXPECT_THAT(Do("truncate table t partition (pt='1'), partition (pt='4')"),
              ElementsAre(HasSubstr("pt=4")));
  EXPECT_THAT(Do("select a from t"), ElementsAre("1", "2", "3"));

  EXPECT_THAT(Do("truncate table t partition (pt='1'), partition (pt='3')"), IsEmpty());

  EXPECT_THAT(Do("select a from t"), ElementsAre("2"));
  EXPECT_THAT(Do("show partitions t"), ElementsAre("pt=1", "pt=2", "pt=3"));
}

TEST_F(SqlJobTest, ATablesOwnStatementMakesItsTwin) {
  const std::string kStatement =
      "CREATE TABLE IF NOT EXISTS p.t (`a` BIGINT NOT NULL COMMENT 'it\\'s', `b` "
      "MAP<STRING,DECIMAL(5,2)>, PRIMARY KEY (`a`)) COMMENT 'c' PARTITIONED BY (`pt` STRING) "
      "TBLPROPERTIES ('transactional'='true') LIFECYCLE 7;";
  ASSERT_THAT(Do(kStatement), IsEmpty());
  EXPECT_THAT(Do("show create table t"), ElementsAre(kStatement));
}

TEST_F(SqlJobTest, SchemasHoldTablesOfTheSameName) {
  EXPECT_THAT(Do("create table p.s.t (a int)"), ElementsAre(HasSubstr("schema s does not exist")));
  EXPECT_THAT(Do("create schema s"), IsEmpty());
  EXPECT_THAT(Do("create table p.s.t (a int)"), IsEmpty());
  EXPECT_THAT(Do("create table t (a int)"), IsEmpty());
  EXPECT_THAT(Do("insert into p.s.t values (1)"), IsEmpty());
  EXPECT_THAT(Do("select * from t"), IsEmpty());
  EXPECT_THAT(Do("select * from p.default.t"), IsEmpty());
  EXPECT_THAT(Do("set odps.namespace.schema=true; select * from s.t"), ElementsAre("1"));
  EXPECT_THAT(Do("set odps.default.schema=s; select * from t"), ElementsAre("1"));
  EXPECT_THAT(Do("show schemas"), ElementsAre("default", "s"));
  EXPECT_THAT(Do("show tables in p.s"), ElementsAre("ALIYUN$1000:t"));
  EXPECT_THAT(Do("drop schema s"), ElementsAre(HasSubstr("drop its tables first")));
  EXPECT_THAT(Do("select * from p.s.t", kRole),
              ElementsAre(HasSubstr("{acs:odps:*:projects/p/schemas/s/tables/t}")));
  Do("drop table p.s.t");
  EXPECT_THAT(Do("drop schema s"), IsEmpty());
}

TEST_F(SqlJobTest, GivenAGrantIsMissingNamesActionObjectAndPrincipal) {
  Do("create table t (a int) partitioned by (pt string)");
  struct Case {
    const char* sql;
    const char* action;
    const char* object;
  };
  for (const Case& c : std::initializer_list<Case>{
           {"select * from t", "Select", "projects/p/tables/t"},
           {"desc t", "Describe", "projects/p/tables/t"},
           {"show partitions t", "Describe", "projects/p/tables/t"},
           {"show create table t", "Describe", "projects/p/tables/t"},
           {"alter table t add partition (pt='1')", "Alter", "projects/p/tables/t"},
           {"alter table t drop partition (pt='1')", "Alter", "projects/p/tables/t"},
           {"alter table t add columns (b int)", "Alter", "projects/p/tables/t"},
           {"alter table t rename to u", "Alter", "projects/p/tables/t"},
           {"insert into t partition (pt='1') values (1)", "Update", "projects/p/tables/t"},
           {"truncate table t", "Update", "projects/p/tables/t"},
           {"drop table t", "Drop", "projects/p/tables/t"},
           {"create table u (a int)", "CreateTable", "projects/p"},
           {"show tables", "List", "projects/p"},
           {"create schema s", "CreateSchema", "projects/p"}}) {
    EXPECT_THAT(Do(c.sql, kRole),
                ElementsAre(AllOf(
                    HasSubstr("ODPS-0130013"), HasSubstr("ODPS-0420095"),
                    HasSubstr(absl::StrCat("'odps:", c.action, "' on {acs:odps:*:", c.object, "}")),
                    HasSubstr("Principal: RAM$1000:role/r"))))
        << c.sql;
  }
  Do("grant Describe on table t to user `RAM$1000:role/r`");
  EXPECT_THAT(Do("show partitions t", kRole), IsEmpty());
  Do("revoke Describe on table t from user `RAM$1000:role/r`");
  EXPECT_THAT(Do("show partitions t", kRole), ElementsAre(HasSubstr("'odps:Describe'")));
  EXPECT_THAT(Do("show partitions t", {.uid = "7"}),
              ElementsAre(AllOf(HasSubstr("You don't exist in project p"),
                                HasSubstr("'odps:Read' on {acs:odps:*:projects/p}"))));
}

TEST_F(SqlJobTest, GivenATableWithAPrimaryKeyRefusesToInsert) {
  Do("create table t (a bigint not null, primary key (a)) tblproperties "
     "('transactional'='true')");
  EXPECT_THAT(Do("insert into t values (1)"), ElementsAre(HasSubstr("has a primary key")));
  EXPECT_THAT(Do("alter table t change column a null"), ElementsAre(HasSubstr("primary key")));
}

}  // namespace
}  // namespace sluice::emulator
