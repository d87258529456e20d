#include "base/sync/work_queue.h"

#include <utility>

namespace sluice {

WorkQueue::WorkQueue(int threads_max, size_t waiting_max)
    : threads_max_(static_cast<size_t>(threads_max)), waiting_max_(waiting_max) {}

WorkQueue::~WorkQueue() { Stop(); }

bool WorkQueue::Run(std::function<void()> job) {
  MutexLock lock(mu_);
  if (stopping_ || waiting_.size() >= waiting_max_) return false;
  waiting_.push_back(std::move(job));
  if (waiting_.size() > idle_ && threads_.size() < threads_max_) {
    threads_.emplace_back(&WorkQueue::Serve, this);
  }
  changed_.NotifyOne();
  return true;
}

size_t WorkQueue::waiting() {
  MutexLock lock(mu_);
  return waiting_.size();
}

void WorkQueue::Stop() {
  std::deque<std::function<void()>> dropped;  // Destroyed without the mutex: a job may own a lot.
  std::vector<std::thread> threads;
  {
    MutexLock lock(mu_);
    stopping_ = true;
    dropped.swap(waiting_);
    threads.swap(threads_);
    changed_.NotifyAll();
  }
  for (std::thread& thread : threads) thread.join();
}

void WorkQueue::Serve() {
  while (true) {
    std::function<void()> job;
    {
      MutexLock lock(mu_);
      ++idle_;
      while (waiting_.empty() && !stopping_) changed_.Wait(mu_);
      --idle_;
      if (stopping_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    job();
  }
}

}  // namespace sluice
