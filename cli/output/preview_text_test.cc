#include "cli/output/preview_text.h"

#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

TEST(PreviewText, ShowsRowsThenWhyTheOthersAreNone) {
  v1::PreviewRecordsResponse response;
  response.add_columns("key");
  response.add_columns("value");
  auto* row = response.add_records();
  row->set_partition(1);
  row->set_offset(8);
  row->set_table_partition("pt=11-17-2020 15");
  row->mutable_row()->add_values()->set_null_value(google::protobuf::NULL_VALUE);
  row->mutable_row()->add_values()->set_string_value("a\nb");
  auto* bad = response.add_records();
  bad->set_partition(1);
  bad->set_offset(7);
  bad->mutable_rejection()->set_stage("TASK_PUT");
  bad->mutable_rejection()->set_reason("VALUE_OUT_OF_RANGE");
  bad->mutable_rejection()->set_column("value");
  bad->mutable_rejection()->set_message("is above 127");

  EXPECT_EQ(PreviewText(response),
            "RECORD   TABLE PARTITION    key    value\n"
            "1:8      pt=11-17-2020 15   NULL   a\\nb\n"
            "\n"
            "1 of 2 records is no row:\n"
            "  1:7: VALUE_OUT_OF_RANGE (TASK_PUT, column value)\n"
            "    is above 127\n");
}

TEST(PreviewText, WithNoRowAtAllOnlyTheReasonsAreShown) {
  v1::PreviewRecordsResponse response;
  response.add_records()->mutable_rejection()->set_reason("NOT_UTF8");
  response.add_records()->mutable_rejection()->set_reason("NOT_UTF8");
  EXPECT_EQ(PreviewText(response).rfind("2 of 2 records are no rows:\n", 0), 0u);
}

}  // namespace
}  // namespace sluice::cli
