// How definitions change through the API: updates, revisions, going back.

#include <set>
#include <string>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"

namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Ne;
using ::testing::Not;
using ::testing::SizeIs;
using ConnectorStub = v1::ConnectorService::StubInterface;

// The connector of R0 has been created.
class ApiUpdates : public ApiWorld {
 protected:
  ApiUpdates() { EXPECT_THAT(Create(R0Request(), &draft_), IsOk()); }

  static v1::UpdateConnectorRequest To(const std::string& table) {
    v1::UpdateConnectorRequest request;
    request.mutable_connector()->set_name(kName);
    request.mutable_connector()->mutable_sink()->set_table(table);
    return request;
  }

  static v1::UpdateConnectorRequest Described(const std::string& description) {
    v1::UpdateConnectorRequest request;
    request.mutable_connector()->set_name(kName);
    request.mutable_connector()->set_description(description);
    return request;
  }

  absl::Status Update(const v1::UpdateConnectorRequest& request, v1::Connector* response) {
    return Call(*connectors_, &ConnectorStub::UpdateConnector, request, response);
  }

  absl::Status Rollback(int64_t revision, v1::Connector* response) {
    v1::RollbackConnectorRequest request;
    request.set_name(kName);
    request.set_revision(revision);
    request.set_reason("it was better");
    return Call(*connectors_, &ConnectorStub::RollbackConnector, request, response);
  }

  std::vector<v1::FieldDifference> Diff(int64_t from, int64_t to) {
    v1::DiffConnectorRevisionsRequest request;
    request.set_name(kName);
    request.set_from(from);
    request.set_to(to);
    v1::DiffConnectorRevisionsResponse response;
    EXPECT_THAT(Call(*connectors_, &ConnectorStub::DiffConnectorRevisions, request, &response),
                IsOk());
    return {response.differences().begin(), response.differences().end()};
  }

  v1::Connector Now() {
    v1::Connector connector;
    EXPECT_THAT(Get(&connector), IsOk());
    return connector;
  }

  v1::Connector draft_;
};

TEST_F(ApiUpdates, WhatTheMaskNamesChangesAndMakesARevisionWithItsAuthorAndReason) {
  v1::UpdateConnectorRequest request = To("test_kafka");
  request.mutable_connector()->set_description("new");
  request.mutable_connector()->mutable_sink()->set_time_zone("UTC");
  request.mutable_update_mask()->add_paths("sink.time_zone");
  request.set_author("ada");
  request.set_reason("producers moved");
  v1::Connector updated;
  ASSERT_THAT(Update(request, &updated), IsOk());
  EXPECT_THAT(updated.sink().time_zone(), Eq("UTC"));
  EXPECT_THAT(updated.description(), Eq(""));
  EXPECT_THAT(updated.revision(), Eq(2));
  EXPECT_THAT(updated.task_revision(), Eq(2));
  EXPECT_THAT(updated.generation(), Eq(2));
  EXPECT_THAT(updated.etag(), Ne(draft_.etag()));
  EXPECT_THAT(Now().sink().time_zone(), Eq("UTC"));

  v1::GetConnectorRevisionRequest get;
  get.set_name(std::string(kName) + "/revisions/2");
  v1::ConnectorRevision revision;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::GetConnectorRevision, get, &revision), IsOk());
  EXPECT_THAT(revision.name(), Eq(get.name()));
  EXPECT_THAT(revision.author(), Eq("ada"));
  EXPECT_THAT(revision.reason(), Eq("producers moved"));
  EXPECT_THAT(revision.definition().sink().time_zone(), Eq("UTC"));
  EXPECT_FALSE(revision.definition().has_status());
}

TEST_F(ApiUpdates, WhatChangesNothingAnswersTheConnectorAsItIs) {
  v1::Connector same;
  ASSERT_THAT(Update(To("test_kafka"), &same), IsOk());
  EXPECT_THAT(same.revision(), Eq(1));
  EXPECT_THAT(same.etag(), Eq(draft_.etag()));
  // What was read, written back whole.
  v1::UpdateConnectorRequest request;
  *request.mutable_connector() = Now();
  request.mutable_update_mask()->add_paths("*");
  ASSERT_THAT(Update(request, &same), IsOk());
  EXPECT_THAT(same.revision(), Eq(1));
}

TEST_F(ApiUpdates, WhatDoesNotConcernTasksLeavesThemTheirRevision) {
  v1::Connector updated;
  ASSERT_THAT(Update(Described("for people"), &updated), IsOk());
  EXPECT_THAT(updated.revision(), Eq(2));
  EXPECT_THAT(updated.task_revision(), Eq(1));
}

