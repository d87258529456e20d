#include "maxcompute/auth/rpc_client.h"

#include <openssl/rand.h>

#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/status_macros.h"
#include "maxcompute/auth/rpc_signature.h"
#include "nlohmann/json.hpp"

namespace sluice::maxcompute {
namespace {

std::string NewNonce() {
  unsigned char bytes[16];
  RAND_bytes(bytes, sizeof bytes);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(bytes), sizeof bytes));
}

RpcError ReadError(const http::HttpResponse& response) {
  RpcError error;
  error.http_status = response.status;
  const auto json = nlohmann::json::parse(response.body, nullptr, /*allow_exceptions=*/false);
  if (!json.is_object()) return error;
  const auto text_at = [&json](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  error.code = text_at("Code");
  error.message = text_at("Message");
  error.request_id = text_at("RequestId");
  return error;
}

// All of them with "name=", also the empty ones: they are signed that way.
std::string Query(const http::QueryParameters& parameters) {
  std::string query;
  for (const auto& [name, value] : parameters) {
    absl::StrAppend(&query, query.empty() ? "" : "&", http::PercentEncode(name), "=",
                    http::PercentEncode(value));
  }
  return query;
}

}  // namespace

RpcClient::RpcClient(http::Client& client, CredentialsProvider& credentials, Clock& clock,
                     RpcOptions options)
    : client_(client), credentials_(credentials), clock_(clock), options_(std::move(options)) {}

absl::StatusOr<RpcAnswer> RpcClient::Call(absl::string_view action, absl::string_view version,
                                          http::QueryParameters parameters) {
  SLUICE_ASSIGN_OR_RETURN(const http::Url endpoint, http::ParseUrl(options_.endpoint));
  SLUICE_ASSIGN_OR_RETURN(const Credentials credentials, credentials_.Get());
  const auto add = [&parameters](absl::string_view name, absl::string_view value) {
    parameters.emplace_back(std::string(name), std::string(value));
  };
  add("Action", action);
  add("Version", version);
  add("Format", "JSON");
  add("AccessKeyId", credentials.access_key_id);
  add("SignatureMethod", "HMAC-SHA1");
  add("SignatureVersion", "1.0");
  add("SignatureNonce", NewNonce());
  add("Timestamp", absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", clock_.Now(), absl::UTCTimeZone()));
  if (!credentials.security_token.empty()) {
    add("SecurityToken", credentials.security_token.Reveal());
  }
  add("Signature",
      RpcSignature(credentials.access_key_secret, RpcStringToSign("POST", parameters)));

  http::HttpRequest request;
  request.method = "POST";
  request.url = absl::StrCat(endpoint.ToString(), "/?", Query(parameters));
  request.timeout = options_.call_timeout;
  request.response_bytes_max = 1 << 20;
  SLUICE_ASSIGN_OR_RETURN(http::HttpResponse response, client_.Send(request));
  if (response.status / 100 == 2) return RpcAnswer{std::move(response.body), {}};
  return RpcAnswer{"", ReadError(response)};
}

}  // namespace sluice::maxcompute
