#ifndef SLUICE_TESTS_CLUSTER_CHILD_PROCESS_H_
#define SLUICE_TESTS_CLUSTER_CHILD_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace sluice::cluster {

// A program that a test runs, and does to what the world does to programs.
//
// Its stdout and stderr go to a log file. The destructor kills it (-9). When the test itself dies,
// the kernel kills it too. One thread.
class ChildProcess {
 public:
  // Starts `command` (its first element is the program's path).
  static absl::StatusOr<ChildProcess> Start(std::vector<std::string> command, std::string log_file,
                                            std::vector<std::string> environment = {});

  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&& other) noexcept;
  ~ChildProcess();

  void Kill();     // SIGKILL, and waits until it is gone.
  void Suspend();  // SIGSTOP.
  void Resume();   // SIGCONT.
  // SIGTERM; kills it when it has not ended within `patience`. Returns its exit code, or -signal.
  int Terminate(absl::Duration patience = absl::Seconds(10));

  bool IsRunning();
  pid_t pid() const { return pid_; }
  const std::string& log_file() const { return log_file_; }
  // The last lines of the log, to print with a failure.
  std::string LogTail(int bytes_max = 4000) const;

 private:
  ChildProcess(pid_t pid, std::string log_file) : pid_(pid), log_file_(std::move(log_file)) {}
  int Reap();

  pid_t pid_ = -1;
  std::string log_file_;
};

// Runs `command` to its end; its stdout. An error holds its exit code and stderr.
absl::StatusOr<std::string> RunToEnd(const std::vector<std::string>& command,
                                     absl::Duration patience = absl::Seconds(120));

// SIGKILL to processes that need not be ours; waits until they are gone.
void KillAndWait(const std::vector<pid_t>& pids);

// What a process that runs has used of the processors so far, all of its threads together; zero
// when there is none. In steps of 10 ms.
absl::Duration CpuTimeOf(pid_t pid);

// The processes that `parent` has started and that still run.
std::vector<pid_t> ChildrenOf(pid_t parent);

// The absolute path of a file that the test depends on (`data` in Bazel), given from the workspace.
std::string Runfile(const std::string& path);

// A new folder that the test may fill; Bazel shows it when the test fails.
std::string FreshFolder(const std::string& name);

}  // namespace sluice::cluster

#endif  // SLUICE_TESTS_CLUSTER_CHILD_PROCESS_H_
