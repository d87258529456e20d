#ifndef SLUICE_CONTROLPLANE_GATEWAY_REQUEST_OBSERVER_H_
#define SLUICE_CONTROLPLANE_GATEWAY_REQUEST_OBSERVER_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace sluice::controlplane {

// A request over HTTP that has been answered; one for a stream is when its first event is there.
struct AnsweredRequest {
  // `ConnectorService/CreateConnector`, or a page: `sessions`, `openapi`, `console`, `operators`;
  // `none` when it was none of these. Never what a stranger wrote.
  std::string route;
  int status = 0;
  absl::Duration took;  // Since it was there as a whole.
  size_t body_bytes = 0;
};

// What there may be only so much of.
enum class HttpLimit {
  kConnections,
  kCalls,
  kStreams,
  kSignIns,
  kHeaderBytes,
  kTargetBytes,
  kBodyBytes,
  kBodiesBytes,
  kBodyTime,
};
inline constexpr HttpLimit kHttpLimits[] = {
    HttpLimit::kConnections, HttpLimit::kCalls,       HttpLimit::kStreams,
    HttpLimit::kSignIns,     HttpLimit::kHeaderBytes, HttpLimit::kTargetBytes,
    HttpLimit::kBodyBytes,   HttpLimit::kBodiesBytes, HttpLimit::kBodyTime,
};

constexpr absl::string_view NameOf(HttpLimit limit) {
  switch (limit) {
    case HttpLimit::kConnections:
      return "CONNECTIONS";
    case HttpLimit::kCalls:
      return "CALLS";
    case HttpLimit::kStreams:
      return "STREAMS";
    case HttpLimit::kSignIns:
      return "SIGN_INS";
    case HttpLimit::kHeaderBytes:
      return "HEADER_BYTES";
    case HttpLimit::kTargetBytes:
      return "TARGET_BYTES";
    case HttpLimit::kBodyBytes:
      return "BODY_BYTES";
    case HttpLimit::kBodiesBytes:
      return "BODIES_BYTES";
    case HttpLimit::kBodyTime:
      return "BODY_TIME";
  }
  return "";
}

// Hears of requests over HTTP, for those who count. Any thread calls; it must be quick.
class RequestObserver {
 public:
  virtual ~RequestObserver() = default;
  virtual void OnAnswered(const AnsweredRequest& request) = 0;
  // An event of a stream goes out, after the answer began.
  virtual void OnEvent(const std::string& route, size_t bytes) = 0;
  // A request, or a connection, was refused because there was too much already.
  virtual void OnRefused(HttpLimit limit) = 0;
};

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_GATEWAY_REQUEST_OBSERVER_H_
