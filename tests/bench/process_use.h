#ifndef SLUICE_TESTS_BENCH_PROCESS_USE_H_
#define SLUICE_TESTS_BENCH_PROCESS_USE_H_

#include <sys/types.h>

#include <cstdint>

#include "absl/status/statusor.h"

namespace sluice::bench {

// What a process has used of the machine since it began.
struct ProcessUse {
  double cpu_seconds = 0;  // In user and kernel mode, of all its threads; to 10 ms.
  int64_t rss_bytes = 0;
  int64_t rss_peak_bytes = 0;
  int threads = 0;
};

// NOT_FOUND: there is no such process.
absl::StatusOr<ProcessUse> LookAt(pid_t pid);

}  // namespace sluice::bench

#endif  // SLUICE_TESTS_BENCH_PROCESS_USE_H_
