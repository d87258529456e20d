#include "base/http/gzip.h"

#include <zlib.h>

#include "gtest/gtest.h"

namespace sluice::http {
namespace {

std::string Unpacked(const std::string& packed, size_t bytes_max) {
  z_stream stream = {};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string bytes(bytes_max, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
  stream.avail_in = packed.size();
  stream.next_out = reinterpret_cast<Bytef*>(bytes.data());
  stream.avail_out = bytes.size();
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  bytes.resize(stream.total_out);
  inflateEnd(&stream);
  return bytes;
}

TEST(Gzip, ZlibReadsWhatWasPacked) {
  const std::string text(10'000, 'a');
  const std::string packed = Gzip(text);
  EXPECT_LT(packed.size(), 200);
  EXPECT_EQ(Unpacked(packed, 20'000), text);
  EXPECT_EQ(Unpacked(Gzip(""), 1), "");
}

TEST(AcceptsCoding, ReadsNamesAndWeights) {
  EXPECT_TRUE(AcceptsCoding("gzip", "gzip"));
  EXPECT_TRUE(AcceptsCoding("deflate, GZIP;q=0.5", "gzip"));
  EXPECT_TRUE(AcceptsCoding("*", "gzip"));
  EXPECT_FALSE(AcceptsCoding("", "gzip"));
  EXPECT_FALSE(AcceptsCoding("br", "gzip"));
  EXPECT_FALSE(AcceptsCoding("gzip;q=0", "gzip"));
  EXPECT_FALSE(AcceptsCoding("*, gzip;q=0", "gzip"));
  EXPECT_FALSE(AcceptsCoding("gzip;q=much", "gzip"));
}

}  // namespace
}  // namespace sluice::http
