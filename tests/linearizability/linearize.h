#ifndef SLUICE_TESTS_LINEARIZABILITY_LINEARIZE_H_
#define SLUICE_TESTS_LINEARIZABILITY_LINEARIZE_H_

#include <string>
#include <vector>

#include "tests/linearizability/connector_model.h"

namespace sluice::linearizability {

// Whether there is an order of `calls`, all of one connector, that has each between its begin and
// its end and that ConnectorModel could have answered so. Empty when there is; else the furthest
// that any order came, for people. Pure.
std::string WhyNotLinearizable(const std::vector<Call>& calls);

}  // namespace sluice::linearizability

#endif  // SLUICE_TESTS_LINEARIZABILITY_LINEARIZE_H_
