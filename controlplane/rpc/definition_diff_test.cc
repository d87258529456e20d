#include "controlplane/rpc/definition_diff.h"

#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "controlplane/lifecycle/change_table.h"
#include "controlplane/rpc/update_mask.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;

void AddLeaves(const google::protobuf::Descriptor& type, const std::string& prefix,
               std::vector<std::string>& leaves) {
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (!IsUsersField(field)) continue;
    const std::string path = absl::StrCat(prefix, std::string(field.name()));
    const bool ours = field.message_type() != nullptr && !field.is_map() &&
                      absl::StartsWith(std::string(field.message_type()->full_name()), "sluice.");
    if (ours) {
      AddLeaves(*field.message_type(), path + ".", leaves);
    } else {
      leaves.push_back(path);
    }
  }
}

std::vector<std::string> Leaves() {
  std::vector<std::string> leaves;
  AddLeaves(*v1::Connector::descriptor(), "", leaves);
  return leaves;
}

TEST(ChangeTable, EveryFieldThatAUserSetsHasARow) {
  for (const std::string& leaf : Leaves()) {
    EXPECT_NE(ChangeRuleOf(leaf), nullptr) << leaf;
  }
}

TEST(ChangeTable, EveryRowIsOfAFieldThatAUserSets) {
  const std::vector<std::string> leaves = Leaves();
  for (const ChangeRule& rule : ChangeRules()) {
    bool covers = false;
    for (const std::string& leaf : leaves) covers = covers || ChangeRuleOf(leaf) == &rule;
    EXPECT_TRUE(covers) << rule.field;
  }
}

TEST(ChangeTable, WhatCannotChangeSaysWhatToDoInstead) {
  for (const ChangeRule& rule : ChangeRules()) {
    EXPECT_FALSE(rule.why.empty()) << rule.field;
    const bool refused =
        rule.effect == ChangeEffect::kImmutable || rule.effect == ChangeEffect::kUntilDeployed;
    EXPECT_EQ(refused, !rule.remedy.empty()) << rule.field;
  }
}

TEST(DifferencesOf, FindsEveryKindOfFieldAndNothingThatIsTheServers) {
  Connector before;
  before.id = {"i", "c"};
  Connector after = before;
  after.uid = "another";
  after.generation = 9;
  EXPECT_THAT(DifferencesOf(DefinitionWithSecrets(before), DefinitionWithSecrets(after)),
              IsEmpty());
  after.labels = {{"b", "2"}, {"a", "1"}};
  after.spec.source.start_time = absl::UnixEpoch();
  after.spec.sink.mode = SinkMode::kKey;
  after.spec.sink.late_policy.past_max = absl::Hours(1);
  after.spec.internet_access = true;
  after.spec.tasks = 3;
  after.spec.error_policy.max_share = 0.5;
  std::vector<std::string> texts;
  for (const v1::FieldDifference& d :
       DifferencesOf(DefinitionWithSecrets(before), DefinitionWithSecrets(after))) {
    texts.push_back(absl::StrCat(d.field(), " ", d.to()));
  }
  EXPECT_THAT(
      texts,
      ElementsAre(R"(labels {"a":"1","b":"2"})", R"(source.start_time "1970-01-01T00:00:00Z")",
                  R"(sink.mode "KEY")", R"(sink.late_policy.past_max "3600s")",
                  "internet_access true", "scaling.tasks 3", "error_policy.max_share 0.5"));
}

}  // namespace
}  // namespace sluice::controlplane
