#ifndef SLUICE_DATAPLANE_WORKER_LOG_LEVELS_H_
#define SLUICE_DATAPLANE_WORKER_LOG_LEVELS_H_

#include <set>
#include <string>
#include <utility>

#include "base/sync/mutex.h"

namespace sluice::v1 {
class Assignment;
}

namespace sluice::dataplane {

// Has the log of this process follow what an assignment says of connectors' levels. They change
// what is written and nothing else: no task is begun anew for one. Thread-safe.
class LogLevels {
 public:
  // Levels of an assignment before that this one does not name end.
  void Apply(const v1::Assignment& assignment);

 private:
  Mutex mu_;
  // Fields of lines that have a level of their own.
  std::set<std::pair<std::string, std::string>> applied_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_LOG_LEVELS_H_
