#include "maxcompute/record/compression.h"

#include <lz4frame.h>
#include <snappy.h>
#include <zstd.h>

#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/record/crc32c.h"

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

// The framing around snappy's chunks, read by what its description says.
std::string ReadSnappy(absl::string_view body) {
  const std::string identifier("\xff\x06\x00\x00sNaPpY", 10);
  if (body.substr(0, identifier.size()) != identifier) return "not read";
  body.remove_prefix(identifier.size());
  std::string out;
  const auto number = [](absl::string_view bytes) {
    uint32_t value = 0;
    for (size_t i = bytes.size(); i > 0; --i)
      value = value << 8 | static_cast<unsigned char>(bytes[i - 1]);
    return value;
  };
  while (!body.empty()) {
    if (body.size() < 8) return "not read";
    const char kind = body[0];
    const uint32_t length = number(body.substr(1, 3));
    const uint32_t checksum = number(body.substr(4, 4));
    const absl::string_view data = body.substr(8, length - 4);
    if (data.size() != length - 4) return "not read";
    std::string chunk(data);
    if (kind == 0 && !snappy::Uncompress(data.data(), data.size(), &chunk)) return "not read";
    const uint32_t crc = Crc32c(chunk);
    if (chunk.size() > 65'536 || (crc >> 15 | crc << 17) + 0xa282ead8 != checksum)
      return "not read";
    out += chunk;
    body.remove_prefix(8 + data.size());
  }
  return out;
}

// What the encoding's own library makes of a body; "not read" when it refuses any of it.
std::string Read(ContentEncoding encoding, absl::string_view body, size_t size) {
  if (encoding == ContentEncoding::kRaw) return std::string(body);
  if (encoding == ContentEncoding::kDeflate)
    return Inflate(body, static_cast<int64_t>(size) + 1).value_or("not read");
  if (encoding == ContentEncoding::kSnappy) return ReadSnappy(body);
  std::string bytes(size + 1, '\0');
  if (encoding == ContentEncoding::kZstd) {
    const size_t length = ZSTD_decompress(bytes.data(), bytes.size(), body.data(), body.size());
    return ZSTD_isError(length) ? "not read" : bytes.substr(0, length);
  }
  LZ4F_dctx* context = nullptr;
  LZ4F_createDecompressionContext(&context, LZ4F_VERSION);
  std::string out;
  size_t left = 1;  // 0 at the frame's end.
  while (left != 0 && !body.empty()) {
    size_t room = bytes.size(), taken = body.size();
    left = LZ4F_decompress(context, bytes.data(), &room, body.data(), &taken, nullptr);
    if (LZ4F_isError(left)) break;
    out.append(bytes.data(), room);
    body.remove_prefix(taken);
  }
  LZ4F_freeDecompressionContext(context);
  return left == 0 && body.empty() ? out : "not read";
}

class EveryEncoding : public ::testing::TestWithParam<ContentEncoding> {
 protected:
  std::string PackPieces(const std::vector<std::string>& pieces) {
    BlockBuffer packed;
    PieceByPiece packer(GetParam());
    for (const std::string& piece : pieces) packer.Append(piece, packed);
    packer.Finish(packed);
    return std::string(packed.view());
  }
};

INSTANTIATE_TEST_SUITE_P(, EveryEncoding,
                         ::testing::Values(ContentEncoding::kRaw, ContentEncoding::kDeflate,
                                           ContentEncoding::kZstd, ContentEncoding::kLz4,
                                           ContentEncoding::kSnappy));

TEST_P(EveryEncoding, PiecesAreOneBodyThatUnpacksToAllOfThem) {
  const std::vector<std::vector<std::string>> cases = {
      {""},
      {"a", "b", "", "c"},
      {std::string(200'000, 'x'), std::string(200'000, 'y'), "end"},
      {Noise(1), Noise(255 << 10), Noise(100), std::string(1 << 20, 'z')},
      {Noise(9 << 20), "after a piece that is longer than any block may be"},
  };
  for (const std::vector<std::string>& pieces : cases) {
    std::string all;
    for (const std::string& piece : pieces) all += piece;

    EXPECT_EQ(Read(GetParam(), PackPieces(pieces), all.size()), all);
  }
}

TEST_P(EveryEncoding, NoPieceAtAllIsAnEmptyBody) {
  if (GetParam() == ContentEncoding::kZstd)
    return;  // Nothing is no frame, and so is what it holds.
  EXPECT_EQ(Read(GetParam(), PackPieces({}), 0), "");
}

TEST_P(EveryEncoding, PiecesOf128KiBPackNearlyAsWellAsTheWhole) {
  std::string rows;
  for (int i = 0; i < 100'000; ++i)
    rows += "maxcompute-test-input," + std::to_string(i * 7919 % 100'003) + ",value";
  std::vector<std::string> pieces;
  for (size_t at = 0; at < rows.size(); at += 128 << 10)
    pieces.push_back(rows.substr(at, 128 << 10));

  EXPECT_LE(PackPieces(pieces).size(), PackPieces({rows}).size() * 120 / 100);
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
