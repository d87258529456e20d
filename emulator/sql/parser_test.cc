#include "emulator/sql/parser.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

template <typename T>
T Parse(absl::string_view sql) {
  absl::StatusOr<Script> script = ParseScript(sql);
  EXPECT_TRUE(script.ok()) << sql << script.status();
  return script.ok() ? std::get<T>(std::move(script->statement)) : T();
}

TEST(ParseScript, TakesTheTableOfTheScenarioWithKeywordsAsColumnNames) {
  CreateTable create = Parse<CreateTable>(
      "CREATE TABLE IF NOT EXISTS test_kafka(topic STRING,partition BIGINT,offset BIGINT,key "
      "STRING,value STRING) PARTITIONED by (pt STRING);");

  EXPECT_TRUE(create.if_not_exists);
  ASSERT_EQ(create.columns.size(), 5);
  EXPECT_EQ(create.columns[1].name, "partition");
  EXPECT_EQ(create.partition_keys[0].name, "pt");
}

TEST(ParseScript, TakesTypesCommentsNotNullAndLifecycle) {
  CreateTable create = Parse<CreateTable>(
      "create table `p`.`T` (a map<string,array<decimal(10,2)>> not null comment 'it''s', `b c` "
      "varchar(3) null) comment \"about\" lifecycle 7");

  EXPECT_EQ(create.table.project, "p");
  EXPECT_EQ(create.table.name, "t");
  EXPECT_EQ(create.columns[0].type.ToString(), "map<string,array<decimal(10,2)>>");
  EXPECT_FALSE(create.columns[0].nullable);
  EXPECT_EQ(create.columns[0].comment, "it's");
  EXPECT_EQ(create.columns[1].name, "b c");
  EXPECT_EQ(create.lifecycle, 7);
}

TEST(ParseScript, TakesTablesWithAPrimaryKey) {
  CreateTable create = Parse<CreateTable>(
      "create table t (topic string not null, `offset` bigint not null, key string, primary key "
      "(topic, `OFFSET`)) partitioned by (pt string) tblproperties (\"Transactional\"=\"true\", "
      "'write.bucket.num'='16') lifecycle 3;");

  EXPECT_EQ(create.columns.size(), 3);
  EXPECT_THAT(create.primary_key, ElementsAre("topic", "offset"));
  EXPECT_THAT(create.properties,
              ElementsAre(Pair("transactional", "true"), Pair("write.bucket.num", "16")));
}

TEST(ParseScript, GivenAPrimaryKeyThatCannotBeSaysWhy) {
  const std::pair<const char*, const char*> kCases[] = {
      {"create table t (a bigint not null, primary key (a))", "transactional"},
      {"create table t (a bigint, primary key (a)) tblproperties ('transactional'='true')",
       "must be NOT NULL"},
      {"create table t (a bigint not null, primary key (b)) tblproperties "
       "('transactional'='true')",
       "is not there"},
      {"create table t (a double not null, primary key (a)) tblproperties "
       "('transactional'='true')",
       "cannot be part"},
      {"create table t (a bigint not null, primary key (a, a)) tblproperties "
       "('transactional'='true')",
       "twice"},
  };
  for (const auto& [sql, why] : kCases) {
    EXPECT_THAT(std::string(ParseScript(sql).status().message()), HasSubstr(why)) << sql;
  }
}

TEST(ParseScript, TakesTheFormsInWhichClientsAddPartitions) {
  for (const char* sql :
       {"ALTER TABLE p1.`t1` ADD IF NOT EXISTS  PARTITION (pt='a',hh='1');",
        "ALTER TABLE p1.t1 ADD IF NOT EXISTS PARTITION (pt='a', hh=1);",
        "alter table p1.`t1` add if not exists\npartition (pt=\"a\",hh='1')\n;"}) {
    AddPartitions add = Parse<AddPartitions>(sql);
    EXPECT_TRUE(add.if_not_exists);
    EXPECT_EQ(add.table.name, "t1");
    ASSERT_EQ(add.specs.size(), 1);
    EXPECT_THAT(add.specs[0], ElementsAre(Pair("pt", "a"), Pair("hh", "1")));
  }
  EXPECT_EQ(
      Parse<DropPartitions>("alter table t drop if exists partition (pt='a'), partition (pt='b')")
          .specs.size(),
      2);
}

