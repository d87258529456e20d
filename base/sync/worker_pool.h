#ifndef SLUICE_BASE_SYNC_WORKER_POOL_H_
#define SLUICE_BASE_SYNC_WORKER_POOL_H_

#include <functional>
#include <thread>
#include <vector>

#include "base/sync/mutex.h"

namespace sluice {

// A fixed number of threads that share the items of one call at a time.
//
// ForEach may be called by one thread at a time. The destructor joins the threads.
class WorkerPool {
 public:
  explicit WorkerPool(int threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Calls `work` once for each number below `count`, on the pool's threads and the caller's, and
  // returns when all calls have returned.
  void ForEach(int count, const std::function<void(int)>& work);

 private:
  void Serve();
  // Takes numbers until none is left.
  void Share() SLUICE_REQUIRES(mu_);

  Mutex mu_;
  CondVar begun_;
  CondVar finished_;
  const std::function<void(int)>* work_ SLUICE_GUARDED_BY(mu_) = nullptr;
  int next_ SLUICE_GUARDED_BY(mu_) = 0;
  int count_ SLUICE_GUARDED_BY(mu_) = 0;
  int running_ SLUICE_GUARDED_BY(mu_) = 0;
  bool stopping_ SLUICE_GUARDED_BY(mu_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace sluice

#endif  // SLUICE_BASE_SYNC_WORKER_POOL_H_
