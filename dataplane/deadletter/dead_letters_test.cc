#include "dataplane/deadletter/dead_letters.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

// A broker with limits of its own for each topic.
class StrictProducer : public kafka::Producer {
 public:
  struct Stored {
    std::string topic;
    std::optional<std::string> key, value;
    std::optional<absl::Time> timestamp;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
  };

  absl::Status Produce(const kafka::ProducerRecord& record,
                       kafka::DeliveryCallback delivered) override {
    if (!taken_.ok()) return taken_;
    Stored stored;
    stored.topic = std::string(record.topic);
    size_t bytes = 0;
    if (record.key.has_value()) stored.key = std::string(*record.key);
    if (record.value.has_value()) stored.value = std::string(*record.value);
    stored.timestamp = record.timestamp;
    for (const kafka::RecordHeader& header : record.headers) {
      bytes += header.key.size() + header.value.value_or("").size();
      stored.headers.emplace_back(std::string(header.key),
                                  header.value.has_value()
                                      ? std::optional<std::string>(std::string(*header.value))
                                      : std::nullopt);
    }
    bytes += stored.value.value_or("").size();
    if (!delivery_.ok()) {
      delivered(delivery_);
    } else if (bytes > bytes_max_) {
      delivered(WithReason(absl::InvalidArgumentError("too large"), kafka::reason::kRecordRefused));
    } else {
      stored_.push_back(std::move(stored));
      delivered(kafka::RecordPosition{});
    }
    return absl::OkStatus();
  }
  absl::Status Flush(absl::Duration) override {
    ++flushes_;
    return absl::OkStatus();
  }

  int flushes_ = 0;
  std::vector<Stored> stored_;
  size_t bytes_max_ = 1 << 20;
  absl::Status taken_, delivery_;
};

class DeadLettersTest : public ::testing::Test {
 protected:
  absl::Status Write(conversion::Stage stage, absl::string_view value = "v") {
    return Write(stage, value, std::make_shared<Receipt>());
  }

  absl::Status Write(conversion::Stage stage, absl::string_view value,
                     const std::shared_ptr<Receipt>& receipt) {
    kafka::ConsumedRecord record;
    record.partition = 3;
    record.offset = 41;
    record.timestamp_ms = 1'600'000'000'000;
    record.value = value;
    record.read_headers = [](const void*) {
      return std::vector<kafka::ConsumedHeader>{{"trace", "a\xFF"}, {"empty", std::nullopt}};
    };
    letters_.Write(
        record,
        {.stage = stage, .reason = "VALUE_UNFIT", .column = "price", .message = "does not fit"},
        RejectedBy::kConverter, receipt);
    return receipt->Wait(absl::ZeroDuration());
  }

  StrictProducer producer_;
  SimulatedClock clock_;
  DeadLetters letters_{producer_,
                       clock_,
                       {.source_topic = "orders",
                        .dead_letter_topic = "unreadable",
                        .abnormal_data_topic = "unfit",
                        .connector = "c",
                        .connector_uid = "uid-1",
                        .task_index = 2}};
};

TEST_F(DeadLettersTest, ARecordKeepsWhatItHadAndSaysWhereItCameFrom) {
  ASSERT_THAT(Write(conversion::Stage::kTaskPut), IsOk());

  ASSERT_EQ(producer_.stored_.size(), 1);
  const StrictProducer::Stored& letter = producer_.stored_[0];
  EXPECT_EQ(letter.key, std::nullopt);
  EXPECT_EQ(letter.value, "v");
  EXPECT_EQ(letter.timestamp, absl::FromUnixMillis(1'600'000'000'000));
  ASSERT_EQ(letter.headers.size(), 16);
  EXPECT_THAT(letter.headers[0], Pair("trace", "a\xFF"));
  EXPECT_THAT(letter.headers[1], Pair("empty", std::nullopt));
  EXPECT_THAT(letter.headers[2], Pair("__connect.errors.topic", "orders"));
  EXPECT_THAT(letter.headers[9],
              Pair("__connect.errors.exception.class.name", "sluice.UnfitRecord"));
  EXPECT_THAT(letter.headers[11], Pair("__sluice.errors.connector.uid", "uid-1"));
  EXPECT_THAT(letter.headers[12], Pair("__sluice.errors.record.timestamp", "1600000000000"));
  EXPECT_THAT(letter.headers[13], Pair("__sluice.errors.write.timestamp",
                                       absl::StrCat(absl::ToUnixMillis(clock_.Now()))));
  EXPECT_THAT(letter.headers[15], Pair("__sluice.errors.column", "price"));
}

