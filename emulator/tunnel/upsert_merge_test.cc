#include "emulator/tunnel/upsert_merge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "base/status/status_matchers.h"
#include "emulator/record/record_decoder.h"
#include "emulator/record/record_encoder.h"

namespace sluice::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Value Id(int64_t id) { return Value(id); }
Value Text(const char* text) { return Value(std::string(text)); }
Value Places(std::vector<int64_t> places) {
  auto nested = std::make_shared<Nested>();
  for (int64_t place : places) nested->items.push_back(Value(place));
  return Value(std::shared_ptr<const Nested>(std::move(nested)));
}

// A row of a pack of the table (id, name, city).
Row Change(char operation, int64_t id, Value name, Value city, std::vector<int64_t> places = {}) {
  return {Id(id),  std::move(name),           std::move(city), Value(),
          Value(), Value(int64_t{operation}), Value(),         Places(std::move(places))};
}

class UpsertMergeTest : public testing::Test {
 protected:
  UpsertMergeTest() : blocks_(*BlockDirectory::Open(testing::TempDir() + "/upsert_merge")) {
    table_.columns = {{.name = "id", .type = {.kind = Kind::kBigint}, .nullable = false},
                      {.name = "name"},
                      {.name = "city"}};
    table_.primary_key = {"id"};
  }

  static std::string Encode(const Columns& columns, const std::vector<Row>& rows) {
    RecordEncoder encoder(columns);
    std::string bytes;
    for (const Row& row : rows) encoder.Append(row, bytes);
    encoder.Finish(bytes);
    return bytes;
  }

  // "id:name:city" of every row that there is after `packs` came to a table of rows 1 and 2.
  std::vector<std::string> Merge(const std::vector<std::vector<Row>>& packs) {
    const std::vector<Row> before = {{Id(1), Text("ann"), Text("rome")},
                                     {Id(2), Text("bob"), Text("oslo")}};
    const Segment segment{*blocks_.Write(Encode(table_.columns, before)), 2};
    UpsertMerge merge(table_);
    for (const std::vector<Row>& pack : packs) {
      EXPECT_THAT(merge.AddPack(Encode(UpsertColumns(table_.columns), pack)), IsOk());
    }
    absl::StatusOr<UpsertMerge::Result> result = merge.Apply(blocks_, {segment});
    EXPECT_THAT(result.status(), IsOk());
    std::vector<std::string> rows;
    RecordDecoder decoder(table_.columns, result->bytes);
    Row row;
    while (*decoder.Next(row)) {
      std::string line;
      for (size_t i = 0; i < row.size(); ++i) {
        line += (i == 0 ? "" : ":") + ToText(row[i], table_.columns[i].type, absl::UTCTimeZone());
      }
      rows.push_back(line);
    }
    EXPECT_EQ(result->rows, static_cast<int64_t>(rows.size()));
    return rows;
  }

  BlockDirectory blocks_;
  Table table_;
};

TEST_F(UpsertMergeTest, ReplacesRowsOfTheSameKeyAndAddsThoseThatAreNew) {
  EXPECT_THAT(
      Merge({{Change('U', 3, Text("cy"), Text("bern")), Change('U', 1, Text("amy"), Value())}}),
      ElementsAre("2:bob:oslo", "1:amy:\\N", "3:cy:bern"));
}

TEST_F(UpsertMergeTest, DeletesRowsAndDoesNotMindThoseThatAreNotThere) {
  EXPECT_THAT(Merge({{Change('D', 1, Value(), Value()), Change('D', 9, Value(), Value())}}),
              ElementsAre("2:bob:oslo"));
  EXPECT_THAT(Merge({{Change('D', 1, Value(), Value()), Change('D', 2, Value(), Value())}}),
              IsEmpty());
}

TEST_F(UpsertMergeTest, TheLastChangeOfAKeyCountsAlsoAcrossPacks) {
  EXPECT_THAT(Merge({{Change('U', 1, Text("x"), Text("x")), Change('D', 1, Value(), Value())},
                     {Change('U', 1, Text("back"), Text("again"))}}),
              ElementsAre("2:bob:oslo", "1:back:again"));
}

TEST_F(UpsertMergeTest, APartialChangeLeavesTheOtherColumns) {
  EXPECT_THAT(Merge({{Change('U', 1, Value(), Text("paris"), {2})}}),
              ElementsAre("1:ann:paris", "2:bob:oslo"));
  EXPECT_THAT(Merge({{Change('U', 1, Value(), Text("paris"), {2})},
                     {Change('U', 1, Text("amy"), Value(), {1})}}),
              ElementsAre("1:amy:paris", "2:bob:oslo"));
}

TEST_F(UpsertMergeTest, APartialChangeOfARowThatIsNotThereLeavesTheOtherColumnsNull) {
  EXPECT_THAT(Merge({{Change('U', 3, Text("lost"), Text("nice"), {2})}}),
              ElementsAre("1:ann:rome", "2:bob:oslo", "3:\\N:nice"));
  EXPECT_THAT(
      Merge({{Change('D', 1, Value(), Value()), Change('U', 1, Value(), Text("nice"), {2})}}),
      ElementsAre("2:bob:oslo", "1:\\N:nice"));
}

TEST_F(UpsertMergeTest, APartialChangeAfterAWholeOneChangesThatOne) {
  EXPECT_THAT(Merge({{Change('U', 1, Text("new"), Text("new")),
                      Change('U', 1, Value(), Text("nice"), {2})}}),
              ElementsAre("2:bob:oslo", "1:new:nice"));
}

// Delete of (2, "y") in a table (id BIGINT, v STRING), as another client wrote it.
TEST_F(UpsertMergeTest, ReadsTheRowOfAnotherClient) {
  table_.columns = {table_.columns[0], {.name = "v"}};
  const std::string bytes = absl::HexStringToBytes(
      "0804120179288801"
      "3a00");
  Columns columns = UpsertColumns(table_.columns);
  const Row wanted = {Id(2), Text("y"), Value(), Value(), Value(int64_t{68}), Value(), Places({})};
  EXPECT_EQ(Encode(columns, {wanted}).substr(0, bytes.size()), bytes);
}

TEST_F(UpsertMergeTest, GivenARowThatMeansNothingSaysSo) {
  struct Case {
    const char* what;
    Row row;
  };
  for (const Case& c : {Case{"no operation", Change('X', 1, Value(), Value())},
                        Case{"a column too many", Change('U', 1, Value(), Value(), {3})},
                        Case{"a negative column", Change('U', 1, Value(), Value(), {-1})},
                        Case{"no key",
                             {Value(), Value(), Value(), Value(), Value(), Value(int64_t{85}),
                              Value(), Value()}}}) {
    UpsertMerge merge(table_);
    EXPECT_THAT(merge.AddPack(Encode(UpsertColumns(table_.columns), {c.row})),
                HasReason("DataStoreError"))
        << c.what;
  }
}

}  // namespace
}  // namespace sluice::emulator
