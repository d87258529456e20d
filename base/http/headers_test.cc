#include "base/http/headers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Pair;

TEST(Headers, FindsANameInAnyCaseAndTheFirstOfSeveral) {
  Headers headers = {{"Content-Type", "a"}};
  headers.Add("content-type", "b");

  EXPECT_EQ(headers.Find("CONTENT-TYPE"), "a");
  EXPECT_THAT(headers.Find("content"), Eq(std::nullopt));
  EXPECT_THAT(headers, ElementsAre(Pair("Content-Type", "a"), Pair("content-type", "b")));
}

TEST(Headers, SetReplacesAllOfThatName) {
  Headers headers = {{"Date", "a"}, {"x", "1"}, {"date", "b"}};

  headers.Set("DATE", "c");

  EXPECT_THAT(headers, ElementsAre(Pair("x", "1"), Pair("DATE", "c")));
  headers.Remove("date");
  EXPECT_FALSE(headers.Has("Date"));
}

}  // namespace
}  // namespace sluice::http
