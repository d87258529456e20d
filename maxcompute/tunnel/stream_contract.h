#ifndef SLUICE_MAXCOMPUTE_TUNNEL_STREAM_CONTRACT_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_STREAM_CONTRACT_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "maxcompute/tunnel/stream_tunnel.h"
#include "maxcompute/tunnel/tunnel_world.h"

namespace sluice::maxcompute {

// Streams to try, into the table of a TunnelWorld, through whose tunnel the rows are read.
class StreamWorld : public TunnelWorld {
 public:
  virtual StreamTunnel& streams() = 0;
  // Gives the table one more column, `note` STRING, at its end.
  virtual void AddColumn() = 0;
  // A table with a primary key, without partitions.
  virtual TableName delta_table() = 0;
};

using StreamWorldFactory = std::function<std::unique_ptr<StreamWorld>()>;

// What every StreamTunnel does. Instantiate it with a factory of fresh worlds.
class StreamContract : public ::testing::TestWithParam<StreamWorldFactory> {
 protected:
  StreamContract() : world_(GetParam()()), streams_(world_->streams()), table_(world_->table()) {}

  // The offsets of the rows of a partition, in their order.
  std::vector<int64_t> Offsets(const PartitionSpec& partition);

  const std::unique_ptr<StreamWorld> world_;
  StreamTunnel& streams_;
  const TableName table_;
  const PartitionSpec a_{{"pt", "a"}};
  const PartitionSpec b_{{"pt", "b"}};
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_STREAM_CONTRACT_H_
