#ifndef SLUICE_TESTS_FAULTS_DAEMON_H_
#define SLUICE_TESTS_FAULTS_DAEMON_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/sync/mutex.h"
#include "tests/cluster/child_process.h"

namespace sluice::faults {

// Starts processes for other threads. The kernel kills a child process when the thread that
// started it ends: this one ends last. Any thread may call.
class Spawner {
 public:
  Spawner();
  ~Spawner();
  Spawner(const Spawner&) = delete;
  Spawner& operator=(const Spawner&) = delete;

  // Runs `work` on the thread and returns when it is done.
  void Run(const std::function<void()>& work);

 private:
  void Serve();

  Mutex mu_;
  CondVar changed_;
  const std::function<void()>* work_ SLUICE_GUARDED_BY(mu_) = nullptr;
  bool stopping_ SLUICE_GUARDED_BY(mu_) = false;
  std::thread thread_;
};

// A program that is killed, put to sleep and started again, always with the same command and log.
//
// Borrows `spawner`. Any thread may call. What is asked of one that does not run changes nothing,
// nor does a start of one that runs.
class Daemon {
 public:
  Daemon(Spawner& spawner, std::vector<std::string> command, std::string log_file);

  void Start();
  void Kill();
  void Suspend();
  void Resume();
  void Terminate();
  // Whether it should run and does not: nobody but itself has ended it.
  bool EndedByItself();
  const std::string& log_file() const { return log_file_; }

 private:
  Spawner& spawner_;
  const std::vector<std::string> command_;
  const std::string log_file_;
  Mutex mu_;
  std::optional<cluster::ChildProcess> process_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::faults

#endif  // SLUICE_TESTS_FAULTS_DAEMON_H_
