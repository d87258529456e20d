#include "emulator/faults/cut_stream.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sluice::emulator {
namespace {

class Chunks : public http::ResponseStream {
 public:
  explicit Chunks(std::vector<std::string> chunks) : chunks_(std::move(chunks)) {}
  absl::StatusOr<std::string> Next() override {
    return next_ < chunks_.size() ? chunks_[next_++] : std::string();
  }

 private:
  const std::vector<std::string> chunks_;
  size_t next_ = 0;
};

// What is sent before the connection closes.
std::string SentOf(http::ServerResponse response, int64_t bytes) {
  response = CutAfter(std::move(response), bytes);
  std::string sent;
  while (true) {
    absl::StatusOr<std::string> chunk = response.stream->Next();
    if (!chunk.ok()) return sent;
    if (chunk->empty()) return "a whole answer";
    sent += *chunk;
  }
}

http::ServerResponse Streamed(std::vector<std::string> chunks) {
  http::ServerResponse response;
  response.stream = std::make_unique<Chunks>(std::move(chunks));
  return response;
}

TEST(CutAfter, SendsSoManyBytesAndNeverTheEnd) {
  EXPECT_EQ(SentOf({.body = "abcdef"}, 4), "abcd");
  EXPECT_EQ(SentOf({.body = "abcdef"}, 100), "abcdef");
  EXPECT_EQ(SentOf({.body = "abcdef"}, 0), "");
  EXPECT_EQ(SentOf(Streamed({"abc", "def"}), 4), "abcd");
  EXPECT_EQ(SentOf(Streamed({"abc", "def"}), 6), "abcdef");
}

TEST(CutAfter, GivenAnAnswerWithoutABodySendsNothing) { EXPECT_TRUE(CutAfter({}, 10).hang_up); }

}  // namespace
}  // namespace sluice::emulator
