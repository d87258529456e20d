#include "dataplane/worker/same_task.h"

#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

TaskDefinition Running() {
  TaskDefinition definition;
  definition.connector_uid = "uid";
  definition.assignment_revision = 7;
  definition.connector_revision = 3;
  definition.revisions[2].table = "before";
  definition.revisions[3].table = "now";
  return definition;
}

TEST(SameTask, APauseAndRevisionsThatAreNeededNoMoreDisturbNoTask) {
  TaskDefinition wanted = Running();
  EXPECT_TRUE(MayGoOn(Running(), wanted));
  wanted.paused = true;
  wanted.revisions.erase(2);
  EXPECT_TRUE(MayGoOn(Running(), wanted));
}

TEST(SameTask, ANewRevisionARestartOrOneThatWasLackingBeginsItAnew) {
  TaskDefinition wanted = Running();
  wanted.connector_revision = 4;
  wanted.revisions[4].table = "next";
  EXPECT_FALSE(MayGoOn(Running(), wanted));
  wanted = Running();
  ++wanted.assignment_revision;
  EXPECT_FALSE(MayGoOn(Running(), wanted));
  wanted = Running();
  wanted.revisions[1].table = "long ago";
  EXPECT_FALSE(MayGoOn(Running(), wanted));
  wanted = Running();
  wanted.task_count = 2;
  EXPECT_FALSE(MayGoOn(Running(), wanted));
}

TEST(SameTask, ASecretThatChangedBeginsItAnew) {
  TaskDefinition wanted = Running();
  wanted.revisions[3].access_key_secret = "rotated";
  EXPECT_FALSE(MayGoOn(Running(), wanted));
}

}  // namespace
}  // namespace sluice::dataplane