TEST_F(ApiUpdates, WhatCannotChangeIsRefusedWithTheReasonAndWhatToDo) {
  CreateTopic("another", 1);
  v1::UpdateConnectorRequest request;
  request.mutable_connector()->set_name(kName);
  request.mutable_connector()->mutable_source()->set_topic("another");
  v1::Connector updated;
  const absl::Status refused = Update(request, &updated);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("source.topic")));
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("ledger")));
  EXPECT_THAT(Now().revision(), Eq(1));
}

TEST_F(ApiUpdates, WhereReadingBeginsChangesUntilItIsDeployed) {
  v1::UpdateConnectorRequest request;
  request.mutable_connector()->set_name(kName);
  request.mutable_connector()->mutable_source()->set_start_offset(v1::KafkaSource::EARLIEST);
  v1::Connector updated;
  ASSERT_THAT(Update(request, &updated), IsOk());
  ASSERT_THAT(Deploy(), IsOk());
  request.mutable_connector()->mutable_source()->set_start_offset(v1::KafkaSource::LATEST);
  EXPECT_THAT(Update(request, &updated), HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiUpdates, TheWorldIsAskedWhereTheChangeConcernsIt) {
  v1::Connector updated;
  EXPECT_THAT(Update(To("none"), &updated), HasReason("TABLE_NOT_FOUND"));
  EXPECT_THAT(Now().revision(), Eq(1));
  EXPECT_THAT(Update(Described("the world does not mind"), &updated), IsOk());
}

// What another table holds from elsewhere is no proof of what this connector wrote (rule S10).
TEST_F(ApiUpdates, WhenRowsGoIntoAnotherTableItIsAWitnessOnlyOfLaterRecords) {
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_THAT(kafka_.Append("maxcompute-test-input", 0, {.key = "k", .value = "v"}), IsOk());
  const auto asked_until = [this] {
    return store_.GetConnectorByUid(draft_.uid())->start_pin->asked_until;
  };
  ASSERT_THAT(asked_until().at(0), Eq(0));
  v1::Connector updated;
  ASSERT_THAT(Update(Described("the same table"), &updated), IsOk());
  EXPECT_THAT(asked_until().at(0), Eq(0));

  v1::UpdateConnectorRequest elsewhere;
  elsewhere.mutable_connector()->set_name(kName);
  elsewhere.mutable_connector()->mutable_sink()->set_endpoint(
      "http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api");
  ASSERT_THAT(Update(elsewhere, &updated), IsOk());

  EXPECT_THAT(asked_until().at(0), Eq(1));
}

TEST_F(ApiUpdates, AnotherEndpointIsOfTheKindThatItsHostNameTells) {
  v1::UpdateConnectorRequest request;
  request.mutable_connector()->set_name(kName);
  request.mutable_connector()->mutable_sink()->set_endpoint(
      "http://service.cn-hangzhou.maxcompute.aliyun-inc.com/api");
  v1::Connector updated;
  ASSERT_THAT(Update(request, &updated), IsOk());
  EXPECT_THAT(updated.sink().endpoint_kind(), Eq(v1::MaxComputeSink::VPC));
}

TEST_F(ApiUpdates, EtagsAndRepeatsAreHeeded) {
  v1::UpdateConnectorRequest request = Described("first");
  request.mutable_connector()->set_etag(draft_.etag());
  request.set_request_id("r-1");
  v1::Connector first, repeated;
  ASSERT_THAT(Update(request, &first), IsOk());
  ASSERT_THAT(Update(request, &repeated), IsOk());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(first, repeated));
  request.set_request_id("r-2");
  EXPECT_THAT(Update(request, &repeated), HasReason("ETAG_MISMATCH"));
  request = Described("second");
  request.set_request_id("r-1");
  EXPECT_THAT(Update(request, &repeated), HasReason("REQUEST_ID_REUSED"));
  EXPECT_THAT(Now().revision(), Eq(2));
}

TEST_F(ApiUpdates, ValidateOnlyShowsWhatWouldBeAndStoresNothing) {
  v1::UpdateConnectorRequest request = Described("perhaps");
  request.set_validate_only(true);
  v1::Connector would_be;
  ASSERT_THAT(Update(request, &would_be), IsOk());
  EXPECT_THAT(would_be.revision(), Eq(2));
  EXPECT_THAT(Now().revision(), Eq(1));
}

