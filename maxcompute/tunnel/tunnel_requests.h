#ifndef SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_REQUESTS_H_
#define SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_REQUESTS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/time/clock.h"
#include "maxcompute/record/compression.h"
#include "maxcompute/record/partition_spec.h"
#include "maxcompute/record/table_name.h"
#include "maxcompute/request/requester.h"
#include "maxcompute/rest/tunnel_endpoints.h"

namespace sluice::maxcompute {

struct TunnelOptions {
  // Of one request of a few bytes.
  absl::Duration call_timeout = absl::Seconds(30);
  // Of one attempt to put a block: 64 MiB at 1 MB/s and some.
  absl::Duration block_timeout = absl::Seconds(120);
  // Of all attempts together; then the error of the last one is the answer.
  absl::Duration block_deadline = absl::Minutes(10);
  absl::Duration read_deadline = absl::Seconds(60);
  // Of one ReadRows, unpacked. More is OUT_OF_RANGE: ask for fewer rows.
  int64_t rows_bytes_max = int64_t{64} << 20;
};

// What all clients of the tunnel have in common. Any thread may call. Borrows everything handed in.
class TunnelRequests {
 public:
  TunnelRequests(Requester& requester, TunnelEndpoints& endpoints, Clock& clock,
                 const TunnelOptions& options)
      : requester_(requester), endpoints_(endpoints), clock_(clock), options_(options) {}

  // Of what is `below` the table: nothing, or "/streams". Where the tunnel is may have to be asked.
  absl::StatusOr<ServiceRequest> New(absl::string_view method, const TableName& table,
                                     const PartitionSpec& partition, absl::string_view below = "");

  // Makes `bytes`, packed as `encoding` says, the body of a PUT. Borrows them.
  void SetRows(absl::string_view bytes, ContentEncoding encoding, ServiceRequest& request) const;

  // What became of rows that were sent, packed as `encoding` says: UNIMPLEMENTED, ENCODING_REFUSED
  // when the service did not take an encoding that not every service knows. It does not say so
  // itself; but what it calls malformed, or damaged each time, is taken by it in another encoding.
  static absl::Status JudgeEncoding(const absl::Status& answer, ContentEncoding encoding);

  // Sends rows that may be stored twice until they are acknowledged, or until the block deadline.
  absl::StatusOr<http::HttpResponse> PutRepeatedly(const ServiceRequest& request);

 private:
  Requester& requester_;
  TunnelEndpoints& endpoints_;
  Clock& clock_;
  const TunnelOptions options_;
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_TUNNEL_TUNNEL_REQUESTS_H_
