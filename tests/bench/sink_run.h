#ifndef SLUICE_TESTS_BENCH_SINK_RUN_H_
#define SLUICE_TESTS_BENCH_SINK_RUN_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "tests/bench/process_use.h"
#include "tests/bench/source_topic.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/emulator.h"

namespace sluice::bench {

struct SinkRunOptions {
  int tasks = 1;  // Connectors of one task each, all of the same topic and table.
  std::vector<std::string> worker_flags;  // Beside those that it cannot do without.
};

// One worker process that reads a topic, from its first record on, into an emulator of its own.
// Ends both with itself. One thread.
class SinkRun {
 public:
  static absl::StatusOr<std::unique_ptr<SinkRun>> Start(SourceTopic& source,
                                                        const SinkRunOptions& options);
  ~SinkRun();

  // Waits until `records` of the topic are in the table as far as the group of the first task says.
  absl::Status WaitFor(int64_t records, absl::Duration patience);
  // As committed by the first task's group, over all partitions.
  absl::StatusOr<int64_t> Committed();
  absl::StatusOr<ProcessUse> Look() { return LookAt(worker_->pid()); }
  absl::StatusOr<ProcessUse> LookAtEmulator() { return LookAt(emulator_->process().pid()); }

  // Takes the rows that are in the table out of it: disks are finite.
  absl::Status Truncate();
  // Rows of the table that are there once. Small topics only.
  absl::StatusOr<size_t> CountRows();

  std::string LogTail() const { return worker_->LogTail(); }
  pid_t worker_pid() const { return worker_->pid(); }

 private:
  explicit SinkRun(SourceTopic& source) : source_(source) {}
  std::string group(int task) const;
  absl::Status MakeGroup(int task);
  absl::Status StartWorker(const SinkRunOptions& options);

  SourceTopic& source_;
  std::string connector_;
  std::string folder_;
  std::unique_ptr<cluster::Emulator> emulator_;
  std::optional<cluster::ChildProcess> worker_;
};

}  // namespace sluice::bench

#endif  // SLUICE_TESTS_BENCH_SINK_RUN_H_
