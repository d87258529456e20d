#ifndef SLUICE_MAXCOMPUTE_AUTH_SIGNATURE_H_
#define SLUICE_MAXCOMPUTE_AUTH_SIGNATURE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "maxcompute/auth/credentials.h"

namespace sluice::maxcompute {

struct SignatureOptions {
  // "cn-shanghai" makes V4 signatures, which are bound to region and day; empty makes V2.
  std::string region;
  // Private clouds may have another one. V4 only.
  std::string prefix = "aliyun_v4";
};

// The value of the header `Authorization` for a canonical request. `now` must be the time of its
// Date header.
std::string Authorization(const Credentials& credentials, absl::string_view canonical_request,
                          absl::Time now, const SignatureOptions& options);

// V4's key for a day ("20240102") and region: raw bytes.
std::string SigningKeyV4(const Secret& access_key_secret, absl::string_view day,
                         const SignatureOptions& options);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_AUTH_SIGNATURE_H_
