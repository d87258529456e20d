#include "dataplane/task/other_tables.h"

#include <string>

#include "formats/intent.h"
#include "gtest/gtest.h"

namespace sluice::dataplane {
namespace {

// Revision 3 runs, into table b; 1 and 2 wrote into a.
TaskDefinition Definition() {
  TaskDefinition definition;
  definition.connector_uid = "uid";
  definition.connector_revision = 3;
  for (int64_t revision : {1, 2, 3}) {
    definition.revisions[revision].project = "p";
    definition.revisions[revision].table = revision == 3 ? "b" : "a";
  }
  return definition;
}

kafka::CommittedOffset Entry(int64_t revision, bool open, const std::string& uid = "uid") {
  formats::Intent intent{.connector_uid = uid, .connector_revision = revision, .next_offset = 9};
  if (open) intent.sessions = {{"session", "pt=a", 1, 3, 0}};
  return {.next_offset = 6, .metadata = formats::EncodeIntent(intent)};
}

TEST(OtherTables, AnOpenIntentOfAnOlderRevisionWaitsForItsOwnTable) {
  EXPECT_EQ(RevisionInAnotherTable(Definition(), {{{"t", 0}, Entry(2, true)}}), 2);
  EXPECT_EQ(RevisionInAnotherTable(Definition(),
                                   {{{"t", 0}, Entry(2, true)}, {{"t", 1}, Entry(1, true)}}),
            1);
}

TEST(OtherTables, NothingWaitsOfWhatIsClosedOursToDoNowOrNotOurs) {
  EXPECT_EQ(RevisionInAnotherTable(Definition(), {}), 0);
  EXPECT_EQ(RevisionInAnotherTable(Definition(), {{{"t", 0}, Entry(2, false)}}), 0);
  EXPECT_EQ(RevisionInAnotherTable(Definition(), {{{"t", 0}, Entry(3, true)}}), 0);
  EXPECT_EQ(RevisionInAnotherTable(Definition(), {{{"t", 0}, Entry(2, true, "other")}}), 0);
  EXPECT_EQ(RevisionInAnotherTable(Definition(), {{{"t", 0}, Entry(77, true)}}), 0);
  EXPECT_EQ(RevisionInAnotherTable(Definition(), {{{"t", 0}, {.metadata = "no entry"}}}), 0);
  TaskDefinition same = Definition();
  same.revisions[2].table = "b";
  EXPECT_EQ(RevisionInAnotherTable(same, {{{"t", 0}, Entry(2, true)}}), 0);
}

TEST(OtherTables, SessionsOfAnotherKindAreOfAnotherTable) {
  TaskDefinition definition = Definition();
  definition.revisions[2].table = "b";
  definition.revisions[2].delivery = DeliveryMode::kStream;
  EXPECT_EQ(RevisionInAnotherTable(definition, {{{"t", 0}, Entry(2, true)}}), 0);
  definition.revisions[2].delivery = DeliveryMode::kUpsert;
  EXPECT_EQ(RevisionInAnotherTable(definition, {{{"t", 0}, Entry(2, true)}}), 2);
}

TEST(OtherTables, WhoeverSettlesHasTheNewestSecretOfTheKey) {
  TaskDefinition definition = Definition();
  definition.revisions[2].access_key_id = definition.revisions[3].access_key_id = "key";
  definition.revisions[2].access_key_secret = "old";
  definition.revisions[3].access_key_secret = "new";
  const TaskDefinition settling = DefinitionToSettle(definition, 2);
  EXPECT_EQ(settling.connector_revision, 2);
  EXPECT_EQ(settling.revision(2)->table, "a");
  EXPECT_EQ(settling.revision(2)->access_key_secret, "new");
  definition.revisions[2].access_key_id = "another";
  EXPECT_EQ(DefinitionToSettle(definition, 2).revision(2)->access_key_secret, "old");
}

}  // namespace
}  // namespace sluice::dataplane
