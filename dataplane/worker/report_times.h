#ifndef SLUICE_DATAPLANE_WORKER_REPORT_TIMES_H_
#define SLUICE_DATAPLANE_WORKER_REPORT_TIMES_H_

#include "absl/time/time.h"

namespace sluice::dataplane {

// What is known of the report that was sent last.
struct LastReport {
  absl::Duration age;
  absl::Duration interval;  // At the latest after so long comes the next one.
  int tasks = 0;            // That it told of.
  bool news = false;        // Something has changed since.
};

// How long to wait until the next report; nothing or less: it is due.
//
// News are told at once. But a report tells of every task, so the more there are, the further apart
// they are: when a hundred tasks start, one report tells what many of them have to say. Pure.
absl::Duration UntilNextReport(const LastReport& last);

}  // namespace sluice::dataplane

#endif  // SLUICE_DATAPLANE_WORKER_REPORT_TIMES_H_
