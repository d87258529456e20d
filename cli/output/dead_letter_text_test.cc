#include "cli/output/dead_letter_text.h"

#include "cli/output/resource_text.h"
#include "gmock/gmock.h"

namespace sluice::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

v1::DeadLetter Letter() {
  v1::DeadLetter letter;
  letter.set_name("instances/local/connectors/orders/deadLetters/abnormal-0-17");
  letter.set_topic("connect-error-orders");
  letter.set_offset(17);
  letter.mutable_write_time()->set_seconds(1'600'000'000);
  letter.set_source_topic("orders");
  letter.set_source_partition(3);
  letter.set_source_offset(41);
  letter.set_stage("TASK_PUT");
  letter.set_reason("VALUE_UNFIT");
  letter.set_column("price");
  letter.set_message("does not fit");
  letter.set_key("k-1");
  letter.set_key_bytes(3);
  letter.set_value("a\xFF\x01");
  letter.set_value_bytes(900);
  letter.set_replayed_offset(-1);
  return letter;
}

const absl::Time kNow = absl::FromUnixSeconds(1'600'000'060);

TEST(DeadLetterText, AListHasARowForEach) {
  v1::DeadLetter replayed = Letter();
  replayed.set_mark(v1::DeadLetter::REPLAYED);
  EXPECT_EQ(TableOf({Letter(), replayed}, kNow).Text(),
            "ID              AGE   REASON        COLUMN   SOURCE   MARK       MESSAGE\n"
            "abnormal-0-17   60s   VALUE_UNFIT   price    3/41     -          does not fit\n"
            "abnormal-0-17   60s   VALUE_UNFIT   price    3/41     REPLAYED   does not fit\n");
}

TEST(DeadLetterText, ADescriptionSaysWhereItCameFromAndShowsTextAsTextAndBytesAsDigits) {
  v1::DeadLetter letter = Letter();
  v1::RecordHeader& header = *letter.add_headers();
  header.set_name("trace");
  header.set_value("t-9");
  EXPECT_THAT(Describe(letter, kNow),
              AllOf(HasSubstr("topic orders, partition 3, offset 41"),
                    HasSubstr("topic connect-error-orders, partition 0, offset 17"),
                    HasSubstr("3 bytes: k-1"), HasSubstr("900 bytes, the first 3: 0x61ff01"),
                    HasSubstr("trace=t-9"), Not(HasSubstr("Mark"))));
  letter.clear_key();
  letter.set_key_bytes(-1);
  letter.set_mark(v1::DeadLetter::REPLAYED);
  letter.set_replayed_offset(99);
  letter.set_operation("operations/7");
  EXPECT_THAT(Describe(letter, kNow),
              AllOf(HasSubstr("Key:                  none"), HasSubstr("REPLAYED"),
                    HasSubstr("partition 3, offset 99"), HasSubstr("operations/7")));
}

TEST(DeadLetterText, TextStaysTextAlsoWithLineBreaksAndOtherLetters) {
  EXPECT_EQ(BytesText("gr\xc3\xbc\xc3\x9f dich"), "gr\xc3\xbc\xc3\x9f dich");
  EXPECT_EQ(BytesText("a\nb"), "a\\nb");
  EXPECT_EQ(BytesText(absl::string_view("\0\1", 2)), "0x0001");
  EXPECT_EQ(BytesText(""), "");
}

TEST(DeadLetterText, CountsAreOneLine) {
  v1::ListDeadLettersResponse page;
  EXPECT_EQ(CountsText(page), "");
  for (const auto& [reason, count] : {std::pair("VALUE_UNFIT", 12), std::pair("NOT_UTF8", 1)}) {
    page.add_counts()->set_reason(reason);
    page.mutable_counts()->rbegin()->set_count(count);
  }
  EXPECT_EQ(CountsText(page), "12 VALUE_UNFIT, 1 NOT_UTF8");
}

}  // namespace
}  // namespace sluice::cli
