#include "emulator/tunnel/row_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const Columns kColumns = {{.name = "s"}, {.name = "n", .type = {.kind = Kind::kBigint}}};

class RowStreamTest : public testing::Test {
 protected:
  RowStreamTest() : blocks_(*BlockDirectory::Open(testing::TempDir() + "/row_stream")) {
    for (int begin : {0, 3}) {
      RecordEncoder encoder(kColumns);
      std::string bytes;
      for (int64_t n = begin; n < begin + 3; ++n) {
        encoder.Append({Value(std::string(100, 'x')), Value(n)}, bytes);
      }
      encoder.Finish(bytes);
      segments_.push_back({*blocks_.Write(bytes), 3});
    }
  }

  std::vector<int64_t> Read(RowStream::Range range, const char* encoding = "") {
    ChosenEncoding chosen = ChooseEncoding(encoding);
    RowStream stream(blocks_, kColumns, {1}, segments_, range, std::move(chosen.encoder));
    std::string body;
    while (true) {
      std::string chunk = *stream.Next();
      if (chunk.empty()) break;
      body += chunk;
    }
    body = *DecodeContent(chosen.name, body, 1 << 20);
    Columns sent = {kColumns[1]};
    RecordDecoder decoder(sent, body);
    std::vector<int64_t> numbers;
    Row row;
    while (*decoder.Next(row)) numbers.push_back(std::get<int64_t>(row[0]));
    return numbers;
  }

  BlockDirectory blocks_;
  std::vector<Segment> segments_;
};

TEST_F(RowStreamTest, GivesTheRangeAcrossFiles) {
  EXPECT_THAT(Read({0, 100}), ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(Read({2, 2}), ElementsAre(2, 3));
  EXPECT_THAT(Read({5, 1}), ElementsAre(5));
  EXPECT_THAT(Read({6, 1}), IsEmpty());
  EXPECT_THAT(Read({0, 0}), IsEmpty());
}

TEST_F(RowStreamTest, GivesTheSamePacked) {
  EXPECT_THAT(Read({1, 3}, "deflate"), ElementsAre(1, 2, 3));
  EXPECT_THAT(Read({1, 3}, "zstd"), ElementsAre(1, 2, 3));
}

TEST_F(RowStreamTest, GivenAFileThatHasGoneFails) {
  blocks_.Remove({segments_[0].file});
  RowStream stream(blocks_, kColumns, {0}, segments_, {0, 6}, nullptr);
  EXPECT_THAT(stream.Next().status(), HasReason("TableModified"));
}

}  // namespace
}  // namespace sluice::emulator
