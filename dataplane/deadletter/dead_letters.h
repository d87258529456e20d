#ifndef SLUICE_DATAPLANE_DEADLETTER_DEAD_LETTERS_H_
#define SLUICE_DATAPLANE_DEADLETTER_DEAD_LETTERS_H_

#include <memory>
#include <string>

#include "base/kafka/group_consumer.h"
#include "base/kafka/producer.h"
#include "conversion/rejection.h"
#include "dataplane/deadletter/receipt.h"

namespace sluice::dataplane {

// Where records go that become no row, and who says so.
struct DeadLetterOptions {
  std::string source_topic;
  std::string dead_letter_topic;    // Records that cannot be read (R6).
  std::string abnormal_data_topic;  // Records that read well and do not fit the table. May be the
                                    // same topic.
  std::string connector;            // Its short name.
  int32_t task_index = 0;
};

// Writes rejected records, with key, value, headers and timestamp as they were, and with Kafka
// Connect's
// `__connect.errors.*` headers after their own. At least once: a batch that is read again writes
// them again.
//
// Borrows `producer`. The polling thread calls.
class DeadLetters {
 public:
  DeadLetters(kafka::Producer& producer, DeadLetterOptions options)
      : producer_(producer), options_(std::move(options)) {}

  // `receipt` learns when it is stored, or that it cannot be. Waits a moment when the producer's
  // queue is full.
  void Write(const kafka::ConsumedRecord& record, const conversion::Rejection& rejection,
             const std::shared_ptr<Receipt>& receipt);

 private:
  kafka::Producer& producer_;
  const DeadLetterOptions options_;
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_DEADLETTER_DEAD_LETTERS_H_
