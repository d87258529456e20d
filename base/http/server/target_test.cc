#include "base/http/server/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::IsEmpty;

auto Parameter(std::string name, std::string value) {
  return ::testing::AllOf(Field(&QueryParameter::name, name), Field(&QueryParameter::value, value));
}

TEST(ParseTarget, DecodesThePathAndKeepsTheOrderOfTheQuery) {
  Target target = ParseTarget("/api/projects/p%201?uploads&partition=pt%3Da+b%2Bc&curr_project=p1");

  EXPECT_EQ(target.path, "/api/projects/p 1");
  EXPECT_THAT(target.query,
              ElementsAre(Parameter("uploads", ""), Parameter("partition", "pt=a b+c"),
                          Parameter("curr_project", "p1")));
}

TEST(ParseTarget, TakesTheAbsoluteForm) {
  Target target = ParseTarget("http://127.0.0.1:80/a?b=1");

  EXPECT_EQ(target.raw, "/a?b=1");
  EXPECT_EQ(target.path, "/a");
}

TEST(ParseTarget, GivenAPlusInThePathKeepsIt) { EXPECT_EQ(ParseTarget("/a+b").path, "/a+b"); }

TEST(ParseTarget, GivenEscapesThatAreNoneKeepsThem) {
  EXPECT_EQ(ParseTarget("/%zz%4").path, "/%zz%4");
  EXPECT_THAT(ParseTarget("*").path, "/");
  EXPECT_THAT(ParseTarget("/?&&").query, IsEmpty());
}

TEST(ParseTarget, SplitsAValueAtItsFirstEqualsSignOnly) {
  EXPECT_THAT(ParseTarget("/?partition=a=1,b=2").query,
              ElementsAre(Parameter("partition", "a=1,b=2")));
}

}  // namespace
}  // namespace sluice::http
