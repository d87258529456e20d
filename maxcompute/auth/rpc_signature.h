#ifndef SLUICE_MAXCOMPUTE_AUTH_RPC_SIGNATURE_H_
#define SLUICE_MAXCOMPUTE_AUTH_RPC_SIGNATURE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "base/http/url.h"
#include "maxcompute/auth/secret.h"

namespace sluice::maxcompute {

// The text that signatures of Alibaba Cloud's RPC style (STS, RAM) are made over. `parameters` in
// any order, without `Signature`; empty values count.
std::string RpcStringToSign(absl::string_view method, const http::QueryParameters& parameters);

// The value of the parameter `Signature`, not yet percent-encoded.
std::string RpcSignature(const Secret& access_key_secret, absl::string_view string_to_sign);

}  // namespace sluice::maxcompute

#endif  // SLUICE_MAXCOMPUTE_AUTH_RPC_SIGNATURE_H_
