#include "maxcompute/auth/rpc_signature.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "maxcompute/auth/digest.h"

namespace sluice::maxcompute {

std::string RpcStringToSign(absl::string_view method, const http::QueryParameters& parameters) {
  http::QueryParameters sorted = parameters;
  std::sort(sorted.begin(), sorted.end());
  std::string query;
  for (const auto& [name, value] : sorted) {
    absl::StrAppend(&query, query.empty() ? "" : "&", http::PercentEncode(name), "=",
                    http::PercentEncode(value));
  }
  return absl::StrCat(method, "&%2F&", http::PercentEncode(query));
}

std::string RpcSignature(const Secret& access_key_secret, absl::string_view string_to_sign) {
  return absl::Base64Escape(
      HmacSha1(absl::StrCat(access_key_secret.Reveal(), "&"), string_to_sign));
}

}  // namespace sluice::maxcompute
