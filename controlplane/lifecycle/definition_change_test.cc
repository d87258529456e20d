#include "controlplane/lifecycle/definition_change.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::Optional;

const absl::Time kNow = absl::FromUnixSeconds(1'700'000'000);

Connector AConnector() {
  Connector connector;
  connector.generation = 7;
  connector.spec_revision = 4;
  connector.task_revision = 3;
  return connector;
}

TEST(DefinitionChange, EachCountsARevisionWhichTasksRunOnlyWhenItConcernsThem) {
  Connector connector = AConnector();
  CountDefinition(connector, false, std::nullopt, kNow);
  EXPECT_THAT(connector.generation, Eq(8));
  EXPECT_THAT(connector.spec_revision, Eq(5));
  EXPECT_THAT(connector.task_revision, Eq(3));
  CountDefinition(connector, true, std::nullopt, kNow);
  EXPECT_THAT(connector.task_revision, Eq(6));
  EXPECT_THAT(connector.update_time, Eq(kNow));
}

TEST(DefinitionChange, ATrialGoesBackToTheLastRevisionThatWasNoneItself) {
  Connector connector = AConnector();
  CountDefinition(connector, true, absl::Minutes(1), kNow);
  EXPECT_THAT(connector.trial, Optional(Trial{5, 4, kNow + absl::Minutes(1)}));
  CountDefinition(connector, true, absl::Minutes(2), kNow);
  EXPECT_THAT(connector.trial, Optional(Trial{6, 4, kNow + absl::Minutes(2)}));
  CountDefinition(connector, true, std::nullopt, kNow);
  EXPECT_THAT(connector.trial, Eq(std::nullopt)) << "a person has taken over";
}

TEST(DefinitionChange, WhatDoesNotConcernTasksIsNotTried) {
  Connector connector = AConnector();
  CountDefinition(connector, false, absl::Minutes(1), kNow);
  EXPECT_THAT(connector.trial, Eq(std::nullopt));
}

TEST(DefinitionChange, GoingBackKeepsTheNewestSecretOfTheSameKey) {
  Connector connector = AConnector();
  connector.spec.sink.access_key = AccessKey{"LTAI1", "new"};
  ConnectorRevision revision;
  revision.spec.sink.table = "before";
  revision.spec.sink.access_key = AccessKey{"LTAI1", "old"};
  const Connector same = WithDefinitionOf(connector, revision);
  EXPECT_THAT(same.spec.sink.table, Eq("before"));
  EXPECT_THAT(same.spec.sink.access_key->secret, Eq("new"));
  revision.spec.sink.access_key->id = "LTAI2";
  EXPECT_THAT(WithDefinitionOf(connector, revision).spec.sink.access_key->secret, Eq("old"));
}

}  // namespace
}  // namespace sluice::controlplane
