#include "controlplane/lifecycle/verb_table.h"

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

// The table once more, as the design draws it: a row for each verb, a column for each desired
// state; `-` is a refusal.
struct Row {
  Verb verb;
  const char* to[5];  // From DRAFT, RUNNING, PAUSED, STOPPED, DELETED.
};
constexpr Row kDesign[] = {
    {Verb::kDeploy, {"RUNNING", "RUNNING", "-", "RUNNING", "-"}},
    {Verb::kPause, {"-", "PAUSED", "PAUSED", "-", "-"}},
    {Verb::kResume, {"-", "RUNNING", "RUNNING", "-", "-"}},
    {Verb::kStop, {"STOPPED", "STOPPED", "STOPPED", "STOPPED", "-"}},
    {Verb::kRestart, {"-", "RUNNING", "PAUSED", "-", "-"}},
    {Verb::kUpdate, {"DRAFT", "RUNNING", "PAUSED", "STOPPED", "-"}},
    {Verb::kRollback, {"DRAFT", "RUNNING", "PAUSED", "STOPPED", "-"}},
    {Verb::kDelete, {"DELETED", "DELETED", "DELETED", "DELETED", "DELETED"}},
    {Verb::kUndelete, {"-", "-", "-", "-", "STOPPED"}},
};

std::string DesignOf(Verb verb, DesiredState from) {
  for (const Row& row : kDesign) {
    if (row.verb == verb) return row.to[static_cast<int>(from)];
  }
  return "not in the design";
}

class VerbTableCell : public testing::TestWithParam<std::tuple<Verb, DesiredState>> {};

TEST_P(VerbTableCell, DoesWhatTheDesignSaysOrIsRefusedWithAWayOut) {
  const auto [verb, from] = GetParam();
  const absl::StatusOr<DesiredState> to = Apply(verb, from);
  const std::string expected = DesignOf(verb, from);
  if (expected != "-") {
    ASSERT_THAT(to, IsOk());
    EXPECT_EQ(NameOf(*to), expected);
    return;
  }
  EXPECT_THAT(to, StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(to, HasReason("VERB_NOT_ALLOWED"));
  EXPECT_THAT(RemedyOf(to.status()), Not(IsEmpty()));
}

INSTANTIATE_TEST_SUITE_P(Every, VerbTableCell,
                         testing::Combine(testing::ValuesIn(kVerbs),
                                          testing::ValuesIn(kAllDesiredStates)),
                         [](const auto& info) {
                           return absl::StrCat(NameOf(std::get<0>(info.param)), "_while_",
                                               NameOf(std::get<1>(info.param)));
                         });

TEST(VerbTable, RepeatingAVerbChangesNothing) {
  for (const VerbRule& rule : VerbRules()) {
    if (rule.verb == Verb::kUndelete) continue;  // What is not deleted need not be.
    EXPECT_THAT(Apply(rule.verb, rule.to), IsOkAndHolds(rule.to)) << NameOf(rule.verb);
  }
}

TEST(VerbTable, OnlyUndeleteLeadsOutOfDeleted) {
  for (const VerbRule& rule : VerbRules()) {
    if (rule.from == DesiredState::kDeleted && rule.verb != Verb::kUndelete) {
      EXPECT_EQ(rule.to, DesiredState::kDeleted);
    }
  }
}

TEST(VerbTable, TheRemedyOfARefusalIsAVerbThatIsTaken) {
  EXPECT_EQ(RemedyOf(Apply(Verb::kPause, DesiredState::kStopped).status()), "deploy it first");
  EXPECT_EQ(RemedyOf(Apply(Verb::kDeploy, DesiredState::kPaused).status()),
            "resume or stop it first");
  for (Verb verb : {Verb::kPause, Verb::kResume, Verb::kRestart}) {
    EXPECT_EQ(RemedyOf(Apply(verb, DesiredState::kDraft).status()), "deploy it first");
  }
}

}  // namespace
}  // namespace sluice::controlplane
