#include "maxcompute/rest/tunnel_endpoints.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/retry/retry.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::maxcompute {

TunnelEndpoints::TunnelEndpoints(Requester& requester, http::Url rest_endpoint, Clock& clock,
                                 TunnelEndpointOptions options)
    : requester_(requester),
      rest_endpoint_(std::move(rest_endpoint)),
      clock_(clock),
      options_(std::move(options)) {}

absl::StatusOr<http::Url> TunnelEndpoints::Get(absl::string_view project) {
  if (!options_.fixed_endpoint.empty()) return http::ParseUrl(options_.fixed_endpoint);
  const std::string name(project);
  {
    MutexLock lock(mu_);
    const auto found = found_.find(name);
    if (found != found_.end() && clock_.Monotonic() < found->second.believed_until) {
      return found->second.endpoint;
    }
  }
  absl::StatusOr<http::Url> endpoint = Ask(name);
  MutexLock lock(mu_);
  const auto found = found_.find(name);
  if (endpoint.ok()) {
    found_[name] = {*endpoint, clock_.Monotonic() + options_.cache_life};
  } else if (found != found_.end() && IsRetryable(endpoint.status())) {
    // The tunnel is a service of its own: it may answer while REST does not.
    return found->second.endpoint;
  }
  return endpoint;
}

absl::StatusOr<http::Url> TunnelEndpoints::Ask(absl::string_view project) {
  ServiceRequest request;
  request.endpoint = rest_endpoint_;
  request.path = absl::StrCat("/projects/", project, "/tunnel");
  request.parameters = {{"service", ""}, {"curr_project", std::string(project)}};
  request.timeout = options_.call_timeout;
  request.subject.table.project = std::string(project);
  SLUICE_ASSIGN_OR_RETURN(const http::HttpResponse response,
                          requester_.SendRepeatedly(request, options_.deadline));
  const absl::string_view authority = absl::StripAsciiWhitespace(response.body);
  absl::StatusOr<http::Url> endpoint =
      http::ParseUrl(absl::StrCat(rest_endpoint_.scheme, "://", authority));
  if (endpoint.ok() && endpoint->path.empty()) return endpoint;
  return WithReason(absl::InternalError(absl::StrCat("MaxCompute at ", rest_endpoint_.authority,
                                                     " names no tunnel for project ", project,
                                                     "; set the tunnel endpoint by hand")),
                    kReasonAnswerInvalid);
}

}  // namespace sluice::maxcompute
