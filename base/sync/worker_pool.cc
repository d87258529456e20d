#include "base/sync/worker_pool.h"

namespace sluice {

WorkerPool::WorkerPool(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Serve(); });
}

WorkerPool::~WorkerPool() {
  {
    MutexLock lock(mu_);
    stopping_ = true;
    begun_.NotifyAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::Share() {
  while (next_ < count_) {
    const int number = next_++;
    ++running_;
    const std::function<void(int)>& work = *work_;
    mu_.Unlock();
    work(number);
    mu_.Lock();
    --running_;
  }
}

void WorkerPool::Serve() {
  MutexLock lock(mu_);
  while (!stopping_) {
    Share();
    if (running_ == 0) finished_.NotifyAll();
    if (!stopping_ && next_ >= count_) begun_.Wait(mu_);
  }
}

void WorkerPool::ForEach(int count, const std::function<void(int)>& work) {
  MutexLock lock(mu_);
  work_ = &work;
  next_ = 0;
  count_ = count;
  if (count > 1) begun_.NotifyAll();
  Share();
  while (running_ > 0) finished_.Wait(mu_);
  count_ = 0;
  next_ = 0;
  work_ = nullptr;
}

}  // namespace sluice
