#ifndef SLUICE_TESTS_FAULTS_LOAD_H_
#define SLUICE_TESTS_FAULTS_LOAD_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "base/kafka/producer.h"
#include "base/kafka/transactional_producer.h"
#include "base/sync/mutex.h"
#include "tests/faults/stream.h"
#include "tests/faults/tally.h"

namespace sluice::faults {

// Writes records into one stream's topic at a steady rate: two thirds as they come, one third in
// transactions, of which every fifth is aborted. Their timestamps are those of the last three
// minutes. Where a broker is away, records are lost or their fate stays unknown: what counts is
// what the topic holds in the end.
//
// Owns one thread. Any thread may call.
class Load {
 public:
  struct Options {
    std::string bootstrap;
    int records_per_second = 100;
    uint64_t seed = 1;
  };
  Load(const Stream& stream, const Options& options);
  ~Load();
  Load(const Load&) = delete;
  Load& operator=(const Load&) = delete;

  // Begins, or goes on.
  void Resume();
  // Returns when everything written is stored or given up and no transaction of its own is open.
  void Pause();
  // The topic has so many partitions now.
  void SetPartitions(int partitions) { partitions_ = partitions; }

  // What was acknowledged outside of transactions since the last call. Only while it pauses.
  std::vector<Position> TakeAcknowledged();

 private:
  void Serve();
  void Turn(int records);
  void WritePlainly(int records);
  void WriteInTransaction(int records);
  absl::Status TryTransaction(int records);
  bool MayGoOn();
  std::string NextValue();
  int32_t AnyPartition();
  absl::Time AnyTime();

  const Stream stream_;
  const Options options_;
  std::atomic<int> partitions_;

  Mutex mu_;
  CondVar changed_;
  bool wanted_ SLUICE_GUARDED_BY(mu_) = false;
  bool idle_ SLUICE_GUARDED_BY(mu_) = true;
  bool stopping_ SLUICE_GUARDED_BY(mu_) = false;
  std::vector<Position> acknowledged_ SLUICE_GUARDED_BY(mu_);

  std::mt19937_64 random_;  // Of the thread, as all below.
  int64_t number_ = 0;
  int64_t turns_ = 0;
  int64_t transactions_ = 0;
  std::unique_ptr<kafka::Producer> producer_;
  std::unique_ptr<kafka::TransactionalProducer> transactional_;
  std::thread thread_;
};

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_LOAD_H_
