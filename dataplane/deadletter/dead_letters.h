#ifndef SLUICE_DATAPLANE_DEADLETTER_DEAD_LETTERS_H_
#define SLUICE_DATAPLANE_DEADLETTER_DEAD_LETTERS_H_

#include <memory>
#include <string>

#include "base/kafka/group_consumer.h"
#include "base/kafka/producer.h"
#include "base/time/clock.h"
#include "conversion/rejection.h"
#include "dataplane/deadletter/receipt.h"

namespace sluice::dataplane {

// An error topic does not take a dead letter, and only a person can change that. The message names
// topic and record, the remedy says what to do.
inline constexpr char kErrorTopicUnusable[] = "ERROR_TOPIC_UNUSABLE";

// As Kafka Connect calls it.
absl::string_view StageName(conversion::Stage stage);

// Who found that a record becomes no row.
enum class RejectedBy { kRouter, kConverter };

// Where records go that become no row, and who says so.
struct DeadLetterOptions {
  std::string source_topic;
  std::string dead_letter_topic;    // Records that cannot be read (R6).
  std::string abnormal_data_topic;  // Records that read well and do not fit the table. May be the
                                    // same topic.
  std::string connector;            // Its short name.
  std::string connector_uid;        // Another connector may get the name later.
  int32_t task_index = 0;
};

// Writes rejected records, with key, value, headers and timestamp as they were, and with the
// headers of docs/formats/dead_letters.md after their own; without these when the topic refuses the
// record for its size. At least once: a batch that is read again writes them again.
//
// Borrows `clock` and `producer`, which calls back from its own thread and must end before the
// receipts' batch is thought of again. The polling thread calls.
class DeadLetters {
 public:
  DeadLetters(kafka::Producer& producer, Clock& clock, DeadLetterOptions options)
      : producer_(producer), clock_(clock), options_(std::move(options)) {}

  // `receipt` learns when it is stored, or why it cannot be: FAILED_PRECONDITION,
  // ERROR_TOPIC_UNUSABLE; other errors pass by themselves. Waits a moment when the producer's queue
  // is full.
  void Write(const kafka::ConsumedRecord& record, const conversion::Rejection& rejection,
             RejectedBy rejected_by, const std::shared_ptr<Receipt>& receipt);

  const DeadLetterOptions& options() const { return options_; }

 private:
  kafka::Producer& producer_;
  Clock& clock_;
  const DeadLetterOptions options_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_DEADLETTER_DEAD_LETTERS_H_
