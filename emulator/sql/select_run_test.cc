#include "emulator/sql/select_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/status_matchers.h"
#include "emulator/record/record_decoder.h"
#include "emulator/record/record_encoder.h"
#include "emulator/sql/parser.h"

namespace sluice::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Value Text(const char* text) { return Value(std::string(text)); }

// A table (topic STRING, n BIGINT, at DATETIME) with the partitions pt=a (4 rows) and pt=b (1 row).
class SelectTest : public testing::Test {
 protected:
  SelectTest() : blocks_(*BlockDirectory::Open(testing::TempDir() + "/select_blocks")) {
    Table table;
    table.columns = {{.name = "topic"},
                     {.name = "n", .type = {.kind = Kind::kBigint}},
                     {.name = "at", .type = {.kind = Kind::kDatetime}}};
    table.partition_keys = {{.name = "pt"}};
    Segment a = Write(table.columns, {{Text("x"), Value(int64_t{3}), Value(int64_t{0})},
                                      {Text("y"), Value(int64_t{1}), Value(int64_t{3600000})}});
    Segment more = Write(table.columns, {{Value(Null{}), Value(int64_t{2}), Value(Null{})},
                                         {Text("x"), Value(int64_t{5}), Value(Null{})}});
    Segment b = Write(table.columns, {{Text("z"), Value(int64_t{9}), Value(Null{})}});
    snapshot_.emplace();
    snapshot_->partitions = {{{.values = {"a"}}, {a, more}}, {{.values = {"b"}}, {b}}};
    snapshot_->table = std::move(table);
  }

  Segment Write(const Columns& columns, const std::vector<Row>& rows) {
    RecordEncoder encoder(columns);
    std::string bytes;
    for (const Row& row : rows) encoder.Append(row, bytes);
    encoder.Finish(bytes);
    return {*blocks_.Write(bytes), static_cast<int64_t>(rows.size())};
  }

  // Each row as "a|b", or the error.
  std::vector<std::string> Run(const std::string& sql) {
    Statement statement = ParseScript(sql)->statement;
    absl::StatusOr<SelectResult> result = RunSelect(
        blocks_, std::get<Select>(statement),
        std::get<Select>(statement).from ? snapshot_ : std::nullopt, absl::UTCTimeZone(), 1 << 20);
    if (!result.ok()) return {std::string(result.status().message())};
    std::vector<std::string> lines;
    RecordDecoder decoder(result->columns, result->bytes);
    Row row;
    while (*decoder.Next(row)) {
      std::vector<std::string> texts;
      for (size_t i = 0; i < row.size(); ++i) {
        texts.push_back(ToText(row[i], result->columns[i].type, absl::UTCTimeZone()));
      }
      lines.push_back(absl::StrJoin(texts, "|"));
    }
    return lines;
  }

  BlockDirectory blocks_;
  std::optional<TableSnapshot> snapshot_;
};

TEST_F(SelectTest, GivesTheRowsInTheOrderOfTheirCommits) {
  EXPECT_THAT(Run("select topic, n, pt from t where pt = 'a'"),
              ElementsAre("x|3|a", "y|1|a", "\\N|2|a", "x|5|a"));
  EXPECT_THAT(Run("select * from t where n = 9"), ElementsAre("z|9|\\N|b"));
}

TEST_F(SelectTest, GivenNullNeitherTheConditionNorItsOppositeHolds) {
  EXPECT_THAT(Run("select n from t where topic = 'x'"), ElementsAre("3", "5"));
  EXPECT_THAT(Run("select n from t where not topic = 'x'"), ElementsAre("1", "9"));
  EXPECT_THAT(Run("select n from t where topic is null"), ElementsAre("2"));
  EXPECT_THAT(Run("select n from t where topic not in ('x', null)"), ElementsAre());
}

TEST_F(SelectTest, ComparesTextsWithNumbersAndTimes) {
  EXPECT_THAT(Run("select n from t where n > '3'"), ElementsAre("5", "9"));
  EXPECT_THAT(Run("select n from t where at >= '1970-01-01 01:00:00'"), ElementsAre("1"));
  EXPECT_THAT(Run("select n from t where at < datetime '1970-01-01 00:00:01'"), ElementsAre("3"));
  EXPECT_THAT(Run("select n from t where n between 2 and 3 or n <> 1.0 and n >= 9"),
              ElementsAre("3", "2", "9"));
  EXPECT_THAT(Run("select n from t where at = 'yesterday'"),
              ElementsAre(HasSubstr("ODPS-0130071")));
}

TEST_F(SelectTest, CountsGroupsSortsAndLimits) {
  EXPECT_THAT(Run("select count(*), count(topic), count(distinct topic), max(n), min(topic), "
                  "sum(n) from t"),
              ElementsAre("5|4|3|9|x|20"));
  EXPECT_THAT(
      Run("select topic, count(*) c, max(n) from t group by topic order by c desc, topic limit 2"),
      ElementsAre("x|2|5", "\\N|1|2"));
  EXPECT_THAT(Run("select topic from t order by n desc limit 2 offset 1"), ElementsAre("x", "x"));
  EXPECT_THAT(Run("select count(*) from t where n > 100"), ElementsAre("0"));
  EXPECT_THAT(Run("select topic, count(*) from t where n > 100 group by topic"), ElementsAre());
  EXPECT_THAT(Run("select * from t limit 0"), ElementsAre());
  EXPECT_THAT(Run("select 1, 'a' as b"), ElementsAre("1|a"));
}

TEST_F(SelectTest, CountsAndPrunesWithoutOpeningFiles) {
  for (auto& [partition, segments] : snapshot_->partitions) {
    for (Segment& segment : segments) segment.file = "gone";
  }
  EXPECT_THAT(Run("select pt, count(*) from t where pt in ('a', 'c') group by pt"),
              ElementsAre("a|4"));
  EXPECT_THAT(Run("select n from t where pt = 'c' and n = 1"), ElementsAre());
  EXPECT_THAT(Run("select n from t where pt = 'a'"), ElementsAre(HasSubstr("replaced or dropped")));
}

TEST_F(SelectTest, GivenANameThatIsNotThereSaysSo) {
  EXPECT_THAT(Run("select x from t"), ElementsAre(HasSubstr("column x cannot be resolved")));
  EXPECT_THAT(Run("select n from t where x = 1"), ElementsAre(HasSubstr("column x")));
  EXPECT_THAT(Run("select n, count(*) from t"), ElementsAre(HasSubstr("GROUP BY")));
  EXPECT_THAT(Run("select count(*) from t order by n"), ElementsAre(HasSubstr("ORDER BY n")));
}

}  // namespace
}  // namespace sluice::emulator
