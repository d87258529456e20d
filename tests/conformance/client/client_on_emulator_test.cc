// Our client against the emulator, which reads every format with its own code: two readings of one
// protocol.

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/http/curl_client.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/time/real_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/auth/role_credentials.h"
#include "maxcompute/auth/rpc_client.h"
#include "maxcompute/connection/connection.h"
#include "maxcompute/record/compression.h"
#include "maxcompute/record/record_encoder.h"
#include "maxcompute/tunnel/tunnel_contract.h"
#include "tests/conformance/client/emulator_process.h"
#include "tests/conformance/client/owner.h"

namespace sluice::conformance {
namespace {

using maxcompute::Connection;
using maxcompute::PartitionSpec;
using maxcompute::TableName;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class EmulatorWorld : public maxcompute::TunnelWorld {
 public:
  explicit EmulatorWorld(std::string region) : owner_as_{owner_.credentials, "", region} {}
  maxcompute::Tunnel& tunnel() override { return owner_as_.connection->tunnel(); }
  TableName table() override { return owner_.NewTable(); }

 private:
  Owner owner_;
  Somebody owner_as_;
};

std::unique_ptr<maxcompute::TunnelWorld> SignedV2() { return std::make_unique<EmulatorWorld>(""); }
std::unique_ptr<maxcompute::TunnelWorld> SignedV4() {
  return std::make_unique<EmulatorWorld>("cn-hangzhou");
}

}  // namespace
}  // namespace sluice::conformance

namespace sluice::maxcompute {
INSTANTIATE_TEST_SUITE_P(EmulatorV2, TunnelContract, ::testing::Values(&conformance::SignedV2));
INSTANTIATE_TEST_SUITE_P(EmulatorV4, TunnelContract, ::testing::Values(&conformance::SignedV4));
}  // namespace sluice::maxcompute

