#include "maxcompute/record/compression.h"

#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

std::string Pack(absl::string_view bytes) {
  BlockBuffer packed;
  Deflate(bytes, packed);
  return std::string(packed.view());
}

std::string Noise(size_t size) {
  std::mt19937 random(7);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

TEST(Deflate, IsAZlibStreamThatUnpacksToTheSame) {
  for (const std::string& bytes : {std::string(), std::string("a"), std::string(1 << 20, 'x'),
                                   Noise(1), Noise(255 << 10), Noise(3 << 20)}) {
    const std::string packed = Pack(bytes);
    EXPECT_EQ(packed.front(), 0x78);
    EXPECT_THAT(Inflate(packed, 4 << 20), IsOkAndHolds(bytes));
  }
}

TEST(Deflate, MakesRowsSmaller) {
  std::string rows;
  for (int i = 0; i < 10'000; ++i) rows += "maxcompute-test-input," + std::to_string(i) + ",value";

  EXPECT_LT(Pack(rows).size(), rows.size() / 3);
}

TEST(Deflate, AppendsToWhatIsThere) {
  BlockBuffer packed;
  packed.Append("head");
  Deflate("body", packed);

  EXPECT_EQ(packed.view().substr(0, 4), "head");
  EXPECT_THAT(Inflate(packed.view().substr(4), 100), IsOkAndHolds(std::string("body")));
}

TEST(Deflate, ThreadsDoNotDisturbEachOther) {
  std::vector<std::thread> threads;
  std::vector<std::string> failed(4);
  for (size_t t = 0; t < failed.size(); ++t) {
    threads.emplace_back([t, &failed] {
      const std::string bytes(100'000 + t, static_cast<char>('a' + t));
      for (int i = 0; i < 20; ++i) {
        absl::StatusOr<std::string> back = Inflate(Pack(bytes), 1 << 20);
        if (!back.ok() || *back != bytes) failed[t] = "differs";
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  EXPECT_THAT(failed, ::testing::Each(""));
}

TEST(Inflate, NoticesDamageAndEarlyEnds) {
  const std::string packed = Pack("some rows, some rows");

  for (size_t length = 0; length < packed.size(); ++length) {
    EXPECT_THAT(Inflate(packed.substr(0, length), 100), StatusIs(absl::StatusCode::kDataLoss));
  }
  EXPECT_THAT(Inflate(packed + "x", 100), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(Inflate("no zlib stream", 100), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(Inflate, StopsAtTheBoundHoweverLittleCameIn) {
  const std::string packed = Pack(std::string(50 << 20, '\0'));

  EXPECT_LT(packed.size(), 1 << 20);
  EXPECT_THAT(Inflate(packed, 1 << 20), StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace sluice::maxcompute
