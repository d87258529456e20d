#include "controlplane/deadletters/replay_writer.h"

#include <memory>
#include <utility>

#include "absl/time/clock.h"
#include "base/kafka/reasons.h"
#include "base/status/reason.h"
#include "base/sync/mutex.h"
#include "formats/replay_headers.h"

namespace sluice::controlplane {
namespace {

// Of records that were begun just before the end.
constexpr absl::Duration kLastAnswers = absl::Seconds(17);

absl::Status NotAnswered() {
  return WithReason(absl::UnavailableError("the brokers did not answer in time whether a dead "
                                           "letter is written to the source topic"),
                    kafka::reason::kUnreachable);
}

// Certainly not written.
absl::Status NotBegun() {
  return absl::ResourceExhaustedError("there was no time left to begin writing a dead letter");
}

// The answers to a number of records; shared with the callbacks, which may come late.
class Answers {
 public:
  explicit Answers(size_t count) : answers_(count, NotAnswered()), missing_(count) {}

  void Set(size_t index, absl::StatusOr<int64_t> answer) {
    MutexLock lock(mu_);
    answers_[index] = std::move(answer);
    if (--missing_ == 0) all_there_.NotifyAll();
  }

  std::vector<absl::StatusOr<int64_t>> Wait(absl::Duration timeout) {
    const absl::Time deadline = absl::Now() + timeout;
    MutexLock lock(mu_);
    while (missing_ > 0 && absl::Now() < deadline) all_there_.WaitFor(mu_, deadline - absl::Now());
    return answers_;
  }

 private:
  Mutex mu_;
  CondVar all_there_;
  std::vector<absl::StatusOr<int64_t>> answers_ SLUICE_GUARDED_BY(mu_);
  size_t missing_ SLUICE_GUARDED_BY(mu_);
};

absl::Status Produce(kafka::Producer& producer, const DeadLetter& letter,
                     const std::string& operation, kafka::DeliveryCallback delivered) {
  const formats::ErrorContext& context = letter.context;
  const auto origin = formats::EncodeReplayHeaders({.topic = letter.place.topic,
                                                    .partition = letter.place.partition,
                                                    .offset = letter.place.offset,
                                                    .source_offset = context.offset,
                                                    .operation = operation});
  kafka::ProducerRecord record;
  record.topic = context.topic;
  record.partition = context.partition;
  record.key = letter.key;
  record.value = letter.value;
  if (letter.source_time != absl::InfinitePast()) record.timestamp = letter.source_time;
  for (const kafka::StoredHeader& header : letter.headers) {
    if (!formats::IsReplayHeader(header.key)) record.headers.push_back({header.key, header.value});
  }
  for (const auto& [name, value] : origin) record.headers.push_back({name, value});
  return producer.Produce(record, std::move(delivered));
}

}  // namespace

std::vector<absl::StatusOr<int64_t>> ReplayWriter::WriteTogether(
    const std::vector<const DeadLetter*>& letters, const std::string& operation,
    absl::Duration end) {
  const auto answers = std::make_shared<Answers>(letters.size());
  for (size_t i = 0; i < letters.size(); ++i) {
    if (clock_.Monotonic() >= end) {
      answers->Set(i, NotBegun());
      continue;
    }
    const absl::Status taken =
        Produce(producer_, *letters[i], operation,
                [answers, i](absl::StatusOr<kafka::RecordPosition> position) {
                  if (position.ok()) return answers->Set(i, position->offset);
                  answers->Set(i, position.status());
                });
    if (!taken.ok()) answers->Set(i, taken);
  }
  return answers->Wait(end - clock_.Monotonic() + kLastAnswers);
}

std::vector<absl::StatusOr<int64_t>> ReplayWriter::Write(
    const std::vector<const DeadLetter*>& letters, const std::string& operation,
    absl::Duration end) {
  std::vector<absl::StatusOr<int64_t>> answers = WriteTogether(letters, operation, end);
  if (letters.size() == 1) return answers;
  // Records share batches, and a batch that is too large is refused with everything in it.
  for (size_t i = 0; i < letters.size(); ++i) {
    if (ReasonOf(answers[i].status()) == kafka::reason::kRecordRefused)
      answers[i] = WriteTogether({letters[i]}, operation, end)[0];
  }
  return answers;
}

}  // namespace sluice::controlplane
