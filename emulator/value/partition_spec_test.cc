#include "emulator/value/partition_spec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(ParsePartitionSpec, TakesBothSpellings) {
  EXPECT_THAT(*ParsePartitionSpec("pt='a,b', hh=\"1\""),
              ElementsAre(Pair("pt", "a,b"), Pair("hh", "1")));
  EXPECT_THAT(*ParsePartitionSpec("PT=11-17-2020 15:04,b=2=3"),
              ElementsAre(Pair("pt", "11-17-2020 15:04"), Pair("b", "2=3")));
}

TEST(ParsePartitionSpec, GivenNoneSaysWhatItExpects) {
  for (const char* text : {"", "pt", "pt='a", "pt='a' b='c'", ","}) {
    EXPECT_THAT(ParsePartitionSpec(text).status(), HasReason("InvalidPartitionSpec")) << text;
  }
}

TEST(PartitionValues, PutsTheValuesIntoTheOrderOfTheKeys) {
  Columns keys = {{.name = "a"}, {.name = "b", .type = {.kind = Kind::kBigint}}};

  EXPECT_THAT(*PartitionValues({{"b", "2"}, {"a", "x"}}, keys), ElementsAre("x", "2"));
  EXPECT_EQ(PartitionName(keys, {"x", "2"}), "a=x/b=2");
}

TEST(PartitionValues, RefusesMissingUnknownRepeatedEmptyAndMistypedOnes) {
  Columns keys = {{.name = "a"}, {.name = "b", .type = {.kind = Kind::kBigint}}};
  for (const PartitionSpec& spec :
       std::initializer_list<PartitionSpec>{{{"a", "x"}},
                                            {{"a", "x"}, {"c", "2"}},
                                            {{"a", "x"}, {"a", "y"}},
                                            {{"a", ""}, {"b", "2"}},
                                            {{"a", "x"}, {"b", "two"}},
                                            {{"a", std::string(256, 'x')}, {"b", "2"}}}) {
    EXPECT_FALSE(PartitionValues(spec, keys).ok());
  }
}

}  // namespace
}  // namespace sluice::emulator
