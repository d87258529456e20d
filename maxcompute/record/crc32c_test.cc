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

TEST(Crc32c, CopiesWhileItSums) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  std::mt19937 random(2);
  std::string bytes(500, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random() & 0x7F);
  for (const Implementation* implementation : All()) {
    for (size_t length = 0; length <= bytes.size(); ++length) {
      const uint32_t whole = implementation->extend_u32_bytes(kCrc32cInit, 3, bytes.data(), length);
      std::string copy(length + 1, 'x');
      uint64_t seen = 0;
      ASSERT_EQ(
          implementation->copy_u32_bytes(kCrc32cInit, 3, copy.data(), bytes.data(), length, seen),
          whole)
          << implementation->name << ' ' << length;
      ASSERT_EQ(copy, bytes.substr(0, length) + 'x') << implementation->name << ' ' << length;
      ASSERT_EQ(seen & kHighBits, 0u) << implementation->name << ' ' << length;
    }
  }
}

TEST(Crc32c, SeesAByteThatIsNotAsciiWhereverItIs) {
  constexpr uint64_t kHighBits = 0x8080808080808080;
  for (const Implementation* implementation : All()) {
    for (const size_t length : {1, 7, 8, 13, 100, 192, 215, 400}) {
      for (size_t place = 0; place < length; ++place) {
        std::string bytes(length, 'a');
        bytes[place] = static_cast<char>(0x80);
        std::string copy(length, 'x');
        uint64_t seen = 0;
        implementation->copy_u32_bytes(kCrc32cInit, 1, copy.data(), bytes.data(), length, seen);
        ASSERT_NE(seen & kHighBits, 0u) << implementation->name << ' ' << length << ' ' << place;
      }
    }
  }
}

}  // namespace
}  // namespace sluice::maxcompute
