#include "controlplane/access/caller.h"

#include <algorithm>
#include <string>

#include "controlplane/access/permission_table.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

ApiToken With(std::vector<RoleBinding> bindings) {
  ApiToken token = AToken();
  token.role_bindings = std::move(bindings);
  return token;
}

std::set<std::string> Of(Role role) { return CallerOf(With({{role, "*"}})).permissions; }

TEST(Caller, EachRoleHasAllOfTheOneBefore) {
  const auto viewer = Of(Role::kViewer);
  const auto op = Of(Role::kOperator);
  const auto admin = Of(Role::kAdmin);
  EXPECT_TRUE(std::includes(op.begin(), op.end(), viewer.begin(), viewer.end()));
  EXPECT_TRUE(std::includes(admin.begin(), admin.end(), op.begin(), op.end()));
  EXPECT_LT(viewer.size(), op.size());
  EXPECT_LT(op.size(), admin.size());
}

TEST(Caller, RolesSeeAndDoWhatTheyAreFor) {
  EXPECT_THAT(Of(Role::kViewer), Contains("connectors.read"));
  EXPECT_THAT(Of(Role::kViewer), Not(Contains("records.read")));
  EXPECT_THAT(Of(Role::kViewer), Not(Contains("connectors.update")));
  EXPECT_THAT(Of(Role::kOperator), Contains("connectors.update"));
  EXPECT_THAT(Of(Role::kOperator), Not(Contains("instances.update")));
  EXPECT_THAT(Of(Role::kOperator), Not(Contains("apiTokens.create")));
  EXPECT_THAT(Of(Role::kAdmin), Contains("apiTokens.create"));
  for (Role role : {Role::kViewer, Role::kOperator, Role::kAdmin}) {
    EXPECT_THAT(Of(role), Not(Contains(std::string(kWorkerPermission))));
  }
}

TEST(Caller, AWorkersTokenOpensTheWorkersStreamAndNothingElse) {
  ApiToken token = With({{Role::kAdmin, "*"}});  // Were it ever stored so, it would not count.
  token.kind = TokenKind::kWorker;
  EXPECT_THAT(CallerOf(token).permissions, ElementsAre(std::string(kWorkerPermission)));
  EXPECT_THAT(CallerOf(token).roles, IsEmpty());
}

TEST(Caller, SeveralRolesAreOneWithTheMightiestFirst) {
  const Caller caller =
      CallerOf(With({{Role::kViewer, "*"}, {Role::kOperator, "*"}, {Role::kViewer, "*"}}));
  EXPECT_THAT(caller.roles, ElementsAre(Role::kOperator, Role::kViewer));
  EXPECT_EQ(caller.permissions, Of(Role::kOperator));
  EXPECT_EQ(caller.name, "ada");
}

TEST(Caller, ARoleForSomethingThatIsNotKnownHereIsNoRole) {
  const Caller caller = CallerOf(With({{Role::kAdmin, "instances/one"}}));
  EXPECT_THAT(caller.roles, IsEmpty());
  EXPECT_THAT(caller.permissions, IsEmpty());
}

}  // namespace
}  // namespace sluice::controlplane
