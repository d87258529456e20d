#include "controlplane/validation/violations.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::SizeIs;

TEST(Violations, KeepsTheFirstThirtyTwoAndCountsTheOthers) {
  Violations violations;
  EXPECT_TRUE(violations.empty());
  for (int i = 0; i < 100; ++i) violations.Add("f" + std::to_string(i), "R", "m");
  EXPECT_THAT(violations.count(), Eq(100));
  EXPECT_THAT(violations.kept(), SizeIs(32));
  EXPECT_THAT(violations.kept().back().field, Eq("f31"));
}

TEST(Violation, ItsMessageHasTwoPartsWhateverAnEchoedValueHolds) {
  const struct {
    std::string message;
    const char* problem;
    const char* advice;
  } kCases[] = {
      {"is 65; set it to 1 to 64", "is 65", "set it to 1 to 64"},
      {"is empty", "is empty", ""},
      {absl::StrCat("is ", Echo("a\"; b"), "; write c; or d"), R"(is "a\"; b")", "write c; or d"},
      {absl::StrCat("is ", Echo("a\\"), "; write c"), R"(is "a\\")", "write c"},
  };
  for (const auto& c : kCases) {
    const Violation violation{"f", "R", c.message};
    EXPECT_EQ(ProblemIn(violation), c.problem);
    EXPECT_EQ(AdviceIn(violation), c.advice);
  }
}

TEST(Echo, ShowsAShortValueWholeAndEscaped) {
  EXPECT_THAT(Echo("abc"), Eq("\"abc\""));
  EXPECT_THAT(Echo("a\"b\n"), Eq("\"a\\\"b\\n\""));
  EXPECT_THAT(Echo("ä"), Eq("\"ä\""));
}

TEST(Echo, CutsALongValueBetweenTwoCharactersAndTellsItsLength) {
  const std::string megabyte(1 << 20, 'x');
  EXPECT_THAT(Echo(megabyte), HasSubstr("(1048576 bytes)"));
  EXPECT_LT(Echo(megabyte).size(), 100);
  std::string umlauts = "x";  // 64 bytes would end within an ä.
  for (int i = 0; i < 40; ++i) umlauts += "ä";
  EXPECT_THAT(Echo(umlauts), HasSubstr("ä…\" (81 bytes)"));
}

}  // namespace
}  // namespace sluice::controlplane
