#ifndef SLUICE_EMULATOR_AUTH_REQUEST_SIGNATURE_H_
#define SLUICE_EMULATOR_AUTH_REQUEST_SIGNATURE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "base/http/server/exchange.h"

namespace sluice::emulator {

// The Authorization header of a REST or tunnel request, taken apart: version 2 without date and
// region, version 4 with both.
struct Credential {
  std::string access_key_id;
  std::string date;    // yyyyMMdd, of version 4.
  std::string region;  // Of version 4.
  std::string signature;

  bool is_version_4() const { return !date.empty(); }
};

// Unauthorized when there is none or it is not of that form.
absl::StatusOr<Credential> ParseAuthorization(absl::string_view header);

// The texts that a correct client may have signed for this request, the straightforward one first.
// `path_prefix` is the endpoint's own path, which is not signed.
//
// Two clients sign something else than they send: pyodps decodes the URL twice, and Java's
// HttpURLConnection adds a Content-Type after signing.
std::vector<std::string> CanonicalStrings(const http::ServerRequest& request,
                                          absl::string_view path_prefix);

// What the signature of `canonical` must be.
std::string Sign(const Credential& credential, absl::string_view secret,
                 absl::string_view canonical);

}  // namespace sluice::emulator

#endif  // SLUICE_EMULATOR_AUTH_REQUEST_SIGNATURE_H_
