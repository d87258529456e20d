#include <string>
#include <vector>

#include "base/status/reason.h"
#include "cli/run_scenario.h"
#include "gmock/gmock.h"
#include "google/longrunning/operations.pb.h"
#include "sluice/v1/offset_service.pb.h"
#include "sluice/v1/operation.pb.h"

// Moving offsets, and the operations that do it.
namespace sluice::cli {
namespace {

namespace lro = google::longrunning;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kPlanCall[] = "/sluice.v1.OffsetService/PlanOffsetChange";
constexpr char kApplyCall[] = "/sluice.v1.OffsetService/ApplyOffsetChange";
constexpr char kWaitCall[] = "/google.longrunning.Operations/WaitOperation";

class RunOffsetsTest : public RunScenario {
 protected:
  RunOffsetsTest() {
    transport_.On<v1::PlanOffsetChangeRequest, v1::OffsetPlan>(
        kPlanCall, [this](const v1::PlanOffsetChangeRequest& request) {
          asked_ = request.target();
          v1::OffsetPlan plan;
          plan.set_name(request.name());
          plan.set_etag("e");
          plan.set_read_again(7);
          v1::PartitionMove& move = *plan.add_moves();
          move.set_partition(0);
          move.set_from_offset(9);
          move.set_to_offset(2);
          move.set_read_again(7);
          return plan;
        });
    transport_.On<v1::ApplyOffsetChangeRequest, lro::Operation>(
        kApplyCall, [this](const v1::ApplyOffsetChangeRequest& request) {
          applied_.push_back(request);
          return Operation(false);
        });
    transport_.On<lro::WaitOperationRequest, lro::Operation>(
        kWaitCall, [this](const lro::WaitOperationRequest& request) {
          waited_for_ = request.name();
          return Operation(waits_-- <= 0);
        });
  }

  lro::Operation Operation(bool done) {
    lro::Operation operation;
    operation.set_name("operations/op-1");
    v1::OperationMetadata metadata;
    metadata.set_step("tasks leave");
    operation.mutable_metadata()->PackFrom(metadata);
    operation.set_done(done);
    if (!done) return operation;
    v1::ApplyOffsetChangeResponse response;
    response.add_moves()->set_read_again(7);
    operation.mutable_response()->PackFrom(response);
    if (failed_) {
      operation.mutable_error()->set_code(9);
      operation.mutable_error()->set_message("too late");
    }
    return operation;
  }