namespace sluice::conformance {
namespace {

TEST(ClientOnEmulator, TheCatalogKnowsWhatSqlMade) {
  Owner owner;
  Connection& connection = *owner.as.connection;
  const TableName table = owner.NewTable();

  EXPECT_EQ(connection.catalog().GetProject(kProject)->name, kProject);
  absl::StatusOr<maxcompute::Table> found = connection.catalog().GetTable(table);
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(found->schema.columns, SizeIs(5));
  EXPECT_EQ(found->schema.columns[2].name, "offset");
  EXPECT_EQ(found->schema.columns[2].type.kind, maxcompute::TypeKind::kBigint);
  EXPECT_EQ(found->schema.partition_keys.at(0).name, "pt");

  const PartitionSpec hour{{"pt", "11-17-2020 15"}};
  EXPECT_THAT(connection.catalog().PartitionExists(table, hour), IsOkAndHolds(false));
  ASSERT_THAT(connection.sql().AddPartition(table, hour), IsOk());
  ASSERT_THAT(connection.sql().AddPartition(table, hour), IsOk());
  EXPECT_THAT(connection.catalog().PartitionExists(table, hour), IsOkAndHolds(true));

  const maxcompute::PartitionPage first = *connection.catalog().ListPartitions(table, 2, "");
  const maxcompute::PartitionPage second =
      *connection.catalog().ListPartitions(table, 2, first.next_marker);
  EXPECT_THAT(first.partitions, SizeIs(2));
  EXPECT_THAT(second.partitions, SizeIs(1));
  EXPECT_EQ(second.next_marker, "");
}

TEST(ClientOnEmulator, SelectsRowsThatWereUploaded) {
  Owner owner;
  Connection& connection = *owner.as.connection;
  const TableName table = owner.NewTable();
  const PartitionSpec partition{{"pt", "a"}};
  maxcompute::RecordEncoder encoder;
  for (int64_t offset = 0; offset < 10; ++offset) {
    encoder.Begin();
    encoder.PutString(0, "in");
    encoder.PutBigint(1, 3);
    encoder.PutBigint(2, offset);
    if (offset == 4) encoder.PutString(3, "a \"quoted\", key\n");
    encoder.End();
  }
  const maxcompute::UploadSession session =
      connection.tunnel().CreateUpload(table, partition)->session;
  ASSERT_THAT(connection.tunnel().PutBlock(session, 0, encoder.Finish().bytes.view(),
                                           maxcompute::ContentEncoding::kRaw),
              IsOk());
  ASSERT_THAT(connection.tunnel().CommitUpload(session), IsOk());

  absl::StatusOr<maxcompute::SqlRows> count = connection.sql().Select(
      kProject, absl::StrCat("SELECT COUNT(*) AS n FROM ", table.ForSql(),
                             " WHERE pt = 'a' AND `partition` = 3 AND `offset` >= 2 AND "
                             "`offset` < 7"));
  ASSERT_THAT(count, IsOk());
  EXPECT_THAT(count->rows, ElementsAre(ElementsAre("5")));

  absl::StatusOr<maxcompute::SqlRows> rows =
      connection.sql().Select(kProject, absl::StrCat("SELECT `key`, `value` FROM ", table.ForSql(),
                                                     " WHERE pt = 'a' AND `offset` = 4"));
  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(rows->rows, ElementsAre(ElementsAre("a \"quoted\", key\n", std::nullopt)));
}

TEST(ClientOnEmulator, ReadsBlocksThatArePackedPieceByPieceInEveryEncoding) {
  using maxcompute::ContentEncoding;
  Owner owner;
  maxcompute::Tunnel& tunnel = owner.as.connection->tunnel();
  const TableName table = owner.NewTable();
  const PartitionSpec partition{{"pt", "a"}};
  const maxcompute::UploadSession session = tunnel.CreateUpload(table, partition)->session;
  int64_t block = 0;
  for (const ContentEncoding encoding : {ContentEncoding::kRaw, ContentEncoding::kDeflate,
                                         ContentEncoding::kZstd, ContentEncoding::kLz4}) {
    maxcompute::RecordEncoder encoder;
    maxcompute::PieceByPiece packer(encoding);
    maxcompute::BlockBuffer packed;
    for (int64_t offset = 0; offset < 3'000; ++offset) {
      encoder.Begin();
      encoder.PutString(0, "in");
      encoder.PutBigint(1, block);
      encoder.PutBigint(2, offset);
      encoder.End();
      if (offset % 1'000 != 0) continue;
      packer.Append(encoder.finished(), packed);
      encoder.Drop();
    }
    packer.Append(encoder.Finish().bytes.view(), packed);
    packer.Finish(packed);
    EXPECT_THAT(tunnel.PutBlock(session, block++, packed.view(), encoding), IsOk());
  }

  const absl::StatusOr<maxcompute::UploadState> committed = tunnel.CommitUpload(session);
  ASSERT_THAT(committed, IsOk());
  EXPECT_THAT(committed->blocks, SizeIs(4));
  EXPECT_EQ(tunnel.CreateDownload(table, partition)->rows, 12'000);
}

TEST(ClientOnEmulator, WhatIsMissingHasItsReason) {
  Owner owner;
  Connection& connection = *owner.as.connection;

  EXPECT_THAT(connection.catalog().GetProject("no_such_project"), HasReason("PROJECT_NOT_FOUND"));
  EXPECT_THAT(connection.catalog().GetTable({kProject, "", "none"}), HasReason("TABLE_NOT_FOUND"));
  EXPECT_THAT(connection.sql().AddPartition({kProject, "", "none"}, PartitionSpec{{"pt", "a"}}),
              HasReason("TABLE_NOT_FOUND"));
  EXPECT_THAT(connection.sql().Select(kProject, "SELECT * FROM none WHERE pt = 'a'"),
              HasReason("TABLE_NOT_FOUND"));
  EXPECT_THAT(connection.sql().Run(kProject, "nonsense"), HasReason("SQL_FAILED"));

  maxcompute::StaticCredentials wrong(
      {"owner", maxcompute::Secret("not the secret"), maxcompute::Secret()});
  EXPECT_THAT(Somebody(wrong).connection->catalog().GetProject(kProject),
              HasReason("CREDENTIALS_REJECTED"));
}

// A role of the owner's account, and the service that assumes it.
class RoleTest : public ::testing::Test {
 protected:
  absl::Status CreateRole(const std::string& name, const std::string& service) {
    absl::StatusOr<maxcompute::RpcAnswer> answer = ram_.Call(
        "CreateRole", "2015-05-01",
        {{"RoleName", name},
         {"AssumeRolePolicyDocument",
          absl::StrCat(R"({"Version":"1","Statement":[{"Action":"sts:AssumeRole","Effect":"Allow",)"
                       R"("Principal":{"Service":[")",
                       service, R"("]}}]})")}});
    if (!answer.ok()) return answer.status();
    return answer->ok() ? absl::OkStatus() : absl::InternalError(answer->error.message);
  }

