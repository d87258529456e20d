#include "dataplane/upload/batch.h"

#include "conversion/test_kafka_table.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

conversion::SourceRecord At(int64_t offset, absl::string_view value = "v") {
  return {.topic = "t",
          .partition = 0,
          .offset = offset,
          .timestamp_ms = 0,
          .key = std::nullopt,
          .value = value};
}

TEST(Batch, RowsOfEachTablePartitionHaveTheirOwnBlocksAndFirstOffset) {
  Batch batch(10, 1, 1 << 20);
  conversion::RowConverter converter = conversion::TestKafkaConverter();

  batch.Append("a", At(10), converter);
  batch.Append("b", At(11), converter);
  batch.Append("a", At(12), converter);
  batch.Cover(13);
  std::vector<BatchShare> shares = batch.Seal();

  ASSERT_EQ(shares.size(), 2);
  EXPECT_EQ(shares[0].partition_value, "a");
  EXPECT_EQ(shares[0].first_row_offset, 10);
  EXPECT_EQ(shares[0].rows, 2);
  EXPECT_EQ(shares[1].first_row_offset, 11);
  EXPECT_EQ(shares[1].rows, 1);
  EXPECT_EQ(batch.next_offset(), 13);
}

TEST(Batch, ABlockIsClosedWhenItIsFull) {
  Batch batch(0, 1, 100);
  conversion::RowConverter converter = conversion::TestKafkaConverter();
  for (int64_t offset = 0; offset < 10; ++offset)
    batch.Append("a", At(offset, std::string(50, 'x')), converter);

  std::vector<BatchShare> shares = batch.Seal();

  ASSERT_EQ(shares.size(), 1);
  EXPECT_EQ(shares[0].blocks.size(), 5);
  int64_t rows = 0;
  for (const maxcompute::EncodedBlock& block : shares[0].blocks) rows += block.rows;
  EXPECT_EQ(rows, 10);
}

TEST(Batch, ARejectedRecordIsNoRowAndCostsNothing) {
  Batch batch(0, 1, 1 << 20);
  conversion::RowConverter converter = conversion::TestKafkaConverter();

  EXPECT_TRUE(batch.Append("a", At(0, "\xFF"), converter).has_value());
  batch.Cover(1);

  EXPECT_EQ(batch.rows(), 0);
  EXPECT_EQ(batch.bytes(), 0);
  EXPECT_TRUE(batch.Seal().empty());
}

TEST(Batch, WhatIsCoveredNeverMovesBack) {
  Batch batch(5, 1, 1 << 20);
  batch.Cover(9);
  batch.Cover(7);
  EXPECT_EQ(batch.next_offset(), 9);
}

}  // namespace
}  // namespace sluice::dataplane
