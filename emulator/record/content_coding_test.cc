#include "emulator/record/content_coding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

TEST(ContentCoding, GivesBackWhatItEncodedInPieces) {
  for (const char* name :
       {"deflate", "zstd", "x-snappy-framed", "x-lz4-frame", "x-odps-lz4-frame"}) {
    ChosenEncoding chosen = ChooseEncoding(name);
    ASSERT_EQ(chosen.name, name);
    std::string text, packed;
    for (int i = 0; i < 100; ++i) {
      std::string piece(10000, static_cast<char>('a' + i % 26));
      text += piece;
      packed += chosen.encoder->Encode(piece);
    }
    packed += chosen.encoder->Finish();

    EXPECT_LT(packed.size(), text.size() / 10);
    EXPECT_EQ(*DecodeContent(name, packed, text.size()), text);
    EXPECT_THAT(DecodeContent(name, packed, text.size() - 1).status(),
                HasReason("InvalidArgument"));
    EXPECT_THAT(DecodeContent(name, packed.substr(0, packed.size() - 3), text.size()).status(),
                HasReason("MalformedDataStream"));
    EXPECT_THAT(DecodeContent(name, "nonsense", 100).status(), HasReason("MalformedDataStream"));
  }
}

TEST(ContentCoding, TakesEveryNameOfRaw) {
  for (const char* name : {"", "identity", "RAW"}) EXPECT_EQ(*DecodeContent(name, "x", 10), "x");
  EXPECT_THAT(DecodeContent("raw", "four", 3).status(), HasReason("InvalidArgument"));
  EXPECT_THAT(DecodeContent("br", "x", 10).status(), HasReason("NotImplemented"));
}

TEST(ContentCoding, GivenAnAcceptEncodingItDoesNotKnowAnswersRaw) {
  EXPECT_EQ(ChooseEncoding("identity").encoder, nullptr);
  EXPECT_EQ(ChooseEncoding("").encoder, nullptr);
  EXPECT_EQ(ChooseEncoding("br, zstd;q=0.5").name, "zstd");
}

struct Foreign {
  const char* encoding;
  const char* hex;  // Of "hello", as other libraries pack it.
};

TEST(ContentCoding, ReadsWhatOtherLibrariesPacked) {
  for (const Foreign& packed : {
           Foreign{"x-snappy-framed", "ff060000734e6150705901090000bb1f1c1968656c6c6f"},
           Foreign{"x-lz4-frame", "04224d184040c00500008068656c6c6f00000000"},
       }) {
    EXPECT_EQ(*DecodeContent(packed.encoding, absl::HexStringToBytes(packed.hex), 100), "hello")
        << packed.encoding;
  }
}

TEST(ContentCoding, GivenADamagedSnappyChunkNoticesItByItsChecksum) {
  ChosenEncoding chosen = ChooseEncoding("x-snappy-framed");
  std::string packed = chosen.encoder->Encode("some text");
  packed += chosen.encoder->Finish();
  for (size_t at = 0; at < packed.size(); ++at) {
    std::string damaged = packed;
    damaged[at] ^= 0x01;
    EXPECT_THAT(DecodeContent("x-snappy-framed", damaged, 100).status(),
                HasReason("MalformedDataStream"))
        << at;
  }
}

TEST(ContentCoding, GivenFramesOneAfterTheOtherReadsThemAll) {
  for (const char* name : {"zstd", "x-lz4-frame", "x-snappy-framed"}) {
    std::string packed;
    for (const char* part : {"one", "two"}) {
      ChosenEncoding chosen = ChooseEncoding(name);
      packed += chosen.encoder->Encode(part);
      packed += chosen.encoder->Finish();
    }
    EXPECT_EQ(*DecodeContent(name, packed, 100), "onetwo") << name;
  }
}

}  // namespace
}  // namespace sluice::emulator
