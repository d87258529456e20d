// With all rules on no order of steps repeats or loses a row, and whatever happens the work can be
// finished.

#include <iostream>

#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/model/explorer.h"
#include "tests/model/scenario.h"

namespace sluice::model {
namespace {

class LedgerModel : public ::testing::TestWithParam<Scenario> {};

TEST_P(LedgerModel, IsSafeAndLive) {
  const Verdict verdict = Explore(GetParam());

  std::cout << GetParam().name << " (" << GetParam().about << "): " << verdict.states << " states, "
            << verdict.steps << " steps" << std::endl;
  EXPECT_EQ(verdict.violation, "") << absl::StrJoin(verdict.trace, "\n");
  EXPECT_GT(verdict.states, 1000);
}

std::string NameOf(const ::testing::TestParamInfo<Scenario>& info) { return info.param.name; }

#ifdef SLUICE_DEEP_MODEL
INSTANTIATE_TEST_SUITE_P(Deep, LedgerModel, ::testing::ValuesIn(DeepScenarios()), NameOf);
#else
INSTANTIATE_TEST_SUITE_P(Standard, LedgerModel, ::testing::ValuesIn(StandardScenarios()), NameOf);
#endif

}  // namespace
}  // namespace sluice::model
