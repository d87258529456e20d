#ifndef SLUICE_MAXCOMPUTE_AUTH_CANONICAL_REQUEST_H_
#define SLUICE_MAXCOMPUTE_AUTH_CANONICAL_REQUEST_H_

#include <string>

#include "absl/strings/string_view.h"
#include "base/http/headers.h"
#include "base/http/url.h"

namespace sluice::maxcompute {

// The text that MaxCompute's signatures are made over. `path` begins after the endpoint's own
// prefix (`/api`); path and parameters are as meant, not percent-encoded. Headers that are not
// signed are passed over.
std::string CanonicalRequest(absl::string_view method, absl::string_view path,
                             const http::QueryParameters& parameters, const http::Headers& headers);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_AUTH_CANONICAL_REQUEST_H_
