#ifndef SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_CONTRACT_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_CONTRACT_H_

#include <functional>
#include <memory>

#include "gtest/gtest.h"
#include "maxcompute/tunnel/tunnel.h"
#include "maxcompute/tunnel/tunnel_world.h"

namespace sluice::maxcompute {

using TunnelWorldFactory = std::function<std::unique_ptr<TunnelWorld>()>;

// What every Tunnel does. Instantiate it with a factory of fresh worlds:
//   INSTANTIATE_TEST_SUITE_P(InMemory, TunnelContract, ::testing::Values(&MakeInMemoryWorld));
class TunnelContract : public ::testing::TestWithParam<TunnelWorldFactory> {
 protected:
  TunnelContract() : world_(GetParam()()), tunnel_(world_->tunnel()), table_(world_->table()) {}

  // The rows of a partition, read through a download session.
  absl::StatusOr<std::vector<Row>> Read(const PartitionSpec& partition);

  const std::unique_ptr<TunnelWorld> world_;
  Tunnel& tunnel_;
  const TableName table_;
  const PartitionSpec a_{{"pt", "a"}};
  const PartitionSpec b_{{"pt", "b"}};
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_CONTRACT_H_
