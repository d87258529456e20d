#include "maxcompute/record/crc32c.h"

#include <random>
#include <string>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

using crc32c_internal::All;
using crc32c_internal::Implementation;

uint32_t CrcBy(const Implementation& implementation, absl::string_view bytes) {
  return FinishCrc32c(implementation.extend(kCrc32cInit, bytes.data(), bytes.size()));
}

TEST(Crc32c, HasTheCheckValueOfCastagnoli) {
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283u);
  for (const Implementation* implementation : All())
    EXPECT_EQ(CrcBy(*implementation, "123456789"), 0xE3069283u) << implementation->name;
  EXPECT_EQ(Crc32c(""), 0u);
}

TEST(Crc32c, MayBeExtendedPieceByPiece) {
  uint32_t state = kCrc32cInit;
  for (const char* piece : {"1", "2345", "", "6789"}) state = ExtendCrc32c(state, piece);

  EXPECT_EQ(FinishCrc32c(state), 0xE3069283u);
}

TEST(Crc32c, WhateverTheProcessorBringsAgreesWithTheTableOnAnyLengthAndAlignment) {
  if (All().size() == 1) GTEST_SKIP() << "this processor has no instruction for it";
  std::mt19937 random(1);
  std::string bytes(800, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  for (size_t begin = 0; begin < 9; ++begin) {
    for (size_t length = 0; length + begin <= bytes.size(); ++length) {
      const absl::string_view piece = absl::string_view(bytes).substr(begin, length);
      for (const Implementation* implementation : All()) {
        ASSERT_EQ(CrcBy(*implementation, piece), CrcBy(*All().back(), piece))
            << implementation->name << ' ' << begin << ' ' << length;
      }
    }
  }
}

TEST(Crc32c, AColumnsNumberAndValueCountAsTheirBytes) {
  const std::string bytes("\x02\0\0\0\x2a\0\0\0\0\0\0\x80", 12);
  for (const Implementation* implementation : All()) {
    const uint32_t whole = CrcBy(*implementation, bytes);
    EXPECT_EQ(FinishCrc32c(implementation->extend_u32_u64(kCrc32cInit, 2, 0x800000000000002aull)),
              whole)
        << implementation->name;
    EXPECT_EQ(FinishCrc32c(implementation->extend_u32_bytes(kCrc32cInit, 2, bytes.data() + 4, 8)),
              whole)
        << implementation->name;
  }
}

}  // namespace
}  // namespace sluice::maxcompute
