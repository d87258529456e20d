#ifndef SLUICE_TESTS_BENCH_SOURCE_TOPIC_H_
#define SLUICE_TESTS_BENCH_SOURCE_TOPIC_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/kafka/admin.h"
#include "base/kafka/producer.h"

namespace sluice::bench {

// What records a topic has. Keys are 16 bytes; values are JSON texts as logs have them.
struct SourceShape {
  int64_t records = 5'000'000;
  int partitions = 4;
  int64_t value_bytes = 200;
  // Hours that the records' timestamps are of. Up to 24 every source partition has them all at
  // once; of more, 24 at a time, the oldest of which is given up for the next as time goes on.
  int table_partitions = 1;
};

// A topic of a benchmark's own. One thread.
class SourceTopic {
 public:
  static absl::StatusOr<std::unique_ptr<SourceTopic>> Make(const std::string& bootstrap,
                                                           const SourceShape& shape,
                                                           const kafka::TopicConfigs& configs = {});

  // Sends the next `count` records, round the partitions, and waits until they are stored.
  absl::Status Send(int64_t count);

  const std::string& name() const { return name_; }
  const std::string& bootstrap() const { return bootstrap_; }
  const SourceShape& shape() const { return shape_; }
  int64_t sent() const { return sent_; }
  kafka::Admin& admin() { return *admin_; }

 private:
  SourceTopic(const std::string& bootstrap, const SourceShape& shape);
  int64_t HoursAgo(int64_t record) const;

  const std::string bootstrap_;
  const SourceShape shape_;
  const std::string name_;
  const absl::Time newest_;
  const std::vector<std::string> texts_;  // The values, in turn.
  int64_t sent_ = 0;
  std::atomic<int64_t> not_stored_ = 0;
  std::unique_ptr<kafka::Admin> admin_;
  std::unique_ptr<kafka::Producer> producer_;  // Tells not_stored_.
};

}  // namespace sluice::bench

#endif  // SLUICE_TESTS_BENCH_SOURCE_TOPIC_H_
