#include "maxcompute/tunnel/in_memory_tunnel.h"

#include <map>
#include <memory>
#include <string>
#include <thread>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/record/record_encoder.h"
#include "maxcompute/tunnel/stream_contract.h"
#include "maxcompute/tunnel/tunnel_contract.h"
#include "maxcompute/tunnel/upsert_contract.h"

namespace sluice::maxcompute {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

using Operation = InMemoryTunnel::Operation;
using When = InMemoryTunnel::When;

const TableName kTable{"p", "", "t"};
const PartitionSpec kPartition{{"pt", "a"}};

TableSchema Schema() {
  TableSchema schema;
  for (const auto& [name, type] : {std::pair{"topic", TypeKind::kString},
                                   {"partition", TypeKind::kBigint},
                                   {"offset", TypeKind::kBigint},
                                   {"key", TypeKind::kString},
                                   {"value", TypeKind::kString}}) {
    schema.columns.push_back({name, {.kind = type}});
  }
  schema.partition_keys.push_back({"pt", {.kind = TypeKind::kString}});
  return schema;
}

void AddTable(InMemoryTunnel& tunnel) {
  tunnel.AddTable(kTable, Schema());
  tunnel.AddPartition(kTable, kPartition);
  tunnel.AddPartition(kTable, PartitionSpec{{"pt", "b"}});
}

class InMemoryWorld : public TunnelWorld {
 public:
  InMemoryWorld() { AddTable(tunnel_); }
  Tunnel& tunnel() override { return tunnel_; }
  TableName table() override { return kTable; }

 private:
  InMemoryTunnel tunnel_;
};

std::unique_ptr<TunnelWorld> MakeWorld() { return std::make_unique<InMemoryWorld>(); }

INSTANTIATE_TEST_SUITE_P(InMemory, TunnelContract, ::testing::Values(&MakeWorld));

const TableName kDelta{"p", "", "delta"};
const TableName kFlat{"p", "", "flat"};
const TableName kPlain{"p", "", "plain"};

TableSchema DeltaSchema() {
  return {
      .columns = {{"id", {.kind = TypeKind::kBigint}, false}, {"v", {.kind = TypeKind::kString}}},
      .partition_keys = {},
      .primary_key = {"id"}};
}

class InMemoryStreamWorld : public StreamWorld {
 public:
  InMemoryStreamWorld() {
    AddTable(tunnel_);
    tunnel_.AddTable(kDelta, DeltaSchema());
  }
  Tunnel& tunnel() override { return tunnel_; }
  StreamTunnel& streams() override { return tunnel_; }
  TableName table() override { return kTable; }
  void AddColumn() override {
    TableSchema schema = Schema();
    schema.columns.push_back({"note", {.kind = TypeKind::kString}});
    tunnel_.AddTable(kTable, schema);
  }
  TableName delta_table() override { return kDelta; }

 private:
  InMemoryTunnel tunnel_;
};

std::unique_ptr<StreamWorld> MakeStreamWorld() { return std::make_unique<InMemoryStreamWorld>(); }

INSTANTIATE_TEST_SUITE_P(InMemory, StreamContract, ::testing::Values(&MakeStreamWorld));

class InMemoryUpsertWorld : public UpsertWorld {
 public:
  InMemoryUpsertWorld() {
    TableSchema schema = DeltaSchema();
    tunnel_.AddTable(kFlat, schema);
    schema.partition_keys.push_back({"pt", {.kind = TypeKind::kString}});
    tunnel_.AddTable(kDelta, schema);
    tunnel_.AddPartition(kDelta, PartitionSpec{{"pt", "a"}});
    tunnel_.AddPartition(kDelta, PartitionSpec{{"pt", "b"}});
    schema = DeltaSchema();
    schema.primary_key.clear();
    tunnel_.AddTable(kPlain, schema);
  }
  UpsertTunnel& upserts() override { return tunnel_; }
  TableName table() override { return kDelta; }
  TableName flat_table() override { return kFlat; }
  TableName plain_table() override { return kPlain; }
  std::map<int64_t, std::string> Read(const TableName& table,
                                      const PartitionSpec& partition) override {
    std::map<int64_t, std::string> rows;
    for (const Row& row : tunnel_.Rows(table, partition)) {
      rows[std::get<int64_t>(row[0].data)] = row[1].ToString({.kind = TypeKind::kString});
    }
    return rows;
  }