TEST_F(DeadLettersTest, WhatCannotBeReadAndWhatDoesNotFitGoToTheirTopics) {
  ASSERT_THAT(Write(conversion::Stage::kKeyConverter), IsOk());
  ASSERT_THAT(Write(conversion::Stage::kValueConverter), IsOk());
  ASSERT_THAT(Write(conversion::Stage::kTaskPut), IsOk());

  std::vector<std::string> topics;
  for (const auto& letter : producer_.stored_) topics.push_back(letter.topic);
  EXPECT_THAT(topics, ElementsAre("unreadable", "unreadable", "unfit"));
}

TEST_F(DeadLettersTest, WhatTheTopicRefusesForItsSizeIsWrittenWithoutItsContext) {
  producer_.bytes_max_ = 100;

  ASSERT_THAT(Write(conversion::Stage::kTaskPut, std::string(80, 'x')), IsOk());

  ASSERT_EQ(producer_.stored_.size(), 1);
  EXPECT_EQ(producer_.stored_[0].headers.size(), 2);
}

TEST_F(DeadLettersTest, WhatIsTooLargeEvenSoNamesTheTopicTheRecordAndTheRemedy) {
  producer_.bytes_max_ = 100;

  const absl::Status answer = Write(conversion::Stage::kTaskPut, std::string(200, 'x'));

  EXPECT_THAT(producer_.stored_, IsEmpty());
  EXPECT_THAT(answer, HasReason(kErrorTopicUnusable));
  EXPECT_THAT(answer.message(),
              AllOf(HasSubstr("topic orders, partition 3, offset 41"), HasSubstr("topic unfit")));
  EXPECT_THAT(RemedyOf(answer), HasSubstr("max.message.bytes of topic unfit"));
}

TEST_F(DeadLettersTest, AMissingTopicAndAMissingRightAreSaidAndATroubleThatPassesIsNot) {
  const struct {
    absl::Status failure;
    const char* reason;
    const char* remedy;
  } cases[] = {
      {WithReason(absl::NotFoundError("?"), "TOPIC_NOT_FOUND"), kErrorTopicUnusable,
       "create topic unreadable"},
      {WithReason(absl::PermissionDeniedError("?"), "KAFKA_AUTHORIZATION_FAILED"),
       kErrorTopicUnusable, "WRITE to topic unreadable"},
      {WithReason(absl::UnavailableError("?"), "KAFKA_UNAVAILABLE"), "KAFKA_UNAVAILABLE", ""},
  };
  for (const auto& [failure, reason, remedy] : cases) {
    for (const bool at_once : {true, false}) {
      producer_.taken_ = at_once ? failure : absl::OkStatus();
      producer_.delivery_ = at_once ? absl::OkStatus() : failure;
      const absl::Status answer = Write(conversion::Stage::kValueConverter);
      EXPECT_THAT(answer, HasReason(reason));
      EXPECT_THAT(RemedyOf(answer), HasSubstr(remedy));
    }
  }
}

TEST_F(DeadLettersTest, AFullQueueIsWaitedForOnceInABatch) {
  producer_.taken_ = absl::ResourceExhaustedError("the queue is full");
  auto receipt = std::make_shared<Receipt>();

  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(Write(conversion::Stage::kValueConverter, "v", receipt),
                StatusIs(absl::StatusCode::kResourceExhausted));
  }

  EXPECT_EQ(producer_.flushes_, 1);
}

}  // namespace
}  // namespace sluice::dataplane