  Owner owner_;
  RealClock clock_;
  http::CurlClient http_;
  maxcompute::RpcClient ram_{
      http_, owner_.credentials, clock_, {.endpoint = EmulatorProcess::Shared().url()}};
  maxcompute::StaticCredentials service_key_{Key("service")};
  maxcompute::RpcClient sts_{
      http_, service_key_, clock_, {.endpoint = EmulatorProcess::Shared().url()}};
};

TEST_F(RoleTest, EveryMissingGrantIsNamedUntilTheFourAreThere) {
  const maxcompute::RoleName role{"1000", "KafkaToMaxCompute"};
  ASSERT_THAT(CreateRole(role.role, "alikafka.aliyuncs.com"), IsOk());
  maxcompute::RoleCredentials credentials(sts_, clock_, role);
  Somebody service(credentials, role.Principal());
  const TableName table = owner_.NewTable();
  const PartitionSpec partition{{"pt", "a"}};
  const std::string user = absl::StrCat("user `", role.Principal(), "`;");
  const auto mend = [&](const absl::Status& status, const std::string& statement) {
    EXPECT_THAT(status, HasReason("PERMISSION_MISSING"));
    EXPECT_EQ(RemedyOf(status), statement) << status;
    EXPECT_THAT(owner_.as.Security(RemedyOf(status)), IsOk());
  };

  mend(service.connection->catalog().GetProject(kProject).status(),
       absl::StrCat("add user `", role.Principal(), "`;"));
  mend(service.connection->catalog().GetTable(table).status(),
       absl::StrCat("grant Describe on table ", table.table, " to ", user));
  mend(service.connection->sql().AddPartition(table, PartitionSpec{{"pt", "c"}}),
       absl::StrCat("grant CreateInstance on project ", kProject, " to ", user));
  mend(service.connection->sql().AddPartition(table, PartitionSpec{{"pt", "c"}}),
       absl::StrCat("grant Alter on table ", table.table, " to ", user));
  mend(service.connection->tunnel().CreateUpload(table, partition).status(),
       absl::StrCat("grant Update on table ", table.table, " to ", user));

  EXPECT_THAT(service.connection->catalog().GetTable(table), IsOk());
  EXPECT_THAT(service.connection->sql().AddPartition(table, PartitionSpec{{"pt", "c"}}), IsOk());
  EXPECT_THAT(service.connection->tunnel().CreateUpload(table, partition), IsOk());
  mend(service.connection->sql()
           .Select(kProject, absl::StrCat("SELECT * FROM ", table.ForSql(), " WHERE pt = 'a'"))
           .status(),
       absl::StrCat("grant Select on table ", table.table, " to ", user));
}

TEST_F(RoleTest, ARoleThatIsMissingOrDoesNotTrustOrAWrongKeyIsToldApart) {
  maxcompute::RoleCredentials missing(sts_, clock_, {"1000", "NoSuchRole"});
  EXPECT_THAT(missing.Get(), HasReason("ROLE_NOT_FOUND"));

  ASSERT_THAT(CreateRole("ForSomebodyElse", "ecs.aliyuncs.com"), IsOk());
  maxcompute::RoleCredentials not_trusted(sts_, clock_, {"1000", "ForSomebodyElse"});
  EXPECT_THAT(not_trusted.Get(), HasReason("ROLE_NOT_TRUSTED"));

  maxcompute::StaticCredentials wrong_key(
      {"service", maxcompute::Secret("wrong"), maxcompute::Secret()});
  maxcompute::RpcClient wrong_sts(http_, wrong_key, clock_,
                                  {.endpoint = EmulatorProcess::Shared().url()});
  maxcompute::RoleCredentials invalid(wrong_sts, clock_, {"1000", "ForSomebodyElse"});
  EXPECT_THAT(invalid.Get(), HasReason("SERVICE_KEY_INVALID"));
}

}  // namespace
}  // namespace sluice::conformance
