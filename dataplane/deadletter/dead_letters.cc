#include "dataplane/deadletter/dead_letters.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/kafka/reasons.h"
#include "base/log/log.h"
#include "base/status/reason.h"
#include "formats/error_headers.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kQueueFullWait = absl::Seconds(1);

// A dead letter on its way. It owns everything: when the topic refuses it, the record has long left
// the consumer's memory.
struct Letter {
  std::string topic;
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::optional<absl::Time> timestamp;
  std::vector<std::pair<std::string, std::optional<std::string>>> headers;
  std::vector<std::pair<std::string, std::string>> context;  // Behind the headers.
  std::string origin;                                        // For people.
  std::shared_ptr<Receipt> receipt;
};

std::optional<absl::string_view> View(const std::optional<std::string>& text) {
  if (!text.has_value()) return std::nullopt;
  return absl::string_view(*text);
}

std::optional<std::string> Own(const std::optional<absl::string_view>& text) {
  if (!text.has_value()) return std::nullopt;
  return std::string(*text);
}

std::string RemedyFor(const Letter& letter, const absl::Status& refusal) {
  if (absl::IsNotFound(refusal)) {
    return absl::StrCat("create topic ", letter.topic,
                        ", or name another error topic of the connector");
  }
  if (absl::IsPermissionDenied(refusal)) {
    const std::string remedy = RemedyOf(refusal);
    return remedy.empty()
               ? absl::StrCat("allow the instance's user to WRITE to topic ", letter.topic)
               : remedy;
  }
  if (ReasonOf(refusal) == kafka::reason::kRecordRefused) {
    return absl::StrCat("raise max.message.bytes of topic ", letter.topic,
                        " to that of the source topic; or move the connector's offset past the "
                        "record");
  }
  return absl::StrCat("see why the brokers refuse records for topic ", letter.topic);
}

// What passes by itself stays as it is; what only a person mends gets its reason and remedy.
absl::Status Explain(const Letter& letter, const absl::Status& failure) {
  const std::string what =
      absl::StrCat("the dead letter of ", letter.origin, " is not stored in topic ", letter.topic);
  if (absl::IsUnavailable(failure) || absl::IsResourceExhausted(failure) ||
      absl::IsDeadlineExceeded(failure)) {
    return Annotate(failure, what);
  }
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat(what, ": ", failure.message())),
                 kErrorTopicUnusable),
      RemedyFor(letter, failure));
}

absl::Status Send(kafka::Producer& producer, const std::shared_ptr<const Letter>& letter,
                  bool with_context);

void Answered(kafka::Producer& producer, const std::shared_ptr<const Letter>& letter,
              bool with_context, const absl::Status& status) {
  if (status.ok()) return letter->receipt->Answer(status);
  if (with_context && ReasonOf(status) == kafka::reason::kRecordRefused) {
    // Rather the record without its story than no record.
    log::Warn("a dead letter is written without its context headers: the topic refuses its size",
              {{"record", letter->origin}, {"topic", letter->topic}});
    const absl::Status taken = Send(producer, letter, /*with_context=*/false);
    if (!taken.ok()) letter->receipt->Answer(Explain(*letter, taken));
    return;
  }
  letter->receipt->Answer(Explain(*letter, status));
}

absl::Status Send(kafka::Producer& producer, const std::shared_ptr<const Letter>& letter,
                  bool with_context) {
  kafka::ProducerRecord record;
  record.topic = letter->topic;
  record.key = View(letter->key);
  record.value = View(letter->value);
  record.timestamp = letter->timestamp;
  for (const auto& [key, value] : letter->headers)
    record.headers.push_back({.key = key, .value = View(value)});
  if (with_context) {
    for (const auto& [key, value] : letter->context)
      record.headers.push_back({.key = key, .value = value});
  }
  return producer.Produce(
      record, [&producer, letter, with_context](absl::StatusOr<kafka::RecordPosition> position) {
        Answered(producer, letter, with_context, position.status());
      });
}

}  // namespace

absl::string_view StageName(conversion::Stage stage) {
  switch (stage) {
    case conversion::Stage::kKeyConverter:
      return "KEY_CONVERTER";
    case conversion::Stage::kValueConverter:
      return "VALUE_CONVERTER";
    case conversion::Stage::kTaskPut:
      return "TASK_PUT";
  }
  return "";
}

void DeadLetters::Write(const kafka::ConsumedRecord& record, const conversion::Rejection& rejection,
                        RejectedBy rejected_by, const std::shared_ptr<Receipt>& receipt) {
  // A queue that stays full would hold up the polling thread anew for each record.
  if (receipt->failed()) return;
  const bool unfit = rejection.stage == conversion::Stage::kTaskPut;
  auto letter = std::make_shared<Letter>();
  letter->topic = unfit ? options_.abnormal_data_topic : options_.dead_letter_topic;
  letter->key = Own(record.key);
  letter->value = Own(record.value);
  if (record.timestamp_ms >= 0) letter->timestamp = absl::FromUnixMillis(record.timestamp_ms);
  for (const kafka::ConsumedHeader& header : record.Headers())
    letter->headers.emplace_back(std::string(header.key), Own(header.value));
  letter->context = formats::EncodeErrorHeaders(
      {.topic = options_.source_topic,
       .partition = record.partition,
       .offset = record.offset,
       .connector = options_.connector,
       .task_index = options_.task_index,
       .stage = std::string(StageName(rejection.stage)),
       .class_name =
           rejected_by == RejectedBy::kRouter ? formats::kRecordRouter : formats::kRowConverter,
       .exception_class_name = unfit ? formats::kUnfitRecord : formats::kUnreadableRecord,
       .reason = rejection.reason,
       .column = rejection.column,
       .message = rejection.message,
       .connector_uid = options_.connector_uid,
       .record_timestamp_ms =
           record.timestamp_ms >= 0 ? std::optional<int64_t>(record.timestamp_ms) : std::nullopt,
       .write_timestamp_ms = absl::ToUnixMillis(clock_.Now())});
  letter->origin = absl::StrCat("topic ", options_.source_topic, ", partition ", record.partition,
                                ", offset ", record.offset);
  letter->receipt = receipt;

  receipt->Expect();
  absl::Status taken = Send(producer_, letter, /*with_context=*/true);
  if (absl::IsResourceExhausted(taken)) {
    producer_.Flush(kQueueFullWait).IgnoreError();  // Whether it emptied is seen right now.
    taken = Send(producer_, letter, /*with_context=*/true);
  }
  if (!taken.ok()) Answered(producer_, letter, /*with_context=*/true, taken);
}

}  // namespace sluice::dataplane
