#include "dataplane/deadletter/dead_letters.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace sluice::dataplane {
namespace {

constexpr absl::Duration kQueueFullWait = absl::Seconds(1);

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

}  // namespace

void DeadLetters::Write(const kafka::ConsumedRecord& record, const conversion::Rejection& rejection,
                        const std::shared_ptr<Receipt>& receipt) {
  const std::string partition = absl::StrCat(record.partition);
  const std::string offset = absl::StrCat(record.offset);
  const std::string task = absl::StrCat(options_.task_index);
  kafka::ProducerRecord letter;
  letter.topic = rejection.stage == conversion::Stage::kTaskPut ? options_.abnormal_data_topic
                                                                : options_.dead_letter_topic;
  letter.key = record.key;
  letter.value = record.value;
  if (record.timestamp_ms >= 0) letter.timestamp = absl::FromUnixMillis(record.timestamp_ms);
  for (const kafka::ConsumedHeader& header : record.Headers()) {
    letter.headers.push_back({.key = header.key, .value = header.value});
  }
  // Names, order and text forms are Kafka Connect's.
  const std::pair<absl::string_view, absl::string_view> context[] = {
      {"__connect.errors.topic", options_.source_topic},
      {"__connect.errors.partition", partition},
      {"__connect.errors.offset", offset},
      {"__connect.errors.connector.name", options_.connector},
      {"__connect.errors.task.id", task},
      {"__connect.errors.stage", StageName(rejection.stage)},
      {"__connect.errors.class.name", "sluice.conversion.RowConverter"},
      {"__connect.errors.exception.class.name", rejection.reason},
      {"__connect.errors.exception.message", rejection.message},
  };
  for (const auto& [key, value] : context) letter.headers.push_back({.key = key, .value = value});

  receipt->Expect();
  auto delivered = [receipt](absl::StatusOr<kafka::RecordPosition> position) {
    receipt->Answer(position.status());
  };
  absl::Status taken = producer_.Produce(letter, delivered);
  if (absl::IsResourceExhausted(taken)) {
    producer_.Flush(kQueueFullWait).IgnoreError();  // Whether it emptied is seen right now.
    taken = producer_.Produce(letter, delivered);
  }
  if (!taken.ok()) receipt->Answer(taken);
}

}  // namespace sluice::dataplane
