#include "controlplane/validation/maxcompute_endpoint.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace sluice::controlplane {

MaxComputeEndpoint ReadEndpoint(absl::string_view url) {
  if (url.size() > 512) return {};
  const std::string lower = absl::AsciiStrToLower(url);
  absl::string_view host = lower;
  if (!absl::ConsumePrefix(&host, "http://")) absl::ConsumePrefix(&host, "https://");
  host = host.substr(0, host.find_first_of("/:"));

  using Network = MaxComputeEndpoint::Network;
  MaxComputeEndpoint endpoint;
  // service.<region>.maxcompute.aliyun-inc.com and service.<region>-vpc.maxcompute.aliyun-inc.com
  // are VPC endpoints, service.<region>.maxcompute.aliyun.com is the public one.
  if (absl::ConsumeSuffix(&host, ".maxcompute.aliyun-inc.com")) {
    endpoint.network = Network::kVpc;
  } else if (absl::ConsumeSuffix(&host, ".maxcompute.aliyun.com")) {
    endpoint.network = Network::kPublic;
  } else {
    // The older names without a region.
    if (host == "service.odps.aliyun.com") endpoint.network = Network::kPublic;
    if (host == "service.odps.aliyun-inc.com") endpoint.network = Network::kVpc;
    return endpoint;
  }
  absl::ConsumePrefix(&host, "service.");
  absl::ConsumeSuffix(&host, "-vpc");
  absl::ConsumeSuffix(&host, "-intranet");
  endpoint.region = std::string(host);
  return endpoint;
}

}  // namespace sluice::controlplane
