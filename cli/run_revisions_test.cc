// Definitions that change, and connectors that begin anew or go, by sluicectl.
#include <string>

#include "cli/run_scenario.h"
#include "gmock/gmock.h"

namespace sluice::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using RunRevisions = RunScenario;

TEST_F(RunRevisions, UpdateConnectorNamesInItsMaskWhatFlagsNameAndWhoAsksWhy) {
  v1::UpdateConnectorRequest seen;
  transport_.On<v1::UpdateConnectorRequest, v1::Connector>(
      Connectors("UpdateConnector"), [&](const v1::UpdateConnectorRequest& request) {
        seen = request;
        v1::Connector connector = request.connector();
        connector.set_revision(3);
        return connector;
      });
  EXPECT_EQ(Sluicectl({"update", "connector", "orders", "--table", "t2", "--rollback-after", "2m",
                       "--author", "ada", "--reason", "moved", "--etag", "e"}),
            0);
  EXPECT_EQ(out_.str(), "connector orders is at revision 3\n");
  EXPECT_THAT(seen.update_mask().paths(), ElementsAre("sink.table"));
  EXPECT_EQ(seen.connector().sink().table(), "t2");
  EXPECT_EQ(seen.connector().etag(), "e");
  EXPECT_EQ(seen.rollback_after().seconds(), 120);
  EXPECT_EQ(seen.author() + "/" + seen.reason(), "ada/moved");
  EXPECT_EQ(Sluicectl({"update", "connector", "orders"}), 2);
  EXPECT_EQ(Sluicectl({"update", "connector", "orders", "--table", "t", "--rollback-after", "x"}),
            2);
}

TEST_F(RunRevisions, ApplyPrintsWhatChangesAndDiffAnswersWhetherAnythingDoes) {
  v1::Connector stored;
  stored.set_name(kOrders);
  stored.mutable_sink()->set_table("t1");
  transport_.On<v1::GetConnectorRequest, v1::Connector>(
      Connectors("GetConnector"), [&](const v1::GetConnectorRequest&) { return stored; });
  v1::UpdateConnectorRequest seen;
  transport_.On<v1::UpdateConnectorRequest, v1::Connector>(
      Connectors("UpdateConnector"), [&](const v1::UpdateConnectorRequest& request) {
        seen = request;
        if (!request.validate_only()) stored = request.connector();
        return request.connector();
      });
  const std::string manifest = "kind: Connector\nname: orders\nsink: {table: t2}\n";

  in_.str(manifest);
  EXPECT_EQ(Sluicectl({"diff", "-f", "-"}), 1);
  EXPECT_EQ(out_.str(), "connector orders changed\n- sink.table: \"t1\"\n+ sink.table: \"t2\"\n");
  EXPECT_TRUE(seen.validate_only());
  in_.str(manifest);
  EXPECT_EQ(Sluicectl({"apply", "-f", "-"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("+ sink.table: \"t2\""));
  EXPECT_TRUE(seen.allow_missing());
  EXPECT_THAT(seen.update_mask().paths(), ElementsAre("*"));
  in_.str(manifest);
  EXPECT_EQ(Sluicectl({"apply", "-f", "-"}), 0);
  EXPECT_EQ(out_.str(), "connector orders unchanged\n");
  in_.str(manifest);
  EXPECT_EQ(Sluicectl({"diff", "-f", "-"}), 0);
}

TEST_F(RunRevisions, RestartRollbackAndUndeleteSayWhatTheyAreToldTo) {
  v1::RestartConnectorRequest restart;
  transport_.On<v1::RestartConnectorRequest, v1::Connector>(
      Connectors("RestartConnector"), [&](const v1::RestartConnectorRequest& request) {
        restart = request;
        return connector_;
      });
  EXPECT_EQ(
      Sluicectl({"restart", "connector", "orders", "--task", "1", "--task", "3", "--only-failed"}),
      0);
  EXPECT_THAT(restart.tasks(), ElementsAre(1, 3));
  EXPECT_TRUE(restart.only_failed());
  EXPECT_EQ(Sluicectl({"restart", "connector", "orders", "--task", "x"}), 2);

  v1::RollbackConnectorRequest rollback;
  transport_.On<v1::RollbackConnectorRequest, v1::Connector>(
      Connectors("RollbackConnector"), [&](const v1::RollbackConnectorRequest& request) {
        rollback = request;
        connector_.set_revision(9);
        return connector_;
      });
  EXPECT_EQ(Sluicectl({"rollback", "connector", "orders", "4"}), 0);
  EXPECT_EQ(rollback.revision(), 4);
  EXPECT_THAT(out_.str(), HasSubstr("now revision 9"));
  EXPECT_EQ(Sluicectl({"rollback", "connector", "orders", "zero"}), 2);

  v1::DeleteConnectorRequest remove;
  transport_.On<v1::DeleteConnectorRequest, v1::Connector>(
      Connectors("DeleteConnector"), [&](const v1::DeleteConnectorRequest& request) {
        remove = request;
        return connector_;
      });
  EXPECT_EQ(Sluicectl({"delete", "connector", "orders", "--keep-group", "--drop-topics",
                       "--undelete-window", "24h"}),
            0);
  EXPECT_EQ(remove.group_policy(), v1::DeleteConnectorRequest::KEEP);
  EXPECT_EQ(remove.topics_policy(), v1::DeleteConnectorRequest::DROP);
  EXPECT_EQ(remove.undelete_window().seconds(), 86400);
}

TEST_F(RunRevisions, RevisionsAreListedAndTwoOfThemCompared) {
  transport_.On<v1::ListConnectorRevisionsRequest, v1::ListConnectorRevisionsResponse>(
      Connectors("ListConnectorRevisions"), [&](const v1::ListConnectorRevisionsRequest&) {
        v1::ListConnectorRevisionsResponse page;
        v1::ConnectorRevision& revision = *page.add_revisions();
        revision.set_number(2);
        revision.set_author("ada");
        revision.set_reason("moved");
        return page;
      });
  EXPECT_EQ(Sluicectl({"get", "revisions", "orders"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("ada"));
  transport_.On<v1::DiffConnectorRevisionsRequest, v1::DiffConnectorRevisionsResponse>(
      Connectors("DiffConnectorRevisions"), [&](const v1::DiffConnectorRevisionsRequest& request) {
        v1::DiffConnectorRevisionsResponse response;
        response.set_from(request.from());
        response.set_to(request.to());
        if (request.from() == 1) {
          v1::FieldDifference& difference = *response.add_differences();
          difference.set_field("sink.table");
          difference.set_from("\"a\"");
          difference.set_to("\"b\"");
        }
        return response;
      });
  EXPECT_EQ(Sluicectl({"diff", "connector", "orders", "1", "2"}), 1);
  EXPECT_EQ(out_.str(), "revision 1 to revision 2\n- sink.table: \"a\"\n+ sink.table: \"b\"\n");
  EXPECT_EQ(Sluicectl({"diff", "connector", "orders", "2", "2"}), 0);
}

}  // namespace
}  // namespace sluice::cli
