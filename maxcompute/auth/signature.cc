#include "maxcompute/auth/signature.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "maxcompute/auth/digest.h"

namespace sluice::maxcompute {
namespace {

constexpr absl::string_view kService = "odps";

}  // namespace

std::string SigningKeyV4(const Secret& access_key_secret, absl::string_view day,
                         const SignatureOptions& options) {
  const std::string secret_key = absl::StrCat(options.prefix, access_key_secret.Reveal());
  const std::string day_key = HmacSha256(secret_key, day);
  const std::string region_key = HmacSha256(day_key, options.region);
  const std::string service_key = HmacSha256(region_key, kService);
  return HmacSha256(service_key, absl::StrCat(options.prefix, "_request"));
}

std::string Authorization(const Credentials& credentials, absl::string_view canonical_request,
                          absl::Time now, const SignatureOptions& options) {
  if (options.region.empty()) {
    const std::string signature =
        HmacSha1(credentials.access_key_secret.Reveal(), canonical_request);
    return absl::StrCat("ODPS ", credentials.access_key_id, ":", absl::Base64Escape(signature));
  }
  const std::string day = absl::FormatTime("%Y%m%d", now, absl::UTCTimeZone());
  const std::string key = SigningKeyV4(credentials.access_key_secret, day, options);
  return absl::StrCat("ODPS ", credentials.access_key_id, "/", day, "/", options.region, "/",
                      kService, "/", options.prefix,
                      "_request:", absl::Base64Escape(HmacSha1(key, canonical_request)));
}

}  // namespace sluice::maxcompute
