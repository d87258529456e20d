#ifndef SLUICE_MAXCOMPUTE_TUNNEL_UPSERT_CONTRACT_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_UPSERT_CONTRACT_H_

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "maxcompute/record/row_change.h"
#include "maxcompute/tunnel/upsert_tunnel.h"

namespace sluice::maxcompute {

// Delta tables to try.
class UpsertWorld {
 public:
  virtual ~UpsertWorld() = default;

  virtual UpsertTunnel& upserts() = 0;
  // (id BIGINT, v STRING, PRIMARY KEY (id)) partitioned by (pt STRING), with the empty partitions
  // pt=a and pt=b.
  virtual TableName table() = 0;
  // The same without partitions.
  virtual TableName flat_table() = 0;
  // One without a primary key, without partitions.
  virtual TableName plain_table() = 0;
  // What is visible: v by id, "NULL" for NULL.
  virtual std::map<int64_t, std::string> Read(const TableName& table,
                                              const PartitionSpec& partition) = 0;
};

using UpsertWorldFactory = std::function<std::unique_ptr<UpsertWorld>()>;

// What every UpsertTunnel does. Instantiate it with a factory of fresh worlds.
class UpsertContract : public ::testing::TestWithParam<UpsertWorldFactory> {
 protected:
  struct Change {
    int64_t id = 0;
    const char* v = nullptr;  // Null: NULL.
    RowChange change = RowChange::kUpsert;
  };

  UpsertContract() : world_(GetParam()()), upserts_(world_->upserts()), table_(world_->table()) {}

  OpenedUpsert Open() { return upserts_.OpenUpsert(table_, a_).value(); }
  // Each change as a pack of the bucket of its key.
  absl::Status Write(OpenedUpsert& upsert, const std::vector<Change>& changes);
  void Commit(const std::vector<Change>& changes);

  const std::unique_ptr<UpsertWorld> world_;
  UpsertTunnel& upserts_;
  const TableName table_;
  const PartitionSpec a_{{"pt", "a"}};
  const PartitionSpec b_{{"pt", "b"}};
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_UPSERT_CONTRACT_H_
