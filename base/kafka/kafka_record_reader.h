#ifndef SLUICE_BASE_KAFKA_KAFKA_RECORD_READER_H_
#define SLUICE_BASE_KAFKA_KAFKA_RECORD_READER_H_

#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "base/kafka/connection_settings.h"
#include "base/kafka/record_reader.h"

namespace sluice::kafka {

// Reads from a real cluster. Each call has a client of its own and closes it: previews are rare,
// and nothing is held in memory between them.
class KafkaRecordReader : public RecordReader {
 public:
  // Does not connect yet. INVALID_ARGUMENT: bad settings.
  static absl::StatusOr<std::unique_ptr<RecordReader>> Create(const ConnectionSettings& settings);

  absl::StatusOr<LastRecords> ReadLast(const std::string& topic, const ReadLimits& limits) override;
  absl::StatusOr<NewestByKey> ReadNewest(const std::string& topic,
                                         const std::set<std::string>& keys,
                                         absl::Duration timeout) override;

  absl::StatusOr<std::unique_ptr<TopicLook>> Look(const std::string& topic,
                                                  absl::Duration timeout) override;

 private:
  KafkaRecordReader(const ConnectionSettings& settings, std::unique_ptr<Admin> admin)
      : settings_(settings), admin_(std::move(admin)) {}

  const ConnectionSettings settings_;
  const std::unique_ptr<Admin> admin_;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_KAFKA_RECORD_READER_H_
