#ifndef SLUICE_TESTS_E2E_WORKER_SCENARIO_H_
#define SLUICE_TESTS_E2E_WORKER_SCENARIO_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector.pb.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/emulator.h"
#include "tests/cluster/kafka_server.h"

namespace sluice::e2e {

// R0's world without a control plane: a source topic, a table, a pinned consumer group, and workers
// that start from an assignment file.
class WorkerScenario : public ::testing::Test {
 protected:
  void SetUp() override;

  // Makes `topic_` and commits the start of all its partitions, as the first Deploy does.
  void MakeSource(int partitions);

  // Sends `count` records to the source partition and remembers that they must arrive.
  void Send(int32_t partition, int count);

  // One record; without `value` a tombstone. It is remembered as those of Send.
  void SendOne(int32_t partition, const std::string& key, const std::optional<std::string>& value);

  // A worker whose assignment has one task with this revision. Its state is kept under `name`: a
  // second start with the same name is a restart.
  cluster::ChildProcess StartWorker(const std::string& name, int64_t assignment_revision);

  // The table holds every record that was sent, each once, and nothing else. Waits up to 60 s for
  // the rows; then a moment longer for ones too many.
  void ExpectTableEqualsTopic();
  // Waits until the worker's log says so.
  bool WaitForLog(const cluster::ChildProcess& worker, const std::string& text);
  // Waits until that many rows are in the table.
  bool WaitForRows(size_t rows);

  cluster::KafkaServer& kafka_ = cluster::KafkaServer::Shared();
  std::unique_ptr<cluster::Emulator> emulator_;
  std::unique_ptr<kafka::Admin> admin_;
  std::unique_ptr<kafka::Producer> producer_;
  const std::string table_ = "test_kafka";
  const std::string topic_ = cluster::FreshName("maxcompute-test-input");
  const std::string connector_ = cluster::FreshName("kafka-maxcompute-sink");
  const std::string group_ = "connect-task-" + connector_;
  const std::string uid_ = "uid-" + connector_;
  std::map<std::pair<int64_t, int64_t>, int> sent_;
  std::map<std::string, std::string> state_dirs_;
  v1::MaxComputeSink sink_;  // What of the sink is otherwise than in R0.
  std::vector<std::string> worker_flags_;
};

}  // namespace sluice::e2e

#endif  // SLUICE_TESTS_E2E_WORKER_SCENARIO_H_
