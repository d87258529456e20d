#include "dataplane/upload/batch.h"

#include <vector>

#include "base/status/status_matchers.h"
#include "conversion/test_kafka_table.h"
#include "dataplane/upload/batch_writer.h"
#include "gtest/gtest.h"
#include "maxcompute/in_memory/in_memory_sql.h"
#include "maxcompute/tunnel/in_memory_tunnel.h"

namespace sluice::dataplane {
namespace {

using maxcompute::ContentEncoding;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::SizeIs;

conversion::SourceRecord At(int64_t offset, absl::string_view value = "v") {
  return {.topic = "t",
          .partition = 0,
          .offset = offset,
          .timestamp_ms = 0,
          .key = std::nullopt,
          .value = value};
}

class BatchTest : public ::testing::TestWithParam<ContentEncoding> {
 protected:
  MemoryBudget budget_{64 << 20};
  TaskMemory memory_{budget_};
  conversion::RowConverter converter_ = conversion::TestKafkaConverter();
};

TEST_F(BatchTest, RowsOfEachTablePartitionHaveTheirOwnShareAndFirstOffset) {
  Batch batch(10, 1, memory_);

  batch.Append("a", At(10), converter_);
  batch.Append("b", At(11), converter_);
  batch.Append("a", At(12), converter_);
  batch.Cover(13);
  const ShareUploads shares = batch.Seal();

  ASSERT_THAT(shares, SizeIs(2));
  EXPECT_EQ(shares[0]->partition_value(), "a");
  EXPECT_EQ(shares[0]->first_row_offset(), 10);
  EXPECT_EQ(shares[0]->rows(), 2);
  EXPECT_EQ(shares[1]->first_row_offset(), 11);
  EXPECT_EQ(shares[1]->rows(), 1);
  EXPECT_EQ(batch.next_offset(), 13);
}

TEST_F(BatchTest, ARejectedRecordIsNoRowAndCostsNothing) {
  Batch batch(0, 1, memory_);

  EXPECT_TRUE(batch.Append("a", At(0, "\xFF"), converter_).has_value());
  batch.Cover(1);

  EXPECT_EQ(batch.rows(), 0);
  EXPECT_EQ(batch.bytes(), 0);
  EXPECT_THAT(batch.Seal(), IsEmpty());
}

TEST_F(BatchTest, WhatIsCoveredNeverMovesBack) {
  Batch batch(5, 1, memory_);
  batch.Cover(9);
  batch.Cover(7);
  EXPECT_EQ(batch.next_offset(), 9);
}

TEST_F(BatchTest, SharesThatHaveFullBlocksComeWithTheLargestFirst) {
  Batch batch(0, 1, memory_, {.bytes_max = 100, .encoding = ContentEncoding::kRaw});
  for (int64_t offset = 0; offset < 4; ++offset)
    batch.Append("small", At(offset, std::string(50, 'x')), converter_);
  for (int64_t offset = 4; offset < 20; ++offset)
    batch.Append("large", At(offset, std::string(50, 'x')), converter_);
  batch.Append("not full", At(20), converter_);

  std::vector<std::string> order;
  for (const std::shared_ptr<ShareUpload>& share : batch.FullShares())
    order.push_back(share->partition_value());

  EXPECT_THAT(order, ElementsAre("large", "small"));
}

TEST_F(BatchTest, MemoryIsTakenWithTheRowsAndGivenBackWithTheBlocks) {
  auto batch = std::make_unique<Batch>(0, 1, memory_);
  for (int64_t offset = 0; offset < 3'000; ++offset)
    batch->Append("a", At(offset, std::string(100, 'x')), converter_);
  EXPECT_THAT(memory_.used(), Gt(0));

  ShareUploads shares = batch->Seal();
  batch = nullptr;
  EXPECT_THAT(memory_.used(), Eq(shares[0]->waiting_bytes()));

  shares.clear();
  EXPECT_THAT(memory_.used(), Eq(0));
}

TEST_F(BatchTest, TheMoreBlocksAreOpenTheSmallerTheyAre) {
  MemoryBudget budget(16 << 20);
  TaskMemory memory(budget);
  Batch one(0, 1, memory, {.encoding = ContentEncoding::kRaw});
  one.Append("a", At(0), converter_);
  const int64_t alone = memory.BlockBytes(16 << 20);
  Batch many(0, 1, memory, {.encoding = ContentEncoding::kRaw});
  for (int i = 0; i < 7; ++i) many.Append(std::to_string(i), At(i), converter_);

  EXPECT_THAT(alone, Eq(4 << 20));
  EXPECT_THAT(memory.BlockBytes(16 << 20), Eq(512 << 10));
}

// Whatever the encoding, rows arrive as they were, some while the batch goes on.
TEST_P(BatchTest, BlocksAreSentWhileTheBatchTakesRows) {
  const maxcompute::TableName table{.project = "p", .schema = "", .table = "t"};
  maxcompute::InMemoryTunnel tunnel;
  maxcompute::InMemorySql sql(tunnel);
  tunnel.AddTable(table, conversion::TestKafkaTable());
  const PlannedTable planned(sql, table, conversion::TestKafkaTable());
  BatchWriter writer(tunnel, planned);
  Batch batch(0, 1, memory_, {.bytes_max = 1'000, .encoding = GetParam()});

  for (int64_t offset = 0; offset < 500; ++offset) {
    batch.Append("a", At(offset, std::to_string(offset * 7919)), converter_);
    for (const std::shared_ptr<ShareUpload>& full : batch.FullShares())
      ASSERT_THAT(writer.Upload(*full), IsOk());
  }
  EXPECT_THAT(tunnel.Calls(maxcompute::InMemoryTunnel::Operation::kPutBlock), Gt(3));
  const ShareUploads shares = batch.Seal();
  ASSERT_THAT(shares, SizeIs(1));
  ASSERT_THAT(writer.Upload(*shares[0]), IsOk());

  const maxcompute::UploadSession session = tunnel.Sessions().front();
  EXPECT_THAT(tunnel.Sessions(), SizeIs(1));
  const absl::StatusOr<maxcompute::UploadState> state = tunnel.CommitUpload(session);
  ASSERT_THAT(state, IsOk());
  EXPECT_THAT(writer.Named(*shares[0])->blocks, Eq(state->blocks.size()));
  EXPECT_THAT(writer.Named(*shares[0])->rows, Eq(500));
  const std::vector<maxcompute::Row> rows = tunnel.Rows(table, session.partition);
  ASSERT_THAT(rows, SizeIs(500));
  for (int64_t offset = 0; offset < 500; ++offset)
    EXPECT_THAT(std::get<int64_t>(rows[offset][2].data), Eq(offset));
}

INSTANTIATE_TEST_SUITE_P(, BatchTest,
                         ::testing::Values(ContentEncoding::kRaw, ContentEncoding::kDeflate));

}  // namespace
}  // namespace sluice::dataplane
