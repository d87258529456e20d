#ifndef SLUICE_BASE_KAFKA_RECORDING_MEMBER_H_
#define SLUICE_BASE_KAFKA_RECORDING_MEMBER_H_

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/check.h"
#include "base/kafka/kafka_group_consumer.h"

namespace sluice::kafka {

// A member of a real group, for tests: remembers what it was given and what it read.
class RecordingMember : public AssignmentListener, public RecordHandler {
 public:
  explicit RecordingMember(const GroupConsumerOptions& options) {
    absl::StatusOr<std::unique_ptr<KafkaGroupConsumer>> made =
        KafkaGroupConsumer::Create(options, *this);
    SLUICE_CHECK(made.ok()) << made.status();
    consumer = *std::move(made);
  }

  void OnAssigned(const std::vector<AssignedPartition>& partitions) override {
    for (const AssignedPartition& one : partitions) assigned[one.partition] = one;
  }
  void OnTakenAway(const std::vector<int32_t>& partitions) override {
    for (int32_t partition : partitions) assigned.erase(partition);
  }
  void OnRecord(const ConsumedRecord& record) override {
    values.push_back(
        absl::StrCat(record.partition, ":", record.offset, "=", record.value.value_or("none")));
  }
  void OnEnd(int32_t partition, int64_t offset) override { ends[partition] = offset; }
  void OnError(int32_t partition, const absl::Status& error) override { errors.push_back(error); }

  // Polls until `done`, or gives up after 20 s. The last poll's status.
  absl::Status PollUntil(const std::function<bool()>& done) {
    const absl::Time give_up = absl::Now() + absl::Seconds(20);
    absl::Status status;
    while (status.ok() && !done() && absl::Now() < give_up) {
      status = consumer->Poll(absl::Milliseconds(50), 100, *this);
    }
    return status;
  }
  bool HoldsPartitions(size_t count) {
    return PollUntil([&] { return assigned.size() == count; }).ok() && assigned.size() == count;
  }

  PartitionAnswer Commit(int32_t partition, int64_t next_offset, const std::string& metadata = "") {
    return consumer->Commit({{.partition = partition,
                              .epoch = assigned[partition].epoch,
                              .committed = {.next_offset = next_offset, .metadata = metadata}}})[0];
  }

  std::unique_ptr<KafkaGroupConsumer> consumer;
  std::map<int32_t, AssignedPartition> assigned;
  std::vector<std::string> values;
  std::map<int32_t, int64_t> ends;
  std::vector<absl::Status> errors;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_RECORDING_MEMBER_H_
