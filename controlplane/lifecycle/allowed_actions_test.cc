#include "controlplane/lifecycle/allowed_actions.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

TEST(AllowedActions, AreThoseOfTheVerbTableForEveryVerbAndState) {
  for (DesiredState state : kAllDesiredStates) {
    Connector connector;
    connector.desired_state = state;
    connector.spec_revision = 2;
    connector.deletion = Deletion{.purge_time = kNow + absl::Hours(1)};
    const std::vector<AllowedAction> actions = AllowedActions(connector, kNow);
    ASSERT_EQ(actions.size(), std::size(kVerbs));
    for (const AllowedAction& action : actions) {
      EXPECT_EQ(action.refusal, Apply(action.verb, state).status()) << NameOf(action.verb);
    }
  }
}

TEST(AllowedActions, UndeleteIsTakenWhileItsWindowIsOpenOnly) {
  Connector connector;
  connector.desired_state = DesiredState::kDeleted;
  EXPECT_THAT(CheckVerb(Verb::kUndelete, connector, kNow), HasReason("UNDELETE_WINDOW_OVER"));
  connector.deletion = Deletion{.purge_time = kNow + absl::Seconds(1)};
  EXPECT_THAT(CheckVerb(Verb::kUndelete, connector, kNow), IsOk());
  EXPECT_THAT(CheckVerb(Verb::kUndelete, connector, kNow + absl::Seconds(1)),
              HasReason("UNDELETE_WINDOW_OVER"));
}

TEST(AllowedActions, RollbackNeedsARevisionToGoBackTo) {
  Connector connector;
  EXPECT_THAT(CheckVerb(Verb::kRollback, connector, kNow), HasReason("REVISION_NOT_FOUND"));
  connector.spec_revision = 2;
  EXPECT_THAT(CheckVerb(Verb::kRollback, connector, kNow), IsOk());
}

}  // namespace
}  // namespace sluice::controlplane
