#ifndef SLUICE_TESTS_MODEL_EXPLORER_H_
#define SLUICE_TESTS_MODEL_EXPLORER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tests/model/rules.h"
#include "tests/model/scenario.h"

namespace sluice::model {

// What became of looking at every state that can be reached.
struct Verdict {
  int64_t states = 0;
  int64_t steps = 0;
  // Empty: every state is as it may be, and from every state the goal can be reached.
  std::string violation;
  // The shortest way to a violation; one of the shortest ways to a state without a way to the goal.
  std::vector<std::string> trace;
};

// Looks at every state of the world, breadth first. States are remembered by fingerprints of 128
// bits. Memory: about 60 bytes a state and 4 a step.
Verdict Explore(const Scenario& scenario, const Rules& rules = {});

}  // namespace sluice::model

#endif  // SLUICE_TESTS_MODEL_EXPLORER_H_
