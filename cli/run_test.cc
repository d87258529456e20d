#include "cli/run.h"

#include <set>

#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "cli/grammar/grammar.h"
#include "cli/manifest/field_text.h"
#include "cli/run_scenario.h"
#include "gmock/gmock.h"
#include "google/protobuf/empty.pb.h"
#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using RunTest = RunScenario;

TEST_F(RunTest, CreateFillsTheConnectorFromItsFlags) {
  v1::CreateConnectorRequest seen;
  transport_.On<v1::CreateConnectorRequest, v1::Connector>(
      Connectors("CreateConnector"), [&](const v1::CreateConnectorRequest& request) {
        seen = request;
        v1::Connector created = request.connector();
        created.set_state(v1::Connector::CREATING);
        return created;
      });

  EXPECT_EQ(Sluicectl({"create",   "connector", "orders", "--topic", "orders", "--start-offset",
                       "earliest", "--project", "p",      "--table", "t",      "--account-uid",
                       "0123",     "--mode",    "key",    "--tasks", "2",      "--internet-access",
                       "--label",  "a=b=c"}),
            0)
      << err_.str();

  EXPECT_EQ(out_.str(), "connector orders created, CREATING\n");
  EXPECT_EQ(seen.parent(), "instances/local");
  EXPECT_EQ(seen.connector_id(), "orders");
  EXPECT_FALSE(seen.request_id().empty());
  EXPECT_EQ(seen.connector().source().start_offset(), v1::KafkaSource::EARLIEST);
  EXPECT_EQ(seen.connector().sink().mode(), v1::MaxComputeSink::KEY);
  EXPECT_EQ(seen.connector().sink().account_uid(), "0123");
  EXPECT_EQ(seen.connector().scaling().tasks(), 2);
  EXPECT_TRUE(seen.connector().internet_access());
  EXPECT_EQ(seen.connector().labels().at("a"), "b=c");
}

TEST_F(RunTest, AWrongWordForAFieldIsAUsageErrorAndNothingIsSent) {
  EXPECT_EQ(Sluicectl({"create", "connector", "orders", "--mode", "sideways"}), 2);

  EXPECT_THAT(err_.str(), HasSubstr("--mode: expected one of DEFAULT, KEY, VALUE"));
  EXPECT_THAT(transport_.calls(), IsEmpty());
}

TEST_F(RunTest, DocumentsOfAFileAreCreatedInOrderUnderNumberedRequestIds) {
  std::vector<std::string> ids;
  transport_.On<v1::CreateInstanceRequest, v1::Instance>(
      "/sluice.v1.InstanceService/CreateInstance", [&](const v1::CreateInstanceRequest& request) {
        ids.push_back(request.instance_id() + "=" + request.request_id());
        return request.instance();
      });
  transport_.On<v1::CreateConnectorRequest, v1::Connector>(
      Connectors("CreateConnector"), [&](const v1::CreateConnectorRequest& request) {
        ids.push_back(request.parent() + "/" + request.connector_id() + "=" + request.request_id());
        return request.connector();
      });
  in_.str(
      "kind: Instance\nname: cn\n---\nkind: Connector\nname: instances/cn/connectors/a\n"
      "---\nkind: Connector\nname: b\n");

  EXPECT_EQ(Sluicectl({"create", "-f", "-", "--request-id", "ci7"}), 0) << err_.str();

  EXPECT_THAT(ids, ElementsAre("cn=ci7-1", "instances/cn/a=ci7-2", "instances/local/b=ci7-3"));
}

TEST_F(RunTest, AMistakeInAFileSendsNothingAndNamesItsLine) {
  in_.str("kind: Instance\nname: cn\n---\nkind: Connector\nnmae: a\n");

  EXPECT_EQ(Sluicectl({"create", "-f", "-"}), 3);

  EXPECT_THAT(err_.str(), HasSubstr("MANIFEST_INVALID"));
  EXPECT_THAT(err_.str(), HasSubstr("-:5: nmae: is not a field"));
  EXPECT_THAT(transport_.calls(), IsEmpty());
}

