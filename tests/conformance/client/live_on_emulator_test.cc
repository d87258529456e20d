// Streams and upserts of our client against the emulator, by the contracts that its seams promise.

#include <map>
#include <memory>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/tunnel/stream_contract.h"
#include "maxcompute/tunnel/upsert_contract.h"
#include "tests/conformance/client/owner.h"

namespace sluice::conformance {
namespace {

using ::testing::ElementsAre;

constexpr char kDelta[] = "(id BIGINT NOT NULL,v STRING,PRIMARY KEY(id))";
constexpr char kTransactional[] = " TBLPROPERTIES ('transactional'='true')";

class EmulatorStreams : public maxcompute::StreamWorld {
 public:
  maxcompute::Tunnel& tunnel() override { return owner_.as.connection->tunnel(); }
  maxcompute::StreamTunnel& streams() override { return owner_.as.connection->streams(); }
  TableName table() override { return table_; }
  void AddColumn() override {
    EXPECT_THAT(
        owner_.as.connection->sql().Run(
            kProject, absl::StrCat("ALTER TABLE ", table_.ForSql(), " ADD COLUMNS (note STRING);")),
        IsOk());
  }
  TableName delta_table() override { return owner_.Create(absl::StrCat(kDelta, kTransactional)); }

 private:
  Owner owner_;
  const TableName table_ = owner_.NewTable();
};

class EmulatorUpserts : public maxcompute::UpsertWorld {
 public:
  EmulatorUpserts() { owner_.AddPartitions(table_); }
  maxcompute::UpsertTunnel& upserts() override { return owner_.as.connection->upserts(); }
  TableName table() override { return table_; }
  TableName flat_table() override { return owner_.Create(absl::StrCat(kDelta, kTransactional)); }
  TableName plain_table() override { return owner_.Create("(id BIGINT,v STRING)"); }

  std::map<int64_t, std::string> Read(const TableName& table,
                                      const PartitionSpec& partition) override {
    const std::string where =
        partition.empty() ? "" : absl::StrCat(" WHERE pt='", partition.levels()[0].second, "'");
    const absl::StatusOr<maxcompute::SqlRows> answer = owner_.as.connection->sql().Select(
        kProject, absl::StrCat("SELECT id, v FROM ", table.ForSql(), where, ";"));
    EXPECT_THAT(answer, IsOk());
    std::map<int64_t, std::string> rows;
    if (!answer.ok()) return rows;
    for (const auto& row : answer->rows) {
      int64_t id = 0;
      EXPECT_TRUE(absl::SimpleAtoi(row[0].value_or(""), &id));
      rows[id] = row[1].value_or("NULL");
    }
    return rows;
  }

 private:
  Owner owner_;
  const TableName table_ =
      owner_.Create(absl::StrCat(kDelta, " PARTITIONED BY (pt STRING)", kTransactional));
};

std::unique_ptr<maxcompute::StreamWorld> Streams() { return std::make_unique<EmulatorStreams>(); }
std::unique_ptr<maxcompute::UpsertWorld> Upserts() { return std::make_unique<EmulatorUpserts>(); }

TEST(ClientOnEmulator, TheCatalogKnowsAPrimaryKey) {
  Owner owner;
  const TableName delta = owner.Create(absl::StrCat(
      "(v STRING,id BIGINT NOT NULL,part STRING NOT NULL,PRIMARY KEY(id, part))", kTransactional));

  const absl::StatusOr<maxcompute::Table> table = owner.as.connection->catalog().GetTable(delta);

  ASSERT_THAT(table, IsOk());
  EXPECT_TRUE(table->is_transactional);
  EXPECT_THAT(table->schema.primary_key, ElementsAre("id", "part"));
  EXPECT_THAT(table->schema.partition_keys, ElementsAre());
}

}  // namespace
}  // namespace sluice::conformance

namespace sluice::maxcompute {
INSTANTIATE_TEST_SUITE_P(Emulator, StreamContract, ::testing::Values(&conformance::Streams));
INSTANTIATE_TEST_SUITE_P(Emulator, UpsertContract, ::testing::Values(&conformance::Upserts));
}  // namespace sluice::maxcompute
