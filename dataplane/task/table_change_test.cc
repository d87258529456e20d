// The table's columns change while a task runs.

#include <string>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "dataplane/task/membership_scenario.h"
#include "maxcompute/request/service_error.h"

namespace sluice::dataplane {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Operation = maxcompute::InMemoryTunnel::Operation;

class TableChange : public MembershipScenario {
 protected:
  // A life during which the table gets this schema before the first row is uploaded.
  absl::Status LiveWhileItBecomes(const maxcompute::TableSchema& schema) {
    return Live([&, changed = false]() mutable {
      if (!changed) {
        changed = true;
        tunnel_.AddTable(kTable, schema);
        Send(0, 3);
      }
      return AllAdvanced();
    });
  }

  absl::Status Plan() {
    return Routes::Plan(Definition(), *tunnel_.Schema(kTable), 8 << 20).status();
  }
};

TEST_F(TableChange, NoRowIsWrittenForColumnsThatAreNoLongerSo) {
  maxcompute::TableSchema schema = schema_;
  std::swap(schema.columns[3], schema.columns[4]);  // The key's bytes would be the value.

  EXPECT_THAT(LiveWhileItBecomes(schema), HasReason(kTableChanged));
  EXPECT_THAT(TableRows(), IsEmpty());

  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());
  ExpectTableEqualsTopic();
  const maxcompute::Row row =
      tunnel_.Rows(kTable, maxcompute::PartitionSpec({{"pt", "01-01-1970 08"}}))[0];
  EXPECT_EQ(std::get<std::string>(row[4].data), "k");
}

TEST_F(TableChange, AColumnThatIsAddedHarmsNothingAndIsSeenByTheNextMembership) {
  maxcompute::TableSchema schema = schema_;
  schema.columns.push_back({.name = "headers",
                            .type = {.kind = maxcompute::TypeKind::kString},
                            .nullable = true,
                            .comment = ""});

  EXPECT_THAT(LiveWhileItBecomes(schema), HasReason(kTableChanged));
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  ExpectTableEqualsTopic();
  const maxcompute::Row row =
      tunnel_.Rows(kTable, maxcompute::PartitionSpec({{"pt", "01-01-1970 08"}}))[0];
  EXPECT_EQ(std::get<std::string>(row[5].data), "[]");
}

TEST_F(TableChange, ADroppedColumnAndAnotherTypeAreToldWithWhatMendsThem) {
  maxcompute::TableSchema dropped = schema_;
  dropped.columns.pop_back();
  EXPECT_THAT(LiveWhileItBecomes(dropped), HasReason(kTableChanged));
  absl::Status unfit = Plan();
  EXPECT_THAT(unfit, HasReason("TABLE_UNFIT"));
  EXPECT_THAT(RemedyOf(unfit), HasSubstr("ADD COLUMNS (`value` STRING)"));

  maxcompute::TableSchema retyped = schema_;
  retyped.columns[4].type = {.kind = maxcompute::TypeKind::kBigint};
  tunnel_.AddTable(kTable, retyped);
  unfit = Plan();
  EXPECT_THAT(unfit, HasReason("TABLE_UNFIT"));
  EXPECT_THAT(std::string(unfit.message()), HasSubstr("value is BIGINT"));
}

TEST_F(TableChange, AServiceThatSaysItHasChangedIsBelieved) {
  Send(0, 3);
  tunnel_.FailNext(Operation::kPutBlock,
                   WithReason(absl::AbortedError("changed"), maxcompute::kReasonSchemaModified));

  const absl::Status over = Live([&] { return AllAdvanced(); });

  EXPECT_THAT(over, AllOf(HasReason(kTableChanged), StatusIs(absl::StatusCode::kUnavailable)));
}

TEST_F(TableChange, AValueThatTheServiceRefusesStopsWithTheOffsetsConcerned) {
  Send(0, 3);
  tunnel_.FailNext(Operation::kPutBlock, WithReason(absl::InvalidArgumentError("not nullable"),
                                                    maxcompute::kReasonValueRefused));

  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("VALUE_REFUSED"));
  EXPECT_THAT(std::string(last_.error.message()), HasSubstr("source partition 0, offsets 0 to 2"));
  EXPECT_EQ(Offset(0), 0);
}

TEST_F(TableChange, AnOlderRevisionThatNoLongerFitsMattersOnlyWhenItsRowsMustBeWrittenAgain) {
  other_revisions_[2] = revision_;
  other_revisions_[2].conversion.format = conversion::Format::kBinary;
  Send(0, 3);
  ASSERT_THAT(Live([&] { return AllAdvanced(); }), IsOk());

  const int64_t next = Offset(0);
  Send(0, 2);
  group_.SetCommitted(
      0, {.next_offset = next,
          .metadata = formats::EncodeIntent({.connector_uid = kUid,
                                             .connector_revision = 2,
                                             .assignment_revision = 1,
                                             .next_offset = next + 2,
                                             .sessions = {{"gone", "pt=a", 1, 2, next}}})});
  rows_in_table_ = 0;
  ASSERT_THAT(Live([&] { return last_.state == TaskState::kFailed; }), IsOk());

  EXPECT_THAT(last_.error, HasReason("TABLE_UNFIT"));
}

}  // namespace
}  // namespace sluice::dataplane