TEST_F(RunTest, AListIsReadPageByPage) {
  transport_.On<v1::ListConnectorsRequest, v1::ListConnectorsResponse>(
      Connectors("ListConnectors"), [](const v1::ListConnectorsRequest& request) {
        v1::ListConnectorsResponse page;
        page.add_connectors()->set_name("instances/local/connectors/c" + request.page_token());
        if (request.page_token().empty()) page.set_next_page_token("2");
        return page;
      });

  EXPECT_EQ(Sluicectl({"get", "connectors"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("local      c2"));
  EXPECT_EQ(Sluicectl({"get", "connectors", "-o", "json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\"name\": \"instances/local/connectors/c2\""));
  EXPECT_EQ(Sluicectl({"get", "connectors", "-o", "yaml"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("---\nkind: Connector\nname: instances/local/connectors/c2\n"));
}

TEST_F(RunTest, AnEmptyListSaysSoWithoutTouchingTheOutput) {
  transport_.On<v1::ListConnectorsRequest, v1::ListConnectorsResponse>(
      Connectors("ListConnectors"),
      [](const v1::ListConnectorsRequest&) { return v1::ListConnectorsResponse(); });

  EXPECT_EQ(Sluicectl({"get", "connectors"}), 0);
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(err_.str(), "no connectors on instance local\n");
}

TEST_F(RunTest, ATaskIsDescribedByItsConnectorAndIndex) {
  transport_.On<v1::GetTaskRequest, v1::Task>(
      Connectors("GetTask"), [](const v1::GetTaskRequest& request) {
        v1::Task task;
        task.set_name(request.name());
        task.set_state(v1::Task::FAILED);
        task.mutable_trouble()->set_reason("TABLE_NOT_FOUND");
        task.mutable_trouble()->set_remedy("create it");
        return task;
      });

  EXPECT_EQ(Sluicectl({"describe", "task", "orders", "3"}), 0) << err_.str();

  EXPECT_THAT(out_.str(),
              HasSubstr("Name:                 instances/local/connectors/orders/tasks/3\n"
                        "State:                FAILED\n"
                        "Reason:               TABLE_NOT_FOUND\n"
                        "What to do:           create it\n"));
}

TEST_F(RunTest, DeployWaitsUntilItRuns) {
  AnswerStates<v1::DeployConnectorRequest>("DeployConnector", {v1::Connector::STARTING});
  AnswerStates<v1::GetConnectorRequest>(
      "GetConnector", {v1::Connector::STARTING, v1::Connector::STARTING, v1::Connector::RUNNING});

  EXPECT_EQ(Sluicectl({"deploy", "connector", "orders", "--wait"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "connector orders deployed, RUNNING\n");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(RunTest, WaitingTellsOnceWhatTakesLongerThanAMoment) {
  AnswerStates<v1::DeployConnectorRequest>("DeployConnector", {v1::Connector::STARTING});
  std::vector<v1::Connector::State> states(10, v1::Connector::STARTING);
  states.push_back(v1::Connector::RUNNING);
  AnswerStates<v1::GetConnectorRequest>("GetConnector", states);

  EXPECT_EQ(Sluicectl({"deploy", "connector", "orders", "--wait"}), 0) << err_.str();
  EXPECT_EQ(err_.str(), "waiting: connector orders is STARTING\n");
}

TEST_F(RunTest, WaitingEndsAtOnceWhenAPersonMustAct) {
  auto* condition = connector_.add_conditions();
  condition->set_status(v1::Condition::FALSE);
  condition->set_reason("PERMISSION_MISSING");
  condition->set_message("the role lacks Update");
  condition->set_remedy("grant Update on table t to user u;");
  condition->set_error_class(v1::Condition::USER);
  AnswerStates<v1::DeployConnectorRequest>("DeployConnector", {v1::Connector::STARTING});
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::FAILED});

  EXPECT_EQ(Sluicectl({"deploy", "connector", "orders", "--wait"}), 6);
  EXPECT_EQ(err_.str(),
            "sluicectl: PERMISSION_MISSING: connector orders is FAILED: the role lacks Update\n"
            "remedy: grant Update on table t to user u;\n");
}

TEST_F(RunTest, WaitingHasALimitAndSaysWhatItLastSaw) {
  AnswerStates<v1::DeployConnectorRequest>("DeployConnector", {v1::Connector::STARTING});
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::STARTING});

  EXPECT_EQ(Sluicectl({"deploy", "connector", "orders", "--wait", "--timeout", "5s"}), 8);
  EXPECT_THAT(err_.str(), HasSubstr("still STARTING after 5s"));
}

TEST_F(RunTest, DeletionIsDoneWhenTheConnectorIsGone) {
  AnswerStates<v1::DeleteConnectorRequest>("DeleteConnector", {v1::Connector::DELETING});
  int asked = 0;
  transport_.On<v1::GetConnectorRequest, v1::Connector>(
      Connectors("GetConnector"),
      [&](const v1::GetConnectorRequest&) -> absl::StatusOr<v1::Connector> {
        if (++asked > 2) return absl::NotFoundError("gone");
        v1::Connector connector;
        connector.set_state(v1::Connector::DELETING);
        return connector;
      });

  EXPECT_EQ(Sluicectl({"delete", "connector", "orders", "--wait"}), 0) << err_.str();
  EXPECT_EQ(out_.str(), "connector orders deleted\n");
}

TEST_F(RunTest, DeletingAFileTakesConnectorsAwayBeforeTheirInstance) {
  AnswerStates<v1::DeleteConnectorRequest>("DeleteConnector", {v1::Connector::DELETING});
  transport_.On<v1::GetConnectorRequest, v1::Connector>(
      Connectors("GetConnector"), [](const v1::GetConnectorRequest&) {
        return absl::StatusOr<v1::Connector>(absl::NotFoundError("gone"));
      });
  transport_.On<v1::DeleteInstanceRequest, google::protobuf::Empty>(
      "/sluice.v1.InstanceService/DeleteInstance",
      [](const v1::DeleteInstanceRequest&) { return google::protobuf::Empty(); });
  in_.str("kind: Instance\nname: cn\n---\nkind: Connector\nname: instances/cn/connectors/a\n");

  EXPECT_EQ(Sluicectl({"delete", "-f", "-"}), 0) << err_.str();
  EXPECT_THAT(transport_.calls(),
              ElementsAre(Connectors("DeleteConnector"), Connectors("GetConnector"),
                          "/sluice.v1.InstanceService/DeleteInstance"));
}

TEST_F(RunTest, ATestRecordCarriesOnlyWhatWasGiven) {
  v1::SendTestRecordRequest seen;
  transport_.On<v1::SendTestRecordRequest, v1::SendTestRecordResponse>(
      Connectors("SendTestRecord"), [&](const v1::SendTestRecordRequest& request) {
        seen = request;
        v1::SendTestRecordResponse sent;
        sent.set_topic("t");
        sent.set_offset(7);
        sent.mutable_timestamp()->set_seconds(1'600'000'000);
        return sent;
      });

  EXPECT_EQ(Sluicectl({"send-test", "connector", "orders", "--partition", "0", "--key", ""}), 0);
  EXPECT_EQ(out_.str(), "sent to topic t, partition 0, offset 7, at 2020-09-13T12:26:40Z\n");
  EXPECT_TRUE(seen.has_partition());
  EXPECT_TRUE(seen.has_key());
  EXPECT_FALSE(seen.has_value());
}

TEST_F(RunTest, ATestRecordIsWaitedForUntilItsRowIsThere) {
  v1::SendTestRecordRequest seen;
  v1::SendTestRecordResponse sent;
  sent.set_topic("t");
  transport_.On<v1::SendTestRecordRequest, v1::SendTestRecordResponse>(
      Connectors("SendTestRecord"), [&](const v1::SendTestRecordRequest& request) {
        seen = request;
        return sent;
      });

  EXPECT_EQ(Sluicectl({"send-test", "connector", "orders", "--wait"}), 8);
  EXPECT_EQ(seen.wait().seconds(), 25);
  EXPECT_THAT(out_.str(), HasSubstr("sent to topic t, partition 0, offset 0"));
  EXPECT_THAT(err_.str(), HasSubstr("WAIT_TIMEOUT: the record was sent, but it was not in the "
                                    "table after 25s"));

  sent.set_arrived(true);
  sent.set_table_partition("pt=11-17-2020 15");
  EXPECT_EQ(Sluicectl({"send-test", "connector", "orders", "--wait", "--timeout", "6s"}), 0);
  // The call's own limit must leave room for the answer.
  EXPECT_EQ(seen.wait().seconds(), 5);
  EXPECT_THAT(out_.str(), HasSubstr("\nits row is in partition pt=11-17-2020 15\n"));

  sent.clear_table_partition();
  EXPECT_EQ(Sluicectl({"send-test", "connector", "orders", "--wait"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\nit was dealt with: its row is in the table, or it is in"));
}

TEST_F(RunTest, ValidateAnswersByItsExitCodeWhetherEveryDocumentIsDeployable) {
  std::vector<std::string> asked;
  transport_.On<v1::ValidateConnectorRequest, v1::ValidateConnectorResponse>(
      Connectors("ValidateConnector"), [&](const v1::ValidateConnectorRequest& request) {
        asked.push_back(request.parent() + "/" + request.connector_id());
        v1::ValidateConnectorResponse response;
        response.set_deployable(request.connector().sink().table() == "good");
        return response;
      });
  transport_.On<v1::CreateInstanceRequest, v1::Instance>(
      "/sluice.v1.InstanceService/CreateInstance", [](const v1::CreateInstanceRequest& request) {
        EXPECT_TRUE(request.validate_only());
        return absl::StatusOr<v1::Instance>(absl::AlreadyExistsError("it is there"));
      });
  in_.str(
      "kind: Instance\nname: local\n---\nkind: Connector\nname: a\nsink: {table: bad}\n"
      "---\nkind: Connector\nname: b\nsink: {table: good}\n");

  EXPECT_EQ(Sluicectl({"validate", "-f", "-"}), 1) << err_.str();
  EXPECT_THAT(asked, ElementsAre("instances/local/a", "instances/local/b"));
  EXPECT_EQ(out_.str(), "connector a is not deployable\nconnector b is deployable\n");
  EXPECT_EQ(err_.str(), "instance local exists; the file's is not compared with it\n");

  EXPECT_EQ(Sluicectl({"validate", "connector", "b", "--table", "good"}), 0);
  EXPECT_EQ(Sluicectl({"validate", "connector", "b", "--table", "good", "-o", "json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\"deployable\": true,\n  \"findings\": [],"));
}

TEST_F(RunTest, PreviewTakesAConnectorThatExistsOrADefinition) {
  v1::PreviewRecordsRequest seen;
  transport_.On<v1::PreviewRecordsRequest, v1::PreviewRecordsResponse>(
      Connectors("PreviewRecords"), [&](const v1::PreviewRecordsRequest& request) {
        seen = request;
        v1::PreviewRecordsResponse response;
        response.add_columns("key");
        auto* record = response.add_records();
        record->set_table_partition("pt=1");
        record->mutable_row()->add_values()->set_string_value("k");
        return response;
      });

  EXPECT_EQ(Sluicectl({"preview", "connector", "orders", "--limit", "3"}), 0) << err_.str();
  EXPECT_FALSE(seen.has_connector());
  EXPECT_EQ(seen.limit(), 3);
  EXPECT_EQ(out_.str(), "RECORD   TABLE PARTITION   key\n0:0      pt=1              k\n");

  EXPECT_EQ(Sluicectl({"preview", "connector", "orders", "--format", "json"}), 0);
  EXPECT_EQ(seen.connector().sink().format(), v1::MaxComputeSink::JSON);

  in_.str("kind: Connector\nname: c\nsink: {table: t}\n");
  EXPECT_EQ(Sluicectl({"preview", "-f", "-", "-o", "json"}), 0) << err_.str();
  EXPECT_EQ(seen.connector_id(), "c");
  EXPECT_THAT(out_.str(), HasSubstr("\"tablePartition\": \"pt=1\""));
}

TEST_F(RunTest, WhatCreateWarnsOfIsToldOnStderr) {
  transport_.On<v1::CreateConnectorRequest, v1::Connector>(
      Connectors("CreateConnector"), [](const v1::CreateConnectorRequest& request) {
        v1::Connector created = request.connector();
        auto* warning = created.add_warnings();
        warning->set_reason("SINGLE_REPLICA");
        warning->set_message("one replica");
        return created;
      });
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::DRAFT});

  EXPECT_EQ(Sluicectl({"create", "connector", "orders", "--wait"}), 0);
  EXPECT_EQ(out_.str(), "connector orders created, DRAFT\n");
  EXPECT_EQ(err_.str(), "warning: SINGLE_REPLICA\n  one replica\n");
  EXPECT_EQ(Sluicectl({"create", "connector", "orders", "--wait", "-o", "json"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("\"reason\": \"SINGLE_REPLICA\""));
}

TEST_F(RunTest, ASecretComesFromAFileAndNeverFromTheCommandLine) {
  v1::CreateConnectorRequest seen;
  transport_.On<v1::CreateConnectorRequest, v1::Connector>(
      Connectors("CreateConnector"), [&](const v1::CreateConnectorRequest& request) {
        seen = request;
        return request.connector();
      });
  in_.str("s3cret\r\n");

  EXPECT_EQ(Sluicectl({"create", "connector", "orders", "--access-key-id", "LTAI1",
                       "--access-key-secret-file", "-"}),
            0)
      << err_.str();
  EXPECT_EQ(seen.connector().sink().access_key().access_key_id(), "LTAI1");
  EXPECT_EQ(seen.connector().sink().access_key().access_key_secret(), "s3cret");

  EXPECT_EQ(Sluicectl({"create", "connector", "orders", "--access-key-secret", "s3cret"}), 2);
  EXPECT_EQ(Sluicectl({"create", "connector", "orders", "--access-key-secret-file", "/none"}), 3);
  EXPECT_THAT(err_.str(), HasSubstr("FILE_UNREADABLE: cannot read the file /none"));
}

// Fields that a flag fills, as `sink.late_policy.action`.
std::set<std::string> FieldsOfFlags() {
  std::set<std::string> fields;
  for (const Command& command : Commands()) {
    if (command.verb != Verb::kCreate || command.noun != Noun::kConnector) continue;
    for (const Flag& flag : command.flags) fields.insert(flag.field);
  }
  return fields;
}

void AddSettableFields(const google::protobuf::Descriptor& type, const std::string& prefix,
                       std::set<std::string>& fields) {
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (IsOutputOnly(field)) continue;
    const std::string name = prefix + field.name();
    const bool nested = field.message_type() != nullptr && !field.is_map() && !IsText(field);
    if (nested) {
      AddSettableFields(*field.message_type(), name + ".", fields);
    } else {
      fields.insert(name);
    }
  }
}

TEST_F(RunTest, EveryFieldOfAConnectorThatAUserMaySetHasAFlag) {
  std::set<std::string> fields;
  AddSettableFields(*v1::Connector::descriptor(), "", fields);
  // The name is the argument, the type has one value, tools write annotations into files.
  for (const char* field : {"name", "etag", "task_type", "annotations"}) fields.erase(field);
  const std::set<std::string> flags = FieldsOfFlags();
  for (const std::string& field : fields) EXPECT_THAT(flags, Contains(field));
}

TEST_F(RunTest, WhatTheServerRefusesIsPrintedWithEveryViolation) {
  transport_.FailNext(client::WithViolations(
      WithReason(absl::InvalidArgumentError("1 field is wrong"), "VALIDATION_FAILED"),
      {{"connector_id", "NAME_INVALID", "'A' is no name", "use lower-case letters"}}));

  EXPECT_EQ(Sluicectl({"create", "connector", "A"}), 3);
  EXPECT_EQ(err_.str(),
            "sluicectl: VALIDATION_FAILED: 1 field is wrong\n"
            "  connector_id: NAME_INVALID: 'A' is no name\n"
            "    – use lower-case letters\n");
  EXPECT_EQ(out_.str(), "");
}

TEST_F(RunTest, WithJsonErrorsAreJsonToo) {
  transport_.FailNext(absl::NotFoundError("no connector orders"));
  EXPECT_EQ(Sluicectl({"get", "connector", "orders", "-o", "json"}), 4);
  EXPECT_THAT(err_.str(), HasSubstr("\"code\": \"NOT_FOUND\""));
}

TEST_F(RunTest, AConnectorIsNamedByIdAndInstanceOrInFull) {
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::DRAFT});
  ASSERT_EQ(Sluicectl({"get", "connector", "orders", "--instance", "a"}), 0);
  ASSERT_EQ(Sluicectl({"get", "connector", "instances/b/connectors/orders"}), 0);
  EXPECT_THAT(transport_.requests(), ElementsAre(HasSubstr("instances/a/connectors/orders"),
                                                 HasSubstr("instances/b/connectors/orders")));

  EXPECT_EQ(Sluicectl({"get", "connector", "orders", "--instance", ""}), 2);
  EXPECT_THAT(err_.str(), HasSubstr("on which instance is the connector 'orders'?"));
  EXPECT_EQ(Sluicectl({"get", "connector", "a/b"}), 2);
}

TEST_F(RunTest, TheServerAndTheTimeLimitAreWhatTheFlagsSay) {
  AnswerStates<v1::GetConnectorRequest>("GetConnector", {v1::Connector::DRAFT});
  ASSERT_EQ(Sluicectl({"get", "connector", "orders", "--server", "h:1", "--timeout", "7s"}), 0);
  EXPECT_EQ(server_, "h:1");
  EXPECT_EQ(transport_.timeouts().back(), absl::Seconds(7));

  EXPECT_EQ(Sluicectl({"get", "connector", "orders", "--timeout", "soon"}), 2);
  EXPECT_EQ(Sluicectl({"get", "connector", "orders", "-o", "xml"}), 2);
}

TEST_F(RunTest, HelpGoesToTheOutputAndNothingAtAllIsAUsageError) {
  EXPECT_EQ(Sluicectl({"--help"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("Exit codes:"));
  EXPECT_EQ(Sluicectl({"deploy", "connector", "--help"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("--wait"));
  EXPECT_EQ(Sluicectl({"help", "create", "connector"}), 0);
  EXPECT_EQ(Sluicectl({"version"}), 0);
  EXPECT_THAT(out_.str(), HasSubstr("sluicectl "));
  EXPECT_EQ(Sluicectl({}), 2);
  EXPECT_EQ(Sluicectl({"help", "dance"}), 2);
  EXPECT_THAT(transport_.calls(), IsEmpty());
}

}  // namespace
}  // namespace sluice::cli
