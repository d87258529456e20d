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
          .message = "the value is not valid UTF-8"};
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
          Pair("__sluice.errors.reason", "NOT_UTF8"), Pair("__sluice.errors.column", "value")));
}

TEST(ErrorHeaders, WithoutAColumnNoneIsNamed) {
  ErrorContext context = Context();
  context.column = "";
  EXPECT_THAT(EncodeErrorHeaders(context).back(), Pair("__sluice.errors.reason", "NOT_UTF8"));
}

}  // namespace
}  // namespace sluice::formats
