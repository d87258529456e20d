#ifndef SLUICE_TESTS_MODEL_CANONICAL_H_
#define SLUICE_TESTS_MODEL_CANONICAL_H_

#include <string>
#include <utility>

#include "tests/model/rules.h"
#include "tests/model/scenario.h"
#include "tests/model/state.h"

namespace sluice::model {

// One state that stands for all that behave alike, and its bytes.
//
// Processes are interchangeable; sessions have no names, and those that nobody names any more are
// forgotten; a member whose assignment did not change learns of a new generation at once.
class Canonical {
 public:
  Canonical(const Scenario& scenario, const Rules& rules);

  std::pair<State, std::string> Of(const State& state) const;

  // Without what it does not matter to know; processes and sessions keep their numbers.
  State Quiet(const State& state) const;

 private:
  const Scenario scenario_;
  const bool ledger_is_read_late_;  // What stood in it before is of no interest then.
};

}  // namespace sluice::model

#endif  // SLUICE_TESTS_MODEL_CANONICAL_H_
