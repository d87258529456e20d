#include "dataplane/upload/open_block.h"

#include <string>

#include "dataplane/upload/memory_budget.h"
#include "dataplane/upload/task_memory.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using maxcompute::ContentEncoding;

constexpr int64_t kBlockBytes = 4 << 20;

class OpenBlockTest : public ::testing::Test {
 protected:
  // Rows of about 10 kB until the block is full, or holds so many; how often its memory has grown.
  int Fill(OpenBlock& block, int64_t rows_max) {
    int grown = 0;
    for (bool full = false; !full && block.rows() < rows_max;) {
      const int64_t before = block.encoder().memory_bytes();
      block.encoder().Begin();
      block.encoder().PutString(0, std::string(10'000, 'x'));
      block.encoder().End();
      full = block.RowEnded();
      if (block.encoder().memory_bytes() != before) ++grown;
    }
    return grown;
  }

  MemoryBudget budget_{64 << 20};
  TaskMemory memory_{budget_};
};

TEST_F(OpenBlockTest, ABlockThatBecomesFullIsCopiedTwiceFromAMebibyteOn) {
  OpenBlock block(memory_, ContentEncoding::kRaw, kBlockBytes);
  Fill(block, 105);
  EXPECT_LE(Fill(block, 1'000), 2);
  EXPECT_LE(block.encoder().memory_bytes(), kBlockBytes + (512 << 10));
  EXPECT_GE(static_cast<int64_t>(block.Close().bytes.size()), kBlockBytes);
}

TEST_F(OpenBlockTest, WhatItsMemoryCanHoldIsCounted) {
  OpenBlock block(memory_, ContentEncoding::kRaw, kBlockBytes);
  Fill(block, 130);
  block.Measure();
  EXPECT_EQ(block.bytes(), block.encoder().memory_bytes());
}

TEST_F(OpenBlockTest, AfterItIsClosedANewOneBegins) {
  OpenBlock block(memory_, ContentEncoding::kRaw, kBlockBytes);
  Fill(block, 3);
  EXPECT_EQ(block.Close().rows, 3);
  EXPECT_EQ(block.rows(), 0);
  EXPECT_EQ(block.bytes(), 0);
}

}  // namespace
}  // namespace sluice::dataplane
