// Which clock timed waits go by. Glibc's waits are put in front of the real ones here: libstdc++
// calls one of them with the clock that it was told.

#include "base/sync/mutex.h"

#include <dlfcn.h>
#include <pthread.h>

#include <atomic>

#include "gtest/gtest.h"

namespace sluice {
namespace {

std::atomic<int> by_system_clock = 0;
std::atomic<int> by_steady_clock = 0;

template <typename Function>
Function* Real(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace
}  // namespace sluice

extern "C" int pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                      const timespec* until) {
  ++sluice::by_system_clock;
  return sluice::Real<decltype(pthread_cond_timedwait)>("pthread_cond_timedwait")(condition, mutex,
                                                                                  until);
}

extern "C" int pthread_cond_clockwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                                      clockid_t clock, const timespec* until) {
  ++(clock == CLOCK_MONOTONIC ? sluice::by_steady_clock : sluice::by_system_clock);
  return sluice::Real<decltype(pthread_cond_clockwait)>("pthread_cond_clockwait")(condition, mutex,
                                                                                  clock, until);
}

namespace sluice {
namespace {

TEST(CondVar, ATimedWaitGoesByTheSteadyClockWhateverIsDoneToTheSystems) {
  Mutex mu;
  CondVar never;
  MutexLock lock(mu);

  EXPECT_FALSE(never.WaitFor(mu, absl::Milliseconds(5)));

  EXPECT_EQ(by_system_clock, 0);
  EXPECT_EQ(by_steady_clock, 1);
}

TEST(CondVar, ATimeThatIsOverEndsTheWaitAtOnce) {
  Mutex mu;
  CondVar never;
  MutexLock lock(mu);

  EXPECT_FALSE(never.WaitFor(mu, -absl::Seconds(1)));
  EXPECT_FALSE(never.WaitFor(mu, -absl::InfiniteDuration()));
}

}  // namespace
}  // namespace sluice
