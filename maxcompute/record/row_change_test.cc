#include "maxcompute/record/row_change.h"

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/record/record_decoder.h"

namespace sluice::maxcompute {
namespace {

const TableSchema kSchema{
    .columns = {{"id", {.kind = TypeKind::kBigint}}, {"v", {.kind = TypeKind::kString}}},
    .partition_keys = {}};

void Put(RecordEncoder& encoder, int64_t id, const std::string& v, RowChange change) {
  encoder.Begin();
  encoder.PutBigint(0, id);
  encoder.PutString(1, v);
  PutChange(encoder, 2, change);
  encoder.End();
}

TEST(RowChange, IsWrittenAsTheServicesClientsDo) {
  RecordEncoder encoder;
  Put(encoder, 2, "y", RowChange::kDelete);

  const EncodedBlock block = encoder.Finish();

  EXPECT_TRUE(absl::StartsWith(absl::BytesToHexString(block.bytes.view()),
                               "0804120179288801"
                               "3a00"));
}

TEST(RowChange, RecordsMoveFromOneStreamToAnotherAsTheyAre) {
  RecordEncoder encoder;
  Put(encoder, 1, "a", RowChange::kUpsert);
  Put(encoder, 2, "b", RowChange::kDelete);
  Put(encoder, 3, "c", RowChange::kUpsert);
  const EncodedBlock block = encoder.Finish();

  RecordDecoder decoder(ChangeTypes(kSchema), block.bytes.view());
  RecordEncoder picked;
  Row row;
  while (*decoder.Next(row)) {
    if (row[0] != Value{int64_t{2}}) picked.Append(decoder.last());
  }
  const EncodedBlock two = picked.Finish();

  EXPECT_EQ(two.rows, 2);
  absl::StatusOr<std::vector<Row>> rows = DecodeRecords(ChangeTypes(kSchema), two.bytes.view(), 10);
  ASSERT_THAT(rows, IsOk());
  ASSERT_THAT(*rows, testing::SizeIs(2));
  EXPECT_EQ((*rows)[0][1], Value{std::string("a")});
  EXPECT_EQ((*rows)[1][1], Value{std::string("c")});
  EXPECT_EQ((*rows)[1][ChangeColumn(2)], Value{int64_t{'U'}});
}

}  // namespace
}  // namespace sluice::maxcompute
