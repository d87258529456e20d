// Dead letters through gRPC: DeadLetterService.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/in_memory_admin.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "formats/error_headers.h"
#include "gmock/gmock.h"
#include "sluice/v1/operation.pb.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Stub = v1::DeadLetterService::StubInterface;

class ApiDeadLetters : public ApiWorld {
 protected:
  ApiDeadLetters() {
    EXPECT_THAT(Create(R0Request(), &connector_), IsOk());
    EXPECT_THAT(Deploy(), IsOk());  // Makes its topics.
  }

  // A dead letter in partition `offset % 6` of the error topic.
  void Write(int64_t source_offset, const std::string& reason = "NOT_UTF8") {
    kafka::InMemoryCluster::Record record = {.key = "k",
                                             .value = absl::StrCat("v", source_offset),
                                             .timestamp = absl::FromUnixSeconds(1'000),
                                             .headers = {{"trace", "t"}}};
    for (const auto& [name, value] : formats::EncodeErrorHeaders({.topic = "maxcompute-test-input",
                                     .partition = static_cast<int32_t>(source_offset % 3),
                                     .offset = source_offset,
                                     .connector = "kafka-maxcompute-sink",
                                     .stage = "VALUE_CONVERTER",
                                     .reason = reason,
                                     .column = "value",
                                     .message = "no text",
                                     .connector_uid = connector_.uid(),
                                     .record_timestamp_ms = 1'000'000,
                                     .write_timestamp_ms = 2'000'000 + 1'000 * source_offset})) {
      record.headers.emplace_back(name, value);
    }
    EXPECT_THAT(kafka_.Append("connect-error-kafka-maxcompute-sink", source_offset % 6, record),
                IsOk());
  }

  absl::Status List(const v1::ListDeadLettersRequest& request,
                    v1::ListDeadLettersResponse* response) {
    return Call(*dead_letters_, &Stub::ListDeadLetters, request, response);
  }
  v1::ListDeadLettersResponse Listed(v1::ListDeadLettersRequest request = {}) {
    v1::ListDeadLettersResponse response;
    request.set_parent(kName);
    EXPECT_THAT(List(request, &response), IsOk());
    return response;
  }
  static std::vector<int64_t> OffsetsOf(const v1::ListDeadLettersResponse& page) {
    std::vector<int64_t> offsets;
    for (const v1::DeadLetter& letter : page.dead_letters())
      offsets.push_back(letter.source_offset());
    return offsets;
  }

  absl::Status Replay(const v1::ReplayDeadLettersRequest& request,
                      google::longrunning::Operation* response) {
    return Call(*dead_letters_, &Stub::ReplayDeadLetters, request, response);
  }
  static v1::ReplayDeadLettersRequest ReplayAll() {
    v1::ReplayDeadLettersRequest request;
    request.set_parent(kName);
    request.mutable_choice()->set_all(true);
    return request;
  }
  absl::Status Discard(const v1::DiscardDeadLettersRequest& request,
                       v1::DiscardDeadLettersResponse* response) {
    return Call(*dead_letters_, &Stub::DiscardDeadLetters, request, response);
  }

  v1::Connector connector_;
};

TEST_F(ApiDeadLetters, TheyAreListedTheNewestFirstPageByPageWithCountsOnTheFirst) {
  for (int64_t i = 0; i < 25; ++i) Write(i, i < 20 ? "NOT_UTF8" : "CSV_SYNTAX");
  v1::ListDeadLettersRequest request;
  request.set_page_size(10);

  std::vector<int64_t> offsets;
  int pages = 0;
  do {
    const v1::ListDeadLettersResponse page = Listed(request);
    for (const int64_t offset : OffsetsOf(page)) offsets.push_back(offset);
    if (pages++ == 0) {
      ASSERT_THAT(page.counts(), SizeIs(2));
      EXPECT_THAT(page.counts(0).reason(), Eq("NOT_UTF8"));
      EXPECT_THAT(page.counts(0).count(), Eq(20));
      EXPECT_THAT(page.counts(1).count(), Eq(5));
    } else {
      EXPECT_THAT(page.counts(), IsEmpty());
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && pages < 10);

  std::vector<int64_t> expected;
  for (int64_t i = 24; i >= 0; --i) expected.push_back(i);
  EXPECT_THAT(offsets, Eq(expected));
}

TEST_F(ApiDeadLetters, OneSaysWhereItCameFromAndWhy) {
  Write(4);
  const v1::DeadLetter listed = Listed().dead_letters(0);
  EXPECT_THAT(listed.name(), Eq(absl::StrCat(kName, "/deadLetters/dead-letter-4-0")));
  EXPECT_FALSE(listed.has_value());
  EXPECT_THAT(listed.value_bytes(), Eq(2));
  v1::GetDeadLetterRequest request;
  request.set_name(listed.name());
  v1::DeadLetter letter;

  ASSERT_THAT(Call(*dead_letters_, &Stub::GetDeadLetter, request, &letter), IsOk());

  EXPECT_THAT(letter.source_topic(), Eq("maxcompute-test-input"));
  EXPECT_THAT(letter.source_partition(), Eq(1));
  EXPECT_THAT(letter.source_offset(), Eq(4));
  EXPECT_THAT(letter.source_time().seconds(), Eq(1'000));
  EXPECT_THAT(letter.write_time().seconds(), Eq(2'004));
  EXPECT_THAT(letter.stage() + "/" + letter.reason() + "/" + letter.column(),
              Eq("VALUE_CONVERTER/NOT_UTF8/value"));
  EXPECT_THAT(letter.message(), Eq("no text"));
  EXPECT_THAT(letter.key(), Eq("k"));
  EXPECT_THAT(letter.value(), Eq("v4"));
  ASSERT_THAT(letter.headers(), SizeIs(1));
  EXPECT_THAT(letter.headers(0).name(), Eq("trace"));
  EXPECT_THAT(letter.mark(), Eq(v1::DeadLetter::MARK_UNSPECIFIED));
  EXPECT_THAT(letter.replayed_offset(), Eq(-1));
}

TEST_F(ApiDeadLetters, PayloadsComeWhenTheyAreAskedForAndThenTwentyAtMost) {
  for (int64_t i = 0; i < 25; ++i) Write(i);
  v1::ListDeadLettersRequest request;
  request.set_include_payload(true);

  const v1::ListDeadLettersResponse page = Listed(request);

  EXPECT_THAT(page.dead_letters(), SizeIs(20));
  EXPECT_THAT(page.dead_letters(0).value(), Eq("v24"));
}

TEST_F(ApiDeadLetters, APageTokenIsGoodForItsListOnly) {
  for (int64_t i = 0; i < 5; ++i) Write(i);
  v1::ListDeadLettersRequest request;
  request.set_page_size(2);
  request.set_page_token(Listed(request).next_page_token());
  request.set_parent(kName);
  request.set_reason("NOT_UTF8");
  v1::ListDeadLettersResponse response;

  EXPECT_THAT(List(request, &response), HasReason("PAGE_TOKEN_INVALID"));
}

TEST_F(ApiDeadLetters, WhatIsWrongWithARequestIsSaid) {
  v1::ListDeadLettersRequest list;
  list.set_parent(kName);
  list.set_reason("no reason");
  v1::ListDeadLettersResponse listed;
  EXPECT_THAT(List(list, &listed), HasReason("FILTER_INVALID"));
  list.set_reason("");
  list.set_parent("instances/alikafka/connectors/none");
  EXPECT_THAT(List(list, &listed), HasReason("CONNECTOR_NOT_FOUND"));
  v1::GetDeadLetterRequest get;
  v1::DeadLetter letter;
  get.set_name(absl::StrCat(kName, "/deadLetters/17"));
  EXPECT_THAT(Call(*dead_letters_, &Stub::GetDeadLetter, get, &letter),
              HasReason("VALIDATION_FAILED"));
  get.set_name(absl::StrCat(kName, "/deadLetters/dead-letter-0-17"));
  EXPECT_THAT(Call(*dead_letters_, &Stub::GetDeadLetter, get, &letter),
              HasReason("DEAD_LETTER_NOT_FOUND"));
  v1::ReplayDeadLettersRequest nothing;
  nothing.set_parent(kName);
  google::longrunning::Operation operation;
  EXPECT_THAT(Replay(nothing, &operation), HasReason("VALIDATION_FAILED"));
  v1::ReplayDeadLettersRequest both = ReplayAll();
  both.mutable_choice()->add_names(get.name());
  EXPECT_THAT(Replay(both, &operation), HasReason("VALIDATION_FAILED"));
  both.mutable_choice()->set_all(false);
  EXPECT_THAT(Replay(both, &operation), HasReason("DEAD_LETTER_NOT_FOUND"));
  both.mutable_choice()->set_names(
      0, "instances/alikafka/connectors/other/deadLetters/dead-letter-0-0");
  EXPECT_THAT(Replay(both, &operation), HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiDeadLetters, AReplayIsAnOperationAndTheConnectorHasOneAtATime) {
  Write(4);
  v1::ReplayDeadLettersRequest request = ReplayAll();
  request.set_author("kim");
  request.set_validate_only(true);
  google::longrunning::Operation operation;
  ASSERT_THAT(Replay(request, &operation), IsOk());
  EXPECT_TRUE(operation.done());
  EXPECT_THAT(operation.name(), IsEmpty());
  request.set_validate_only(false);
  request.set_request_id("once");

  ASSERT_THAT(Replay(request, &operation), IsOk());

  EXPECT_FALSE(operation.done());
  v1::OperationMetadata metadata;
  ASSERT_TRUE(operation.metadata().UnpackTo(&metadata));
  EXPECT_THAT(metadata.kind(), Eq(v1::OperationMetadata::DEAD_LETTER_REPLAY));
  EXPECT_THAT(metadata.target(), Eq(kName));
  EXPECT_THAT(metadata.author(), Eq("kim"));
  google::longrunning::Operation again;
  ASSERT_THAT(Replay(request, &again), IsOk());
  EXPECT_THAT(again.name(), Eq(operation.name()));
  request.set_request_id("another");
  EXPECT_THAT(Replay(request, &again), HasReason("OPERATION_RUNNING"));
}

TEST_F(ApiDeadLetters, WithoutASourceTopicNothingCanBeReplayed) {
  EXPECT_THAT(
      kafka::InMemoryAdmin(kafka_).DeleteTopics({"maxcompute-test-input"}, absl::Seconds(1)),
      IsOk());
  google::longrunning::Operation operation;
  EXPECT_THAT(Replay(ReplayAll(), &operation), HasReason("SOURCE_TOPIC_NOT_FOUND"));
}

TEST_F(ApiDeadLetters, WhatIsPutAsideIsLeftOutUnlessItIsAskedFor) {
  for (int64_t i = 0; i < 5; ++i) Write(i, i < 3 ? "NOT_UTF8" : "CSV_SYNTAX");
  v1::DiscardDeadLettersRequest request;
  request.set_parent(kName);
  request.mutable_choice()->set_reason("NOT_UTF8");
  request.set_request_id("once");
  v1::DiscardDeadLettersResponse response;

  ASSERT_THAT(Discard(request, &response), IsOk());

  EXPECT_THAT(response.discarded_count(), Eq(3));
  EXPECT_FALSE(response.more());
  const v1::ListDeadLettersResponse left = Listed();
  EXPECT_THAT(OffsetsOf(left), ElementsAre(4, 3));
  EXPECT_THAT(left.counts(), SizeIs(1));
  v1::ListDeadLettersRequest marked;
  marked.set_marked(true);
  const v1::ListDeadLettersResponse all = Listed(marked);
  EXPECT_THAT(OffsetsOf(all), ElementsAre(4, 3, 2, 1, 0));
  EXPECT_THAT(all.dead_letters(4).mark(), Eq(v1::DeadLetter::DISCARDED));
  EXPECT_TRUE(all.dead_letters(4).has_mark_time());
  response.Clear();
  ASSERT_THAT(Discard(request, &response), IsOk());
  EXPECT_THAT(response.discarded_count(), Eq(3)) << "a repeat gets the first answer";
  request.set_request_id("");
  ASSERT_THAT(Discard(request, &response), IsOk());
  EXPECT_THAT(response.discarded_count(), Eq(0));
}

TEST_F(ApiDeadLetters, WhenThereAreMoreThanGoAtOnceTheTokenSaysWhereToGoOn) {
  for (int64_t i = 0; i < 10'500; ++i) Write(i);
  v1::DiscardDeadLettersRequest request;
  request.set_parent(kName);
  request.mutable_choice()->set_reason("NOT_UTF8");
  request.mutable_choice()->set_marked(true);
  v1::DiscardDeadLettersResponse response;
  int64_t discarded = 0;
  int calls = 0;

  do {
    response.Clear();
    ASSERT_THAT(Discard(request, &response), IsOk());
    discarded += response.discarded_count();
    EXPECT_THAT(response.more(), Eq(!response.next_page_token().empty()));
    if (response.more()) request.set_page_token(response.next_page_token());
  } while (++calls < 20 && response.more());

  EXPECT_FALSE(response.more());
  EXPECT_GT(calls, 1);
  EXPECT_THAT(discarded, Eq(10'500));
  request.mutable_choice()->set_reason("CSV_SYNTAX");
  EXPECT_THAT(Discard(request, &response), HasReason("PAGE_TOKEN_INVALID"));
}

TEST_F(ApiDeadLetters, NamedOnesArePutAsideAndValidationMarksNothing) {
  for (int64_t i = 0; i < 3; ++i) Write(i);
  v1::DiscardDeadLettersRequest request;
  request.set_parent(kName);
  request.mutable_choice()->add_names(absl::StrCat(kName, "/deadLetters/dead-letter-1-0"));
  request.set_validate_only(true);
  v1::DiscardDeadLettersResponse response;
  ASSERT_THAT(Discard(request, &response), IsOk());
  EXPECT_THAT(response.discarded_count(), Eq(1));
  EXPECT_THAT(OffsetsOf(Listed()), ElementsAre(2, 1, 0));
  request.set_validate_only(false);

  ASSERT_THAT(Discard(request, &response), IsOk());

  EXPECT_THAT(OffsetsOf(Listed()), ElementsAre(2, 0));
}

TEST_F(ApiDeadLetters, WhenNoBrokerAnswersThatIsSaid) {
  kafka_.SetReachable(false);
  v1::ListDeadLettersRequest request;
  request.set_parent(kName);
  v1::ListDeadLettersResponse response;
  EXPECT_THAT(List(request, &response), HasReason("KAFKA_UNAVAILABLE"));
}

}  // namespace
}  // namespace sluice::controlplane
