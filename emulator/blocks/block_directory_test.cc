#include "emulator/blocks/block_directory.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/status/status_matchers.h"
#include "emulator/blocks/full_disk.h"

namespace sluice::emulator {
namespace {

std::string FreshDirectory() {
  std::string path = testing::TempDir() + "/blocks_" +
                     testing::UnitTest::GetInstance()->current_test_info()->name();
  std::filesystem::remove_all(path);
  return path;
}

TEST(BlockDirectory, GivesBackWhatWasWrittenAlsoAfterItIsOpenedAgain) {
  std::string path = FreshDirectory();
  std::string file = *BlockDirectory::Open(path)->Write("rows");

  EXPECT_EQ(*BlockDirectory::Open(path)->Read(file), "rows");
}

TEST(BlockDirectory, GivenAFileThatHasGoneSaysThatTheTableWasModified) {
  BlockDirectory blocks = *BlockDirectory::Open(FreshDirectory());
  std::string file = *blocks.Write("rows");
  blocks.Remove({file, "no_such_file"});

  EXPECT_THAT(blocks.Read(file).status(), HasReason("TableModified"));
}

TEST(BlockDirectory, GivenAFullDiskWritesNothing) {
  BlockDirectory blocks = *BlockDirectory::Open(FreshDirectory());
  {
    FullDisk full;
    EXPECT_THAT(blocks.Write("rows").status(), StatusIs(absl::StatusCode::kResourceExhausted));
  }
  EXPECT_EQ(*blocks.Sweep({}), 0);
  EXPECT_TRUE(blocks.Write("rows").ok());
}

TEST(BlockDirectory, SweepsWhatNobodyNames) {
  BlockDirectory blocks = *BlockDirectory::Open(FreshDirectory());
  std::string live = *blocks.Write("live");
  std::string dead = *blocks.Write("dead");

  EXPECT_EQ(*blocks.Sweep({live}), 1);
  EXPECT_TRUE(blocks.Read(live).ok());
  EXPECT_FALSE(blocks.Read(dead).ok());
}

}  // namespace
}  // namespace sluice::emulator
