#include "dataplane/upload/endpoint_encodings.h"

#include <algorithm>

#include "base/log/log.h"

namespace sluice::dataplane {

using maxcompute::ContentEncoding;

ContentEncoding EndpointEncodings::Of(const std::string& endpoint) const {
  MutexLock lock(mu_);
  const auto found = refused_.find(endpoint);
  for (const ContentEncoding encoding : wanted_) {
    const bool refused =
        found != refused_.end() &&
        std::find(found->second.begin(), found->second.end(), encoding) != found->second.end();
    if (!refused) return encoding;
  }
  return ContentEncoding::kDeflate;
}

void EndpointEncodings::Refused(const std::string& endpoint, ContentEncoding encoding) {
  if (IsTakenByAll(encoding)) return;
  {
    MutexLock lock(mu_);
    std::vector<ContentEncoding>& refused = refused_[endpoint];
    if (std::find(refused.begin(), refused.end(), encoding) != refused.end()) return;
    refused.push_back(encoding);
  }
  log::Warn("an endpoint does not take an encoding; blocks are packed by another one",
            {{"endpoint", endpoint},
             {"refused", maxcompute::ContentEncodingName(encoding)},
             {"instead", maxcompute::ContentEncodingName(Of(endpoint))}});
}

}  // namespace sluice::dataplane