TEST_F(ApiUpdates, WhatIsMissingIsCreatedWhenThatIsAllowed) {
  v1::UpdateConnectorRequest request;
  *request.mutable_connector() = R0Request().connector();
  request.mutable_connector()->set_name("instances/alikafka/connectors/other");
  request.set_request_id("r-1");
  v1::Connector created, repeated;
  EXPECT_THAT(Update(request, &created), HasReason("CONNECTOR_NOT_FOUND"));
  request.set_allow_missing(true);
  ASSERT_THAT(Update(request, &created), IsOk());
  EXPECT_THAT(created.revision(), Eq(1));
  ASSERT_THAT(Update(request, &repeated), IsOk());
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(created, repeated));
  request.set_request_id("r-2");
  ASSERT_THAT(Update(request, &repeated), IsOk());
  EXPECT_THAT(repeated.etag(), Eq(created.etag())) << "it is as it shall be";
}

TEST_F(ApiUpdates, RollbackBringsAnOlderDefinitionBackAsANewRevision) {
  v1::Connector connector;
  ASSERT_THAT(Rollback(0, &connector), HasReason("REVISION_NOT_FOUND"));
  ASSERT_THAT(Update(Described("two"), &connector), IsOk());
  ASSERT_THAT(Update(Described("three"), &connector), IsOk());
  ASSERT_THAT(Rollback(0, &connector), IsOk());
  EXPECT_THAT(connector.revision(), Eq(4));
  EXPECT_THAT(connector.description(), Eq("two"));
  ASSERT_THAT(Rollback(1, &connector), IsOk());
  EXPECT_THAT(connector.description(), Eq(""));
  EXPECT_THAT(Rollback(77, &connector), HasReason("REVISION_NOT_FOUND"));
  ASSERT_THAT(Rollback(1, &connector), IsOk());
  EXPECT_THAT(connector.revision(), Eq(5)) << "it is that already";
}

TEST_F(ApiUpdates, RevisionsAreListedAndComparedFieldByField) {
  v1::UpdateConnectorRequest request = Described("two");
  request.mutable_connector()->mutable_sink()->set_time_zone("UTC");
  (*request.mutable_connector()->mutable_labels())["team"] = "pay";
  v1::Connector connector;
  ASSERT_THAT(Update(request, &connector), IsOk());

  const std::vector<v1::FieldDifference> differences = Diff(0, 0);
  ASSERT_THAT(differences, SizeIs(3));
  EXPECT_THAT(differences[0].field(), Eq("labels"));
  EXPECT_THAT(differences[0].to(), Eq(R"({"team":"pay"})"));
  EXPECT_THAT(differences[0].effect(), Eq(v1::IN_PLACE));
  EXPECT_THAT(differences[1].field(), Eq("description"));
  EXPECT_THAT(differences[1].from() + "|" + differences[1].to(), Eq(R"(|"two")"));
  EXPECT_THAT(differences[2].field(), Eq("sink.time_zone"));
  EXPECT_THAT(differences[2].from(), Eq(R"("GMT 08:00")"));
  EXPECT_THAT(differences[2].effect(), Eq(v1::RESTART));
  EXPECT_THAT(Diff(1, 1), SizeIs(0));

  v1::ListConnectorRevisionsRequest list;
  list.set_parent(kName);
  list.set_page_size(1);
  v1::ListConnectorRevisionsResponse page;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::ListConnectorRevisions, list, &page), IsOk());
  ASSERT_THAT(page.revisions(), SizeIs(1));
  EXPECT_THAT(page.revisions(0).number(), Eq(2));
  list.set_page_token(page.next_page_token());
  page.Clear();
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::ListConnectorRevisions, list, &page), IsOk());
  ASSERT_THAT(page.revisions(), SizeIs(1));
  EXPECT_THAT(page.revisions(0).number(), Eq(1));
  EXPECT_THAT(page.next_page_token(), Eq(""));
}