 private:
  InMemoryTunnel tunnel_;
};

std::unique_ptr<UpsertWorld> MakeUpsertWorld() { return std::make_unique<InMemoryUpsertWorld>(); }

INSTANTIATE_TEST_SUITE_P(InMemory, UpsertContract, ::testing::Values(&MakeUpsertWorld));

EncodedBlock OneRow() {
  RecordEncoder encoder;
  encoder.Begin();
  encoder.PutBigint(2, 42);
  encoder.End();
  return encoder.Finish();
}

class InMemoryTunnelTest : public ::testing::Test {
 protected:
  InMemoryTunnelTest() { AddTable(tunnel); }

  UploadSession SessionWithOneRow() {
    const UploadSession session = tunnel.CreateUpload(kTable, kPartition)->session;
    EXPECT_THAT(tunnel.PutBlock(session, 0, OneRow().bytes.view(), ContentEncoding::kRaw), IsOk());
    return session;
  }

  InMemoryTunnel tunnel;
};

TEST_F(InMemoryTunnelTest, AFailureBeforeLeavesNothingDoneAndOneAfterDoesNot) {
  const UploadSession first = SessionWithOneRow();
  const UploadSession second = SessionWithOneRow();
  tunnel.FailNext(Operation::kCommitUpload, absl::UnavailableError("cut"));
  tunnel.FailNext(Operation::kCommitUpload, absl::UnavailableError("cut"), When::kAfter);

  EXPECT_THAT(tunnel.CommitUpload(first), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(tunnel.CommitUpload(second), StatusIs(absl::StatusCode::kUnavailable));

  EXPECT_EQ(tunnel.GetUpload(first)->status, SessionStatus::kNormal);
  EXPECT_EQ(tunnel.GetUpload(second)->status, SessionStatus::kClosed);
  EXPECT_THAT(tunnel.Rows(kTable, kPartition), SizeIs(1));
  EXPECT_EQ(tunnel.Calls(Operation::kCommitUpload), 2);
}

TEST_F(InMemoryTunnelTest, AnExpiredSessionCanNotBeCommitted) {
  const UploadSession session = SessionWithOneRow();
  tunnel.SetStatus(session, SessionStatus::kExpired);

  EXPECT_THAT(tunnel.CommitUpload(session), StatusIs(absl::StatusCode::kFailedPrecondition));

  EXPECT_EQ(tunnel.GetUpload(session)->status, SessionStatus::kExpired);
  EXPECT_THAT(tunnel.Rows(kTable, kPartition), IsEmpty());
}

TEST_F(InMemoryTunnelTest, AForgottenSessionIsNotFoundButItsRowsStay) {
  const UploadSession session = SessionWithOneRow();
  ASSERT_THAT(tunnel.CommitUpload(session), IsOk());
  tunnel.SetStatus(session, SessionStatus::kNotFound);

  EXPECT_EQ(tunnel.GetUpload(session)->status, SessionStatus::kNotFound);
  EXPECT_THAT(tunnel.Rows(kTable, kPartition), SizeIs(1));
}

TEST_F(InMemoryTunnelTest, AHeldAnswerComesWhenItIsReleased) {
  const UploadSession session = SessionWithOneRow();
  tunnel.Hold(Operation::kCommitUpload, When::kAfter);
  std::thread committer([&] { EXPECT_THAT(tunnel.CommitUpload(session), IsOk()); });
  tunnel.WaitUntilHeld(Operation::kCommitUpload, 1);

  EXPECT_THAT(tunnel.Rows(kTable, kPartition), SizeIs(1));

  tunnel.Release(Operation::kCommitUpload);
  committer.join();
}

TEST_F(InMemoryTunnelTest, AHeldRequestDoesNothingUntilItIsReleased) {
  const UploadSession session = SessionWithOneRow();
  tunnel.Hold(Operation::kCommitUpload);
  std::thread committer([&] { EXPECT_THAT(tunnel.CommitUpload(session), IsOk()); });
  tunnel.WaitUntilHeld(Operation::kCommitUpload, 1);

  EXPECT_THAT(tunnel.Rows(kTable, kPartition), IsEmpty());

  tunnel.Release(Operation::kCommitUpload);
  committer.join();
  EXPECT_THAT(tunnel.Rows(kTable, kPartition), SizeIs(1));
}

}  // namespace
}  // namespace sluice::maxcompute
