#include "emulator/record/content_coding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

TEST(ContentCoding, GivesBackWhatItEncodedInPieces) {
  for (const char* name : {"deflate", "zstd"}) {
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
  EXPECT_THAT(DecodeContent("br", "x", 10).status(), HasReason("NotImplemented"));
}

TEST(ContentCoding, GivenAnAcceptEncodingItDoesNotKnowAnswersRaw) {
  EXPECT_EQ(ChooseEncoding("identity").encoder, nullptr);
  EXPECT_EQ(ChooseEncoding("").encoder, nullptr);
  EXPECT_EQ(ChooseEncoding("br, zstd;q=0.5").name, "zstd");
}

}  // namespace
}  // namespace sluice::emulator