  v1::OffsetTarget asked_;
  std::vector<v1::ApplyOffsetChangeRequest> applied_;
  std::string waited_for_;
  int waits_ = 1;
  bool failed_ = false;
};

TEST_F(RunOffsetsTest, EachFormOfATargetIsUnderstood) {
  const auto target = [&](const std::string& to) {
    EXPECT_THAT(Sluicectl({"move-offsets", "orders", "--dry-run", "--to=" + to}), Eq(0)) << to;
    return asked_;
  };
  EXPECT_TRUE(target("earliest").earliest());
  EXPECT_TRUE(target("latest").latest());
  EXPECT_THAT(target("2023-11-14T22:13:20Z").time().seconds(), Eq(1'700'000'000));
  EXPECT_THAT(target("+12").shift(), Eq(12));
  EXPECT_THAT(target("-12").shift(), Eq(-12));
  EXPECT_THAT(target("0=5,3=7").offsets().by_partition().at(3), Eq(7));
  EXPECT_THAT(Sluicectl({"move-offsets", "orders", "--dry-run", "--to=latest", "--partition=1,2",
                         "--partition=4"}),
              Eq(0));
  EXPECT_THAT(asked_.partitions(), ElementsAre(1, 2, 4));
  EXPECT_THAT(applied_, IsEmpty());
}

TEST_F(RunOffsetsTest, AnythingElseIsNoTarget) {
  for (const char* to : {"", "yesterday", "12", "0=", "0=1,2", "+x"}) {
    EXPECT_THAT(Sluicectl({"move-offsets", "orders", "--yes", std::string("--to=") + to}), Eq(2))
        << to;
  }
  EXPECT_THAT(applied_, IsEmpty());
}

TEST_F(RunOffsetsTest, ThePlanIsShownAndAppliedAsItWasAndItsEndIsAwaited) {
  EXPECT_THAT(Sluicectl({"move-offsets", "orders", "--to=-7", "--yes", "--author=kim"}), Eq(0));
  EXPECT_THAT(err_.str(), AllOf(HasSubstr("READ AGAIN"), HasSubstr("waiting: tasks leave")));
  EXPECT_THAT(out_.str(), Eq("moved 1 partition: 7 records are read again, 0 are left out\n"));
  ASSERT_THAT(applied_.size(), Eq(1));
  EXPECT_THAT(applied_[0].plan().etag(), Eq("e"));
  EXPECT_THAT(applied_[0].author(), Eq("kim"));
  EXPECT_THAT(waited_for_, Eq("operations/op-1"));
}

TEST_F(RunOffsetsTest, WhoSitsAtATerminalTypesTheName) {
  terminal_ = true;
  in_.str("orders\n");
  EXPECT_THAT(Sluicectl({"move-offsets", "orders", "--to=latest"}), Eq(0));
  EXPECT_THAT(err_.str(), HasSubstr("type orders"));
  EXPECT_THAT(applied_.size(), Eq(1));

  in_.str("order\n");
  EXPECT_THAT(Sluicectl({"move-offsets", "orders", "--to=latest"}), Eq(2));
  EXPECT_THAT(applied_.size(), Eq(1));
}

TEST_F(RunOffsetsTest, WithoutATerminalNothingMovesUnlessItIsConfirmed) {
  EXPECT_THAT(Sluicectl({"move-offsets", "orders", "--to=latest"}), Eq(2));
  EXPECT_THAT(err_.str(), HasSubstr("--yes"));
  EXPECT_THAT(applied_, IsEmpty());
}

TEST_F(RunOffsetsTest, AnOperationThatFailedIsAnError) {
  failed_ = true;
  EXPECT_THAT(Sluicectl({"wait", "operation", "op-1"}), Eq(6));
  EXPECT_THAT(err_.str(), HasSubstr("too late"));
}

TEST_F(RunOffsetsTest, WhoWaitsForTooLongIsToldThatItGoesOn) {
  waits_ = 1'000'000;
  transport_.On<lro::WaitOperationRequest, lro::Operation>(
      kWaitCall, [this](const lro::WaitOperationRequest&) {
        clock_.Advance(absl::Seconds(1));
        return Operation(false);
      });
  EXPECT_THAT(Sluicectl({"wait", "operation", "op-1", "--timeout=5s"}), Eq(8));
  EXPECT_THAT(err_.str(), HasSubstr("it goes on by itself"));
}

TEST_F(RunOffsetsTest, OperationsAreListedByConnectorAndCancelled) {
  std::string filter;
  transport_.On<lro::ListOperationsRequest, lro::ListOperationsResponse>(
      "/google.longrunning.Operations/ListOperations",
      [&](const lro::ListOperationsRequest& request) {
        filter = request.filter();
        lro::ListOperationsResponse response;
        *response.add_operations() = Operation(false);
        return response;
      });
  EXPECT_THAT(Sluicectl({"get", "operations", "--connector=orders", "--running"}), Eq(0));
  EXPECT_THAT(filter, Eq("target = \"instances/local/connectors/orders\" AND done = false"));
  EXPECT_THAT(out_.str(), HasSubstr("op-1"));

  std::string cancelled;
  transport_.On<lro::CancelOperationRequest, google::protobuf::Empty>(
      "/google.longrunning.Operations/CancelOperation",
      [&](const lro::CancelOperationRequest& request) {
        cancelled = request.name();
        return google::protobuf::Empty();
      });
  EXPECT_THAT(Sluicectl({"cancel", "operation", "op-1"}), Eq(0));
  EXPECT_THAT(cancelled, Eq("operations/op-1"));
}

TEST_F(RunOffsetsTest, OffsetsArePrintedForProgramsToo) {
  transport_.On<v1::GetOffsetsRequest, v1::GetOffsetsResponse>(
      "/sluice.v1.OffsetService/GetOffsets", [](const v1::GetOffsetsRequest&) {
        v1::GetOffsetsResponse response;
        response.add_partitions()->set_committed_offset(5);
        return response;
      });
  EXPECT_THAT(Sluicectl({"get", "offsets", "orders", "-o", "json"}), Eq(0));
  EXPECT_THAT(out_.str(), HasSubstr("committedOffset"));
  EXPECT_THAT(Sluicectl({"get", "offsets", "orders"}), Eq(0));
  EXPECT_THAT(out_.str(), HasSubstr("COMMITTED"));
}

}  // namespace
}  // namespace sluice::cli
