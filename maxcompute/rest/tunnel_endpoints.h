#ifndef SLUICE_MAXCOMPUTE_REST_TUNNEL_ENDPOINTS_H_
#define SLUICE_MAXCOMPUTE_REST_TUNNEL_ENDPOINTS_H_

#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "base/http/url.h"
#include "base/sync/mutex.h"
#include "base/time/clock.h"
#include "maxcompute/request/requester.h"

namespace sluice::maxcompute {

struct TunnelEndpointOptions {
  // "https://dt.cn-hangzhou.maxcompute.aliyun.com": taken as it is instead of asking.
  std::string fixed_endpoint;
  // An endpoint is believed this long; afterwards it is asked for again, and kept when nobody
  // answers.
  absl::Duration cache_life = absl::Minutes(10);
  absl::Duration call_timeout = absl::Seconds(20);
  absl::Duration deadline = absl::Seconds(60);
};

// Knows where the tunnel of each project listens. Any thread may call. Borrows `requester` and
// `clock`.
class TunnelEndpoints {
 public:
  TunnelEndpoints(Requester& requester, http::Url rest_endpoint, Clock& clock,
                  TunnelEndpointOptions options = {});

  absl::StatusOr<http::Url> Get(absl::string_view project);

 private:
  struct Found {
    http::Url endpoint;
    absl::Duration believed_until;
  };

  absl::StatusOr<http::Url> Ask(absl::string_view project);

  Requester& requester_;
  const http::Url rest_endpoint_;
  Clock& clock_;
  const TunnelEndpointOptions options_;

  Mutex mu_;
  std::map<std::string, Found, std::less<>> found_ SLUICE_GUARDED_BY(mu_);
};

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_REST_TUNNEL_ENDPOINTS_H_