TEST_F(ApiUpdates, OfASecretADiffTellsOnlyThatItDiffersAndNothingEverShowsIt) {
  v1::UpdateConnectorRequest request;
  request.mutable_connector()->set_name(kName);
  v1::MaxComputeSink& sink = *request.mutable_connector()->mutable_sink();
  sink.mutable_access_key()->set_access_key_id("LTAI1");
  sink.mutable_access_key()->set_access_key_secret("first-secret");
  for (const char* path : {"sink.access_key", "sink.account_uid", "sink.role_name"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  v1::Connector connector;
  ASSERT_THAT(Update(request, &connector), IsOk());
  // Left out, it stays.
  ASSERT_THAT(Update(Described("same key"), &connector), IsOk());
  EXPECT_THAT(store_.GetConnectorByUid(connector.uid())->spec.sink.access_key->secret,
              Eq("first-secret"));
  sink.mutable_access_key()->set_access_key_secret("second-secret");
  request.clear_update_mask();
  ASSERT_THAT(Update(request, &connector), IsOk());

  const std::vector<v1::FieldDifference> differences = Diff(3, 4);
  ASSERT_THAT(differences, SizeIs(1));
  EXPECT_THAT(differences[0].field(), Eq("sink.access_key.access_key_secret"));
  EXPECT_TRUE(differences[0].secret());
  EXPECT_THAT(differences[0].DebugString(), Not(HasSubstr("-secret")));
  v1::ListConnectorRevisionsRequest list;
  list.set_parent(kName);
  v1::ListConnectorRevisionsResponse page;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::ListConnectorRevisions, list, &page), IsOk());
  EXPECT_THAT(page.DebugString(), Not(HasSubstr("-secret\"")));
  // Going back keeps the newest secret of the same key.
  ASSERT_THAT(Rollback(2, &connector), IsOk());
  EXPECT_THAT(store_.GetConnectorByUid(connector.uid())->spec.sink.access_key->secret,
              Eq("second-secret"));
}

TEST_F(ApiUpdates, AStoredAccessKeySignsNothingForAnotherEndpoint) {
  v1::UpdateConnectorRequest request;
  request.mutable_connector()->set_name(kName);
  v1::MaxComputeSink& sink = *request.mutable_connector()->mutable_sink();
  sink.mutable_access_key()->set_access_key_id("LTAI1");
  sink.mutable_access_key()->set_access_key_secret("first-secret");
  for (const char* path : {"sink.access_key", "sink.account_uid", "sink.role_name"}) {
    request.mutable_update_mask()->add_paths(path);
  }
  v1::Connector connector;
  ASSERT_THAT(Update(request, &connector), IsOk());
  v1::UpdateConnectorRequest elsewhere;
  elsewhere.mutable_connector()->set_name(kName);
  elsewhere.mutable_connector()->mutable_sink()->set_tunnel_endpoint("http://127.0.0.1:2");
  elsewhere.set_validate_only(true);

  const absl::Status refusal = Update(elsewhere, &connector);

  EXPECT_THAT(refusal, HasReason("VALIDATION_FAILED"));
  std::vector<std::string> fields;
  for (const auto& violation : client::ViolationsOf(refusal)) fields.push_back(violation.field);
  EXPECT_THAT(fields, Contains("connector.sink.access_key.access_key_secret"));
}

TEST_F(ApiUpdates, ATrialNeedsAConnectorThatShallRunAndATimeInItsBounds) {
  v1::UpdateConnectorRequest request;
  request.mutable_connector()->set_name(kName);
  request.mutable_connector()->mutable_sink()->set_time_zone("UTC");
  request.mutable_rollback_after()->set_seconds(60);
  v1::Connector connector;
  EXPECT_THAT(Update(request, &connector), HasReason("VALIDATION_FAILED"));
  ASSERT_THAT(Deploy(), IsOk());
  request.mutable_rollback_after()->set_seconds(9);
  EXPECT_THAT(Update(request, &connector), HasReason("VALIDATION_FAILED"));
  request.mutable_rollback_after()->set_seconds(60);
  ASSERT_THAT(Update(request, &connector), IsOk());
  EXPECT_THAT(connector.trial().revision(), Eq(2));
  EXPECT_THAT(connector.trial().back_to(), Eq(1));
  EXPECT_TRUE(connector.trial().has_deadline());
}

TEST_F(ApiUpdates, WhatIsBeingDeletedDoesNotChange) {
  v1::DeleteConnectorRequest remove;
  remove.set_name(kName);
  v1::Connector connector;
  ASSERT_THAT(Call(*connectors_, &ConnectorStub::DeleteConnector, remove, &connector), IsOk());
  EXPECT_THAT(Update(Described("too late"), &connector), HasReason("VERB_NOT_ALLOWED"));
}

TEST_F(ApiUpdates, WhatIsWrongIsToldAllAtOnceAndAPathThatIsNoneIsRefused) {
  v1::UpdateConnectorRequest request;
  request.mutable_connector()->set_name(kName);
  request.mutable_connector()->mutable_scaling()->set_tasks(65);
  request.mutable_connector()->mutable_sink()->set_format(v1::MaxComputeSink::CSV);
  v1::Connector connector;
  EXPECT_THAT(Update(request, &connector),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("and 1 more")));
  request.mutable_update_mask()->add_paths("sink.tabel");
  EXPECT_THAT(Update(request, &connector),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("sink.tabel")));
}

}  // namespace
}  // namespace sluice::controlplane
