#include "controlplane/model/resource_name.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;

TEST(ResourceName, WhatIsSpelledIsParsedBack) {
  const ConnectorId id{"kafka-1", "orders"};
  EXPECT_THAT(ConnectorName(id), Eq("instances/kafka-1/connectors/orders"));
  EXPECT_THAT(ParseConnectorName(ConnectorName(id)), Eq(id));
  EXPECT_THAT(ParseInstanceName(InstanceName("kafka-1")), Eq("kafka-1"));
  EXPECT_THAT(ParseWorkerName(WorkerName("w-1")), Eq("w-1"));
  EXPECT_THAT(ParseTaskName(TaskName(id, 3))->connector, Eq(id));
  EXPECT_THAT(ParseTaskName(TaskName(id, 3))->index, Eq(3));
  EXPECT_THAT(ParseRevisionName(RevisionName(id, 12))->connector, Eq(id));
  EXPECT_THAT(ParseRevisionName(RevisionName(id, 12))->number, Eq(12));
}

TEST(ResourceName, OtherFormsAreNoNames) {
  for (const char* name :
       {"", "/", "instances", "instances/", "instances/a/", "instances/a/connectors/",
        "instances//connectors/b", "Instances/a/connectors/b", "/instances/a/connectors/b",
        "instances/a/connectors/b/", "instances/a/tasks/b"}) {
    EXPECT_FALSE(ParseConnectorName(name).has_value()) << name;
  }
  for (const char* index : {"", "x", "-", "01", "+1", "1.0", "99999999999"}) {
    EXPECT_FALSE(ParseTaskName(std::string("instances/a/connectors/b/tasks/") + index).has_value())
        << index;
  }
  EXPECT_FALSE(ParseInstanceName("instances/" + std::string(1 << 20, 'a')).has_value());
}

}  // namespace
}  // namespace sluice::controlplane
