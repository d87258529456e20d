#include "maxcompute/record/key_hash.h"

#include <limits>
#include <string>

#include "base/status/status_matchers.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

int32_t Hash(auto value, ColumnType type, HashRule rule = HashRule::kDefault) {
  return HashOfKeyValue(Value{value}, type, rule);
}

const ColumnType kInt{.kind = TypeKind::kInt};
const ColumnType kBigint{.kind = TypeKind::kBigint};
const ColumnType kString{.kind = TypeKind::kString};

// The values that the service's own clients are tested with.
TEST(KeyHash, AgreesWithTheServicesClients) {
  EXPECT_EQ(Hash(int64_t{1}, kInt), 357654460);
  EXPECT_EQ(Hash(int64_t{-1}, kInt), 357653185);
  EXPECT_EQ(Hash(int64_t{10}, kBigint), -718433742);
  EXPECT_EQ(Hash(std::numeric_limits<int64_t>::max(), kBigint), -1977349188);
  EXPECT_EQ(Hash(std::string("1"), kString), -2140438327);
  EXPECT_EQ(Hash(std::string("a1b()2c3"), kString), -866984865);
  EXPECT_EQ(Hash(std::string("  1  "), kString), -967043897);
  EXPECT_EQ(Hash(std::string("hello"), kString), -1259046373);
  EXPECT_EQ(Hash(true, {.kind = TypeKind::kBoolean}), 388737479);
  EXPECT_EQ(Hash(int64_t{19331}, {.kind = TypeKind::kDate}), 903574500);  // 2022-12-05.
  EXPECT_EQ(Hash(std::string("-1"), {.kind = TypeKind::kDecimal, .precision = 4, .scale = 2}),
            1405574141);
  EXPECT_EQ(Hash(std::string("-1.00"), {.kind = TypeKind::kDecimal, .precision = 4, .scale = 2}),
            1405574141);
}

TEST(KeyHash, TheLegacyRuleIsThatOfJava) {
  EXPECT_EQ(Hash(int64_t{1} << 32, kBigint, HashRule::kLegacy), 1);
  EXPECT_EQ(Hash(std::string("ab"), kString, HashRule::kLegacy), 31 * 'a' + 'b');
}

TEST(KeyHash, ABucketIsOfAllKeyColumnsAndNeverNegative) {
  const TableSchema schema{.columns = {{"a", kString}, {"n", kBigint}, {"v", kString}},
                           .partition_keys = {}};
  const KeyHash both = *KeyHash::Of(schema, {"a", "n"}, HashRule::kDefault);
  const KeyHash one = *KeyHash::Of(schema, {"A"}, HashRule::kDefault);
  bool differ = false;
  for (int64_t n = 0; n < 1000; ++n) {
    const Row row = {Value{std::string(1, static_cast<char>(n))}, Value{n}, Value()};
    for (const KeyHash& hash : {both, one}) {
      EXPECT_GE(hash.BucketOf(row, 16), 0);
      EXPECT_LT(hash.BucketOf(row, 16), 16);
    }
    differ = differ || both.BucketOf(row, 16) != one.BucketOf(row, 16);
  }
  EXPECT_TRUE(differ);
}

TEST(KeyHash, WhatItsClientsHashDifferentlyIsRefused) {
  for (const char* type : {"binary", "double", "decimal(38,18)", "array<bigint>"}) {
    EXPECT_THAT(CheckKeyType(*ParseColumnType(type)), StatusIs(absl::StatusCode::kInvalidArgument));
  }
  for (const char* type : {"bigint", "varchar(10)", "date", "datetime", "decimal(18,2)"}) {
    EXPECT_THAT(CheckKeyType(*ParseColumnType(type)), IsOk());
  }
  EXPECT_THAT(KeyHash::Of({}, {"none"}, HashRule::kDefault), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace sluice::maxcompute
