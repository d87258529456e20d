#include "base/process/freed_memory.h"

#include <unistd.h>

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace sluice {
namespace {

constexpr int64_t kBlockBytes = 1 << 20;
constexpr int64_t kWaveBytes = 64 * kBlockBytes;

int64_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  int64_t size = 0;
  int64_t resident = 0;
  file >> size >> resident;  // In pages.
  return resident * sysconf(_SC_PAGESIZE);
}

class FreedMemory : public testing::Test {
 protected:
  void SetUp() override {
    if (!TrimFreedMemory(0, 0)) GTEST_SKIP() << "under a sanitizer, which has its own allocator";
    before_ = ResidentBytes();
    std::vector<std::string> blocks;
    while (static_cast<int64_t>(blocks.size()) * kBlockBytes < kWaveBytes) {
      blocks.emplace_back(kBlockBytes, 'x');
    }
  }
  int64_t Kept() const { return ResidentBytes() - before_; }

  int64_t before_ = 0;
};

TEST_F(FreedMemory, WhatIsAboveTheMostThatMayBeHeldGoesAtOnce) {
  EXPECT_GT(Kept(), kWaveBytes * 3 / 4);
  TrimFreedMemory(0, 0);
  EXPECT_LT(Kept(), kWaveBytes / 8);
}

TEST_F(FreedMemory, WhatWasGivenBackIsHeldNoMore) {
  TrimFreedMemory(0, 0);
  const std::vector<std::string> blocks(8, std::string(kBlockBytes, 'x'));
  const std::vector<std::string> others(8, std::string(kBlockBytes, 'x'));
  { const std::vector<std::string> freed(8, std::string(kBlockBytes, 'x')); }
  const int64_t held = ResidentBytes();

  TrimFreedMemory(held, 0);

  EXPECT_GT(ResidentBytes(), held - kBlockBytes);
}

TEST_F(FreedMemory, WhatIsNotNeededForMinutesGoes) {
  for (int i = 0; i < 300; ++i) TrimFreedMemory(1 << 30, 1.0 / 64);
  EXPECT_LT(Kept(), kWaveBytes / 8);
}

}  // namespace
}  // namespace sluice
