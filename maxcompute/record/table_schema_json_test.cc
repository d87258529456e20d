#include "maxcompute/record/table_schema_json.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

using ::testing::HasSubstr;
using ::testing::Optional;

TEST(ParseTableSchema, ReadsTheFormOfRest) {
  absl::StatusOr<TableSchema> schema = ParseTableSchema(R"({"tableName":"t","columns":[
      {"name":"Topic","type":"STRING","comment":"c","isNullable":false},
      {"name":"offset","type":"bigint","extendedLabels":[]}],
      "partitionKeys":[{"name":"pt","type":"string"}]})");

  ASSERT_THAT(schema, IsOk());
  ASSERT_EQ(schema->columns.size(), 2);
  EXPECT_EQ(schema->columns[0].name, "topic");
  EXPECT_EQ(schema->columns[0].comment, "c");
  EXPECT_FALSE(schema->columns[0].nullable);
  EXPECT_EQ(schema->columns[1].type.kind, TypeKind::kBigint);
  EXPECT_TRUE(schema->columns[1].nullable);
  ASSERT_EQ(schema->partition_keys.size(), 1);
  EXPECT_EQ(schema->partition_keys[0].name, "pt");
  EXPECT_THAT(schema->FindColumn("OFFSET"), Optional(1));
  EXPECT_EQ(schema->FindColumn("pt"), std::nullopt);
}

TEST(ParseTableSchema, ReadsTheFormOfTheTunnel) {
  absl::StatusOr<TableSchema> schema = ParseTableSchema(R"json({"IsVirtualView":false,"columns":[
      {"name":"a","type":"decimal(10,2)","nullable":false,"column_id":"1"}]})json");

  ASSERT_THAT(schema, IsOk());
  EXPECT_FALSE(schema->columns[0].nullable);
  EXPECT_TRUE(schema->partition_keys.empty());
}

TEST(ParseTableSchema, RefusesWhatIsNoSchemaAndNamesTheColumn) {
  for (const char* text : {"", "[]", "{}", "{\"columns\":1}", "{\"columns\":[1]}",
                           "{\"columns\":[{\"type\":\"bigint\"}]}", "{\"columns\":["}) {
    EXPECT_THAT(ParseTableSchema(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
  EXPECT_THAT(ParseTableSchema(R"({"columns":[{"name":"odd","type":"thing"}]})"),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("odd")));
}

}  // namespace
}  // namespace sluice::maxcompute
