#include "cli/output/findings_text.h"

#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

v1::ValidateConnectorResponse Found() {
  v1::ValidateConnectorResponse response;
  response.mutable_connector()->mutable_source()->set_topic("orders");
  auto* checked = response.add_findings();
  checked->set_severity(v1::Finding::INFO);
  checked->set_reason("CHECKED");
  checked->set_subject("topics/orders");
  checked->set_message("topic orders has 3 partitions");
  auto* error = response.add_findings();
  error->set_severity(v1::Finding::ERROR);
  error->set_field("connector.sink.table");
  error->set_reason("PERMISSION_MISSING");
  error->set_subject("projects/p/tables/t");
  error->set_message("the role lacks two grants");
  error->set_remedy("grant Alter on table t to user u;\ngrant Update on table t to user u;");
  return response;
}

TEST(FindingsText, ErrorsStandFirstAndStatementsOnLinesOfTheirOwn) {
  EXPECT_EQ(FindingsText("orders", Found(), Format::kTable),
            "connector orders is not deployable: 1 error\n"
            "\n"
            "SEVERITY   REASON               FIELD                  ABOUT\n"
            "ERROR      PERMISSION_MISSING   connector.sink.table   projects/p/tables/t\n"
            "  the role lacks two grants\n"
            "  what to do:\n"
            "    grant Alter on table t to user u;\n"
            "    grant Update on table t to user u;\n"
            "\n"
            "as it should be:\n"
            "  topic orders has 3 partitions\n");
}

TEST(FindingsText, WithoutFindingsTheVerdictIsEnough) {
  v1::ValidateConnectorResponse response;
  response.set_deployable(true);
  EXPECT_EQ(FindingsText("orders", response, Format::kTable), "connector orders is deployable\n");
}

TEST(FindingsText, ProgramsFindEveryFieldAlways) {
  v1::ValidateConnectorResponse response = Found();
  response.mutable_findings()->RemoveLast();
  EXPECT_EQ(FindingsText("orders", response, Format::kJson), R"({
  "deployable": false,
  "findings": [
    {
      "severity": "INFO",
      "field": "",
      "reason": "CHECKED",
      "subject": "topics/orders",
      "message": "topic orders has 3 partitions",
      "remedy": ""
    }
  ],
  "connector": {
    "source": {
      "topic": "orders"
    }
  }
}
)");
  EXPECT_EQ(FindingsText("orders", response, Format::kYaml), R"(---
deployable: false
findings:
  - severity: INFO
    field: ""
    reason: CHECKED
    subject: topics/orders
    message: topic orders has 3 partitions
    remedy: ""
connector:
  source:
    topic: orders
)");
}

TEST(FindingsText, WhatAFindingSaysNeverCommandsTheTerminal) {
  v1::ValidateConnectorResponse response;
  response.add_findings()->set_message("a\x1b[2J");
  EXPECT_EQ(FindingsText("c", response, Format::kTable).find('\x1b'), std::string::npos);
}

TEST(WarningsText, NamesTheFieldAndWhatToDo) {
  v1::Connector connector;
  EXPECT_EQ(WarningsText(connector.warnings()), "");
  auto* warning = connector.add_warnings();
  warning->set_severity(v1::Finding::WARNING);
  warning->set_field("connector.resources.replication_factor");
  warning->set_reason("SINGLE_REPLICA");
  warning->set_message("topics have 1 replica, there are 3 brokers");
  warning->set_remedy("set it to 3");
  EXPECT_EQ(WarningsText(connector.warnings()),
            "warning: SINGLE_REPLICA: connector.resources.replication_factor\n"
            "  topics have 1 replica, there are 3 brokers\n"
            "  what to do:\n"
            "    set it to 3\n");
}

}  // namespace
}  // namespace sluice::cli
