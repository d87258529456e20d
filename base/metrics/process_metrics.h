#ifndef SLUICE_BASE_METRICS_PROCESS_METRICS_H_
#define SLUICE_BASE_METRICS_PROCESS_METRICS_H_

#include "absl/strings/string_view.h"
#include "base/metrics/catalogue.h"

namespace sluice::metrics {

// What every program tells about itself: processor time, memory, open files, when it started, and
// its version. Under the names that Prometheus' own dashboards know.
void AddProcessMetrics(Catalogue& catalogue, absl::string_view program, absl::string_view version);

}  // namespace sluice::metrics

#endif  // SLUICE_BASE_METRICS_PROCESS_METRICS_H_
