#ifndef SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_WORLD_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_WORLD_H_

#include "maxcompute/record/table_name.h"
#include "maxcompute/tunnel/tunnel.h"

namespace sluice::maxcompute {

// A tunnel to try, with a table of its own.
class TunnelWorld {
 public:
  virtual ~TunnelWorld() = default;

  virtual Tunnel& tunnel() = 0;
  // (topic STRING, partition BIGINT, offset BIGINT, key STRING, value STRING) partitioned by (pt
  // STRING), with the partitions pt=a and pt=b, both empty.
  virtual TableName table() = 0;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_WORLD_H_
