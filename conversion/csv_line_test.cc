#include "conversion/csv_line.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::conversion {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Fields in quotes are shown in angles.
std::vector<std::string> Fields(absl::string_view line) {
  CsvLine csv;
  const std::optional<Misfit> misfit = csv.Parse(line, 100);
  EXPECT_FALSE(misfit.has_value()) << misfit->message;
  std::vector<std::string> fields;
  for (const CsvField& field : csv.fields())
    fields.push_back(field.quoted ? absl::StrCat("<", field.text, ">") : std::string(field.text));
  return fields;
}

std::string Message(absl::string_view line) {
  CsvLine csv;
  const std::optional<Misfit> misfit = csv.Parse(line, 100);
  return misfit.has_value() ? misfit->message : "";
}

TEST(CsvLine, FieldsStandBetweenCommas) {
  EXPECT_THAT(Fields("a,b,c"), ElementsAre("a", "b", "c"));
  EXPECT_THAT(Fields(",b,"), ElementsAre("", "b", ""));
  EXPECT_THAT(Fields(" a , b"), ElementsAre(" a ", " b"));
  EXPECT_THAT(Fields("h\xC3\xA9llo,\t"), ElementsAre("h\xC3\xA9llo", "\t"));
}

TEST(CsvLine, AnEmptyTextIsOneEmptyField) {
  EXPECT_THAT(Fields(""), ElementsAre(""));
  EXPECT_THAT(Fields("\r\n"), ElementsAre(""));
}

TEST(CsvLine, QuotesProtectCommasLineBreaksAndQuotes) {
  EXPECT_THAT(Fields("\"a,b\",\"c\r\nd\",\"e\"\"f\""), ElementsAre("<a,b>", "<c\r\nd>", "<e\"f>"));
  EXPECT_THAT(Fields("\"\",\"\"\"\""), ElementsAre("<>", "<\">"));
  EXPECT_THAT(Fields("\"a\"\"b\",\"c\"\"d\""), ElementsAre("<a\"b>", "<c\"d>"));
  EXPECT_THAT(Fields("\"a\"\r\n"), ElementsAre("<a>"));
}

TEST(CsvLine, OneLineBreakMayEndTheLine) {
  EXPECT_THAT(Fields("a,b\r\n"), ElementsAre("a", "b"));
  EXPECT_THAT(Fields("a,b\n"), ElementsAre("a", "b"));
  EXPECT_THAT(Fields("a,\n"), ElementsAre("a", ""));
}

TEST(CsvLine, SaysWhereAndWhyItIsNone) {
  const struct {
    const char* line;
    const char* message;
  } cases[] = {
      {"a\r\nb", "at its byte 2 there is a line break"},
      {"a\n\n", "at its byte 2 there is a line break"},
      {"a\r", "at its byte 2 there is a line break"},
      {"a\r\r\n", "at its byte 2 there is a line break"},
      {"a\"b", "at its byte 2 there is a quote within a field"},
      {"a,\"b", "at its byte 4 there is a quote that is not closed"},
      {"\"a\"\"", "there is a quote that is not closed"},
      {"\"a\"b", "at its byte 4 there is more after the quote"},
      {"\"a\" ,b", "at its byte 4 there is more after the quote"},
  };
  for (const auto& [line, message] : cases) EXPECT_THAT(Message(line), HasSubstr(message)) << line;
}

TEST(CsvLine, CountsFieldsThatItDoesNotKeep) {
  CsvLine csv;
  EXPECT_FALSE(csv.Parse("a,b,c,d", 2).has_value());
  EXPECT_EQ(csv.field_count(), 4);
  EXPECT_EQ(csv.fields().size(), 2);
}

TEST(CsvLine, ForgetsTheLineBefore) {
  CsvLine csv;
  EXPECT_FALSE(csv.Parse("\"a\"\"b\",c", 9).has_value());
  EXPECT_FALSE(csv.Parse("\"d\"\"e\"", 9).has_value());
  ASSERT_EQ(csv.fields().size(), 1);
  EXPECT_EQ(csv.fields()[0].text, "d\"e");
}

}  // namespace
}  // namespace sluice::conversion
