#include "controlplane/lifecycle/verb_table.h"

#include <map>
#include <utility>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

constexpr Verb kVerbs[] = {Verb::kDeploy, Verb::kPause, Verb::kResume, Verb::kStop, Verb::kDelete};
constexpr DesiredState kStates[] = {DesiredState::kDraft, DesiredState::kRunning,
                                    DesiredState::kPaused, DesiredState::kStopped,
                                    DesiredState::kDeleted};

// The table once more, as sentences of the design: what is not here must be refused.
const std::map<std::pair<Verb, DesiredState>, DesiredState> kExpected = {
    {{Verb::kDeploy, DesiredState::kDraft}, DesiredState::kRunning},
    {{Verb::kDeploy, DesiredState::kStopped}, DesiredState::kRunning},
    {{Verb::kDeploy, DesiredState::kRunning}, DesiredState::kRunning},
    {{Verb::kPause, DesiredState::kRunning}, DesiredState::kPaused},
    {{Verb::kPause, DesiredState::kPaused}, DesiredState::kPaused},
    {{Verb::kResume, DesiredState::kPaused}, DesiredState::kRunning},
    {{Verb::kResume, DesiredState::kRunning}, DesiredState::kRunning},
    {{Verb::kStop, DesiredState::kDraft}, DesiredState::kStopped},
    {{Verb::kStop, DesiredState::kRunning}, DesiredState::kStopped},
    {{Verb::kStop, DesiredState::kPaused}, DesiredState::kStopped},
    {{Verb::kStop, DesiredState::kStopped}, DesiredState::kStopped},
    {{Verb::kDelete, DesiredState::kDraft}, DesiredState::kDeleted},
    {{Verb::kDelete, DesiredState::kRunning}, DesiredState::kDeleted},
    {{Verb::kDelete, DesiredState::kPaused}, DesiredState::kDeleted},
    {{Verb::kDelete, DesiredState::kStopped}, DesiredState::kDeleted},
    {{Verb::kDelete, DesiredState::kDeleted}, DesiredState::kDeleted},
};

TEST(VerbTable, EveryVerbInEveryStateDoesWhatTheDesignSaysOrIsRefusedWithAWayOut) {
  for (Verb verb : kVerbs) {
    for (DesiredState from : kStates) {
      SCOPED_TRACE(testing::Message() << NameOf(verb) << " while " << NameOf(from));
      const absl::StatusOr<DesiredState> to = Apply(verb, from);
      const auto expected = kExpected.find({verb, from});
      if (expected != kExpected.end()) {
        EXPECT_THAT(to, IsOkAndHolds(expected->second));
        continue;
      }
      EXPECT_THAT(to, StatusIs(absl::StatusCode::kFailedPrecondition));
      EXPECT_THAT(to, HasReason("VERB_NOT_ALLOWED"));
      EXPECT_THAT(RemedyOf(to.status()), Not(IsEmpty()));
    }
  }
}

TEST(VerbTable, RepeatingAVerbChangesNothing) {
  for (const VerbRule& rule : VerbRules()) {
    EXPECT_THAT(Apply(rule.verb, rule.to), IsOkAndHolds(rule.to)) << NameOf(rule.verb);
  }
}

TEST(VerbTable, NothingLeadsOutOfDeleted) {
  for (const VerbRule& rule : VerbRules()) {
    if (rule.from == DesiredState::kDeleted) {
      EXPECT_EQ(rule.to, DesiredState::kDeleted);
    }
  }
}

}  // namespace
}  // namespace sluice::controlplane
