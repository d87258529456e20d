#include "base/sync/work_queue.h"

#include <utility>

namespace sluice {

WorkQueue::WorkQueue(int threads, size_t waiting_max) : waiting_max_(waiting_max) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back(&WorkQueue::Serve, this);
}

WorkQueue::~WorkQueue() { Stop(); }

bool WorkQueue::Run(std::function<void()> job) {
  MutexLock lock(mu_);
  if (stopping_ || waiting_.size() >= waiting_max_) return false;
  waiting_.push_back(std::move(job));
  changed_.NotifyOne();
  return true;
}

void WorkQueue::Stop() {
  std::deque<std::function<void()>> dropped;  // Destroyed without the mutex: a job may own a lot.
  {
    MutexLock lock(mu_);
    stopping_ = true;
    dropped.swap(waiting_);
    changed_.NotifyAll();
  }
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

void WorkQueue::Serve() {
  while (true) {
    std::function<void()> job;
    {
      MutexLock lock(mu_);
      while (waiting_.empty() && !stopping_) changed_.Wait(mu_);
      if (stopping_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job();
  }
}

}  // namespace sluice
