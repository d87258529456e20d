#include "formats/error_headers.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

ErrorContext Context() {
  return {.topic = "orders",
          .partition = 3,
          .offset = 9'000'000'000,
          .connector = "to-table",
          .task_index = 1,
          .stage = "VALUE_CONVERTER",
          .class_name = kRowConverter,
          .exception_class_name = kUnreadableRecord,
          .reason = "NOT_UTF8",
          .column = "value",
          .message = "the value is not valid UTF-8",
          .connector_uid = "uid-1",
          .record_timestamp_ms = 1'600'000'000'000,
          .write_timestamp_ms = 1'600'000'000'250};
}

std::vector<HeaderView> Views(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::vector<HeaderView> views;
  for (const auto& [name, value] : headers) views.push_back({name, value});
  return views;
}

TEST(ErrorHeaders, TheyHaveKafkaConnectsNamesOrderAndTextForms) {
  EXPECT_THAT(
      EncodeErrorHeaders(Context()),
      ElementsAre(
          Pair("__connect.errors.topic", "orders"), Pair("__connect.errors.partition", "3"),
          Pair("__connect.errors.offset", "9000000000"),
          Pair("__connect.errors.connector.name", "to-table"),
          Pair("__connect.errors.task.id", "1"), Pair("__connect.errors.stage", "VALUE_CONVERTER"),
          Pair("__connect.errors.class.name", "sluice.RowConverter"),
          Pair("__connect.errors.exception.class.name", "sluice.UnreadableRecord"),
          Pair("__connect.errors.exception.message", "NOT_UTF8: the value is not valid UTF-8"),
          Pair("__sluice.errors.connector.uid", "uid-1"),
          Pair("__sluice.errors.record.timestamp", "1600000000000"),
          Pair("__sluice.errors.write.timestamp", "1600000000250"),
          Pair("__sluice.errors.reason", "NOT_UTF8"), Pair("__sluice.errors.column", "value")));
}

TEST(ErrorHeaders, WhatIsNotKnownIsNotNamed) {
  ErrorContext context = Context();
  context.column = "";
  context.connector_uid = "";
  context.record_timestamp_ms = std::nullopt;
  context.write_timestamp_ms = std::nullopt;
  EXPECT_THAT(EncodeErrorHeaders(context).back(), Pair("__sluice.errors.reason", "NOT_UTF8"));
}

TEST(ErrorHeaders, WhatWasWrittenIsReadBehindTheRecordsOwnHeaders) {
  const auto written = EncodeErrorHeaders(Context());
  std::vector<HeaderView> views = {{"trace", std::nullopt}, {"__connect.errors.topic", "other"}};
  for (const HeaderView& view : Views(written)) views.push_back(view);

  const auto read = DecodeErrorHeaders(views);

  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->context, Context());
  EXPECT_EQ(read->own_headers, 2);
}

TEST(ErrorHeaders, ARecordWithoutThemOrWithHalfOfThemIsNoDeadLetter) {
  EXPECT_FALSE(DecodeErrorHeaders({}).has_value());
  const auto written = EncodeErrorHeaders(Context());
  const std::vector<HeaderView> whole = Views(written);
  for (const char* missing :
       {"__connect.errors.topic", "__connect.errors.partition", "__connect.errors.offset",
        "__connect.errors.connector.name", "__sluice.errors.reason"}) {
    std::vector<HeaderView> views;
    for (const HeaderView& view : whole) {
      if (view.name != missing) views.push_back(view);
    }
    EXPECT_FALSE(DecodeErrorHeaders(views).has_value()) << missing;
  }
  std::vector<HeaderView> views = whole;
  views.push_back({"behind", "them"});
  EXPECT_FALSE(DecodeErrorHeaders(views).has_value());
  views = whole;
  views[2].value = "-1";
  EXPECT_FALSE(DecodeErrorHeaders(views).has_value());
  views[2].value = std::nullopt;
  EXPECT_FALSE(DecodeErrorHeaders(views).has_value());
}

}  // namespace
}  // namespace sluice::formats
