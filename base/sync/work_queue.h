#ifndef SLUICE_BASE_SYNC_WORK_QUEUE_H_
#define SLUICE_BASE_SYNC_WORK_QUEUE_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "base/sync/mutex.h"

namespace sluice {

// Runs jobs that may block on threads of its own, in the order in which they came. What is not yet
// running when it is stopped is dropped.
//
// A thread is made when a job finds none idle, and stays. Thread-safe. The destructor stops it.
class WorkQueue {
 public:
  WorkQueue(int threads_max, size_t waiting_max);
  ~WorkQueue();
  WorkQueue(const WorkQueue&) = delete;
  WorkQueue& operator=(const WorkQueue&) = delete;

  // False, and the job is not taken, when `waiting_max` others wait or the queue is stopped.
  bool Run(std::function<void()> job);

  // How many jobs wait for a thread now.
  size_t waiting();

  // Returns when no job runs any more; later ones are refused. Not from a job.
  void Stop();

 private:
  void Serve();

  const size_t threads_max_;
  const size_t waiting_max_;
  Mutex mu_;
  CondVar changed_;
  bool stopping_ SLUICE_GUARDED_BY(mu_) = false;
  std::deque<std::function<void()>> waiting_ SLUICE_GUARDED_BY(mu_);
  size_t idle_ SLUICE_GUARDED_BY(mu_) = 0;
  std::vector<std::thread> threads_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice

#endif  // SLUICE_BASE_SYNC_WORK_QUEUE_H_
