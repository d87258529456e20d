#include "emulator/record/crc32c.h"

#include <gtest/gtest.h>

namespace sluice::emulator {
namespace {

TEST(Crc32c, HasTheCheckValueOfCastagnoli) {
  Crc32c crc;
  crc.Update("123456789");
  EXPECT_EQ(crc.value(), 0xE3069283u);
}

TEST(Crc32c, GivenTheSameBytesInPiecesIsTheSame) {
  Crc32c crc;
  crc.Update("1234");
  crc.Update("");
  crc.Update("56789");
  EXPECT_EQ(crc.value(), 0xE3069283u);
}

TEST(Crc32c, FeedsIntegersAsLittleEndianBytes) {
  Crc32c integers, bytes;
  integers.UpdateInt32(0x64636261);
  integers.UpdateInt64(0x6c6b6a6968676665);
  bytes.Update("abcdefghijkl");
  EXPECT_EQ(integers.value(), bytes.value());
}

TEST(Crc32c, OfNothingIsZero) { EXPECT_EQ(Crc32c().value(), 0u); }

}  // namespace
}  // namespace sluice::emulator
