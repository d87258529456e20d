#include "controlplane/deadletters/dead_letter.h"

#include <utility>

#include "formats/error_headers.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

Connector TheConnector() {
  Connector connector;
  connector.id = {"local", "orders"};
  connector.uid = "uid-1";
  connector.spec.source.topic = "orders-in";
  return connector;
}

formats::ErrorContext Context() {
  return {.topic = "orders-in",
          .partition = 2,
          .offset = 41,
          .connector = "orders",
          .stage = "TASK_PUT",
          .reason = "VALUE_UNFIT",
          .message = "does not fit",
          .connector_uid = "uid-1",
          .record_timestamp_ms = 1'000,
          .write_timestamp_ms = 5'000};
}

kafka::StoredRecord Record(const formats::ErrorContext& context) {
  kafka::StoredRecord record = {
      .partition = 1, .offset = 7, .timestamp_ms = 1'000, .key = "k", .value = std::nullopt};
  record.headers = {{"trace", "t"}};
  for (const auto& [name, value] : formats::EncodeErrorHeaders(context))
    record.headers.push_back({name, value});
  return record;
}

TEST(DeadLetter, ItKeepsTheRecordAsItWasBesideItsStory) {
  const auto letter = ReadDeadLetter(Record(Context()), "errors", TheConnector());

  ASSERT_TRUE(letter.has_value());
  EXPECT_EQ(letter->place, (DeadLetterPlace{"errors", 1, 7}));
  EXPECT_EQ(letter->context, Context());
  EXPECT_EQ(letter->headers, (std::vector<kafka::StoredHeader>{{"trace", "t"}}));
  EXPECT_EQ(letter->key, "k");
  EXPECT_EQ(letter->key_bytes, 1);
  EXPECT_EQ(letter->value_bytes, -1);
  EXPECT_EQ(letter->source_time, absl::FromUnixMillis(1'000));
  EXPECT_EQ(letter->write_time, absl::FromUnixMillis(5'000));
}

TEST(DeadLetter, RecordsOfOthersAreNone) {
  formats::ErrorContext other = Context();
  other.connector = "payments";
  EXPECT_FALSE(ReadDeadLetter(Record(other), "errors", TheConnector()).has_value());
  other = Context();
  other.topic = "elsewhere";
  EXPECT_FALSE(ReadDeadLetter(Record(other), "errors", TheConnector()).has_value());
  other = Context();
  other.connector_uid = "uid-of-an-earlier-one";
  EXPECT_FALSE(ReadDeadLetter(Record(other), "errors", TheConnector()).has_value());
  EXPECT_FALSE(ReadDeadLetter({.value = "x"}, "errors", TheConnector()).has_value());
}

TEST(DeadLetter, ARecordWithoutATimestampHasNoneWhateverItsTopicGaveIt) {
  formats::ErrorContext context = Context();
  context.record_timestamp_ms = std::nullopt;
  EXPECT_EQ(ReadDeadLetter(Record(context), "errors", TheConnector())->source_time,
            absl::InfinitePast());
}

TEST(DeadLetter, WithoutTimesInItsHeadersItsOwnTimestampIsTheRecords) {
  formats::ErrorContext context = Context();
  context.record_timestamp_ms = context.write_timestamp_ms = std::nullopt;
  kafka::StoredRecord record = Record(context);
  EXPECT_EQ(ReadDeadLetter(record, "errors", TheConnector())->source_time,
            absl::FromUnixMillis(1'000));
  record.broker_timestamp = true;
  EXPECT_EQ(ReadDeadLetter(record, "errors", TheConnector())->source_time, absl::InfinitePast());
}

TEST(DeadLetter, PeopleAreShownSoMuchOfIt) {
  kafka::StoredRecord record = Record(Context());
  record.value = std::string(100, 'v');
  record.headers.insert(record.headers.begin(), 40, {"h", std::string(2'000, 'x')});
  DeadLetter letter = *ReadDeadLetter(std::move(record), "errors", TheConnector());

  CutForPeople(10, letter);

  EXPECT_EQ(letter.value, std::string(10, 'v'));
  EXPECT_LT(letter.value->capacity(), 100);
  EXPECT_EQ(letter.value_bytes, 100);
  ASSERT_EQ(letter.headers.size(), 32);
  EXPECT_EQ(letter.headers[0].value->size(), 1'024);
  CutForPeople(0, letter);
  EXPECT_EQ(letter.value, std::nullopt);
}

}  // namespace
}  // namespace sluice::controlplane
