#ifndef SLUICE_CONTROLPLANE_FILTER_FILTER_CASES_H_
#define SLUICE_CONTROLPLANE_FILTER_FILTER_CASES_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "controlplane/lifecycle/observed_values.h"
#include "controlplane/model/connector.h"

namespace sluice::controlplane {

// The golden list: what each filter and order means. Every way to evaluate one is judged by it.

// When the cases are asked.
inline const absl::Time kFilterNow = absl::FromUnixSeconds(1'700'003'600);

// What is filtered: connectors of one instance, and what is observed of them.
struct FilterSubject {
  Connector connector;
  ObservedValues observed;
};
std::vector<FilterSubject> FilterSubjects(const std::string& instance);

struct FilterCase {
  std::string filter;
  std::vector<std::string> ids;  // Of those that fit, ordered by name.
};
std::vector<FilterCase> FilterCases();

struct OrderCase {
  std::string order_by;
  std::vector<std::string> ids;
};
std::vector<OrderCase> OrderCases();

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_FILTER_FILTER_CASES_H_