TEST(ParseScript, TakesSelectsAsPeopleWriteThem) {
  Select select = Parse<Select>(
      "-- remark; with a semicolon\nset odps.sql.allow.fullscan=true;\nSELECT topic , t.offset AS "
      "o, "
      "count( * ) cnt, count(distinct `partition`, offset) /* both */ FROM p.test_kafka t\n where "
      "pt "
      "=\"11-17-2020 15\" AND NOT (offset >= -1 or key is not null) and value in ('a', 2, 1.5)\n "
      "group "
      "by topic order by o desc, cnt limit 10 offset 5 ;;");

  ASSERT_EQ(select.items.size(), 4);
  EXPECT_EQ(select.items[1].alias, "o");
  EXPECT_EQ(select.items[3].kind, SelectItem::Kind::kCountDistinct);
  EXPECT_EQ(select.items[3].operands.size(), 2);
  EXPECT_EQ(select.where->kind, Expression::Kind::kAnd);
  EXPECT_EQ(select.where->operands.size(), 3);
  EXPECT_TRUE(select.order_by[0].descending);
  EXPECT_EQ(select.limit, 10);
  EXPECT_EQ(select.offset, 5);
}

TEST(ParseScript, TakesTheFormsInWhichTablesChange) {
  AddColumns add = Parse<AddColumns>(
      "ALTER TABLE p.s.t ADD COLUMNS (insert_time BIGINT, m map<string,bigint> COMMENT 'x');");
  EXPECT_EQ(add.table.schema, "s");
  EXPECT_EQ(add.columns.size(), 2);
  EXPECT_EQ(add.columns[1].comment, "x");
  EXPECT_TRUE(
      Parse<AddColumns>("alter table t add columns if not exists (a string)").if_not_exists);

  ChangeColumn change =
      Parse<ChangeColumn>("alter table t change column a b decimal(10,2) comment 'c'");
  EXPECT_EQ(change.new_name, "b");
  EXPECT_EQ(change.new_type->ToString(), "decimal(10,2)");
  EXPECT_EQ(change.new_comment, "c");
  EXPECT_TRUE(Parse<ChangeColumn>("alter table t change column a null").make_nullable);
  EXPECT_EQ(Parse<ChangeColumn>("alter table t change column a rename to b").new_name, "b");
  EXPECT_EQ(Parse<ChangeColumn>("alter table t change column a comment 'c'").new_type,
            std::nullopt);

  EXPECT_EQ(Parse<RenameTable>("alter table t rename to `U`").new_name, "u");
  EXPECT_EQ(Parse<SetTable>("alter table t set lifecycle 3").lifecycle, 3);
  EXPECT_THAT(
      Parse<RenamePartition>("alter table t partition (pt='a') rename to partition (pt='b')").to,
      ElementsAre(Pair("pt", "b")));
  EXPECT_EQ(Parse<TruncateTable>("truncate table t").table.name, "t");
  EXPECT_THAT(Parse<TruncateTable>("truncate table t partition (pt='a'), partition (pt='b')").specs,
              ElementsAre(ElementsAre(Pair("pt", "a")), ElementsAre(Pair("pt", "b"))));
}

TEST(ParseScript, TakesValuesToInsert) {
  Insert insert = Parse<Insert>(
      "insert overwrite table t partition (pt='a') (a, b) values (1, 'x'), (null, X'00ff'), "
      "(cast('1' as bigint), map('k', array(1, -2.5)))");

  EXPECT_TRUE(insert.overwrite);
  EXPECT_THAT(insert.columns, ElementsAre("a", "b"));
  ASSERT_EQ(insert.rows.size(), 3);
  EXPECT_EQ(std::get<std::string>(insert.rows[1][1].literal), std::string("\0\xff", 2));
  EXPECT_EQ(insert.rows[2][0].type.kind, Kind::kBigint);
  EXPECT_EQ(insert.rows[2][1].operands[1].column, "array");
}

TEST(ParseScript, KeepsTheSettingsBeforeAStatement) {
  Script script = *ParseScript(
      "set odps.namespace.schema=true; SET odps.sql.timezone = Europe/Berlin;\nshow tables in s "
      "like 'a*';");

  EXPECT_THAT(script.settings, ElementsAre(Pair("odps.namespace.schema", "true"),
                                           Pair("odps.sql.timezone", "Europe/Berlin")));
  EXPECT_EQ(std::get<ShowTables>(script.statement).prefix, "a");
  EXPECT_EQ(Parse<CreateSchema>("create schema if not exists p.s").name, "s");
}

TEST(ParseScript, SendsSecurityStatementsElsewhere) {
  EXPECT_THAT(Parse<SecurityStatement>("grant Describe on table t to user ALIYUN$1").text,
              HasSubstr("grant"));
}

TEST(ParseScript, GivenAMistakeTellsWhereAndWhatWasExpected) {
  absl::Status status = ParseScript("select a\n  form t").status();
  EXPECT_THAT(status, HasReason("ODPS-0130161"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("[2,8]"));
  for (const char* sql : {"",
                          ";",
                          "insert into t values 1",
                          "insert t values (1)",
                          "insert into t values (1",
                          "insert into t values (array(1)",
                          "insert into t values (x'0')",
                          "select",
                          "select * from",
                          "select 'a",
                          "select a from t where",
                          "select a from t where a",
                          "select sqrt(a) from t",
                          "create table t (a text)",
                          "create table t ()",
                          "create table t (a string, A bigint)",
                          "create table t (a string) partitioned by (a string)",
                          "select * from t limit x",
                          "/* open",
                          "alter table t add column a",
                          "select `a from t",
                          "select * from a, b",
                          "drop table t; drop table u"}) {
    EXPECT_FALSE(ParseScript(sql).ok()) << sql;
  }
}

TEST(ParseScript, GivenEndlessNestingRefusesInsteadOfOverflowing) {
  std::string sql = "select a from t where ";
  for (int i = 0; i < 1000000; ++i) sql += "(";
  EXPECT_FALSE(ParseScript(sql).ok());
  sql = "select a from t where ";
  for (int i = 0; i < 1000000; ++i) sql += "not ";
  EXPECT_FALSE(ParseScript(sql).ok());
  EXPECT_FALSE(ParseScript("drop table " + std::string(1 << 20, 'x')).ok());
}

TEST(ParseScript, GivenRandomDamageNeverCrashes) {
  const std::string seeds[] = {
      "select a, count(distinct b) from p.`t` where a between 1 and 'x' or not b is null order by "
      "a limit 3",
      "create table if not exists t (a array<struct<x:bigint>> not null comment 'c') partitioned "
      "by (pt string)",
      "alter table t add if not exists partition (pt='a',hh=1) partition (pt='b',hh=2)",
      "show partitions t partition (pt='a')",
  };
  const std::string marks = "()<>,;='\"`*-/\\.\n 0aE";
  std::mt19937 random(20240102);
  for (int round = 0; round < 20000; ++round) {
    std::string sql = seeds[random() % std::size(seeds)];
    for (int damages = 1 + random() % 6; damages > 0; --damages) {
      size_t at = random() % sql.size();
      if (random() % 2 == 0) {
        sql[at] = random() % 8 == 0 ? static_cast<char>(random()) : marks[random() % marks.size()];
      } else {
        sql.insert(at, 1 + random() % 3, marks[random() % marks.size()]);
      }
    }
    ParseScript(sql).status().IgnoreError();
  }
}

}  // namespace
}  // namespace sluice::emulator
