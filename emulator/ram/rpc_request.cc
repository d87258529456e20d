#include "emulator/ram/rpc_request.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/status/status_macros.h"
#include "emulator/auth/digest.h"
#include "emulator/error/service_error.h"
#include "emulator/store/identities.h"

namespace sluice::emulator {
namespace {

constexpr absl::Duration kSkewMax = absl::Minutes(15);

std::string Encode(absl::string_view text) {
  std::string encoded;
  for (unsigned char c : text) {
    if (absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.' || c == '~') {
      encoded.push_back(static_cast<char>(c));
    } else {
      absl::StrAppendFormat(&encoded, "%%%02X", c);
    }
  }
  return encoded;
}

absl::Status CheckTimestamp(const RpcRequest& request, absl::Time now) {
  absl::Time time;
  std::string error;
  if (!absl::ParseTime("%Y-%m-%dT%H:%M:%SZ", request.Get("Timestamp"), &time, &error)) {
    return ServiceError("InvalidTimeStamp.Format",
                        "Timestamp must be yyyy-MM-ddTHH:mm:ssZ, in UTC.");
  }
  if (absl::AbsDuration(now - time) <= kSkewMax) return absl::OkStatus();
  return ServiceError("InvalidTimeStamp.Expired",
                      "Timestamp is more than 15 minutes from the time here.");
}

struct KeyOwner {
  std::string secret;
  RpcCaller caller;
};

absl::StatusOr<KeyOwner> FindKey(Sql& sql, const RpcRequest& request, absl::Time now) {
  Identities identities(sql);
  const std::string id = request.Get("AccessKeyId");
  if (absl::StartsWith(id, "STS.")) {
    SLUICE_ASSIGN_OR_RETURN(std::optional<RoleToken> token, identities.FindToken(id));
    const std::string given = request.Get("SecurityToken");
    if (given.empty())
      return ServiceError("MissingSecurityToken", "A temporary key needs its SecurityToken.");
    if (!token.has_value() || !EqualInConstantTime(given, token->token) || token->expires <= now) {
      return ServiceError("InvalidSecurityToken.Expired",
                          "The SecurityToken is unknown or has expired.");
    }
    return KeyOwner{token->secret,
                    {.uid = token->uid, .role = token->role, .session = token->session}};
  }
  SLUICE_ASSIGN_OR_RETURN(std::optional<AccessKey> key, identities.FindAccessKey(id));
  if (!key.has_value()) {
    return ServiceError("InvalidAccessKeyId.NotFound", "Specified access key is not found.");
  }
  SLUICE_ASSIGN_OR_RETURN(std::optional<Account> account, identities.FindAccount(key->uid));
  return KeyOwner{
      key->secret,
      {.uid = key->uid, .service = account.has_value() ? account->service : std::string()}};
}

}  // namespace

std::string RpcRequest::Get(const std::string& name) const {
  auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

bool RpcRequest::WantsJson() const { return absl::EqualsIgnoreCase(Get("Format"), "json"); }

RpcRequest ParseRpc(const http::ServerRequest& request) {
  RpcRequest rpc{.method = request.method};
  std::vector<http::QueryParameter> all = request.target.query;
  if (absl::StartsWithIgnoreCase(request.Header("content-type"),
                                 "application/x-www-form-urlencoded")) {
    std::vector<http::QueryParameter> form = http::ParseQuery(request.body);
    all.insert(all.end(), form.begin(), form.end());
  }
  for (http::QueryParameter& parameter : all) {
    rpc.parameters[std::move(parameter.name)] = std::move(parameter.value);
  }
  return rpc;
}

std::string RpcStringToSign(const RpcRequest& request) {
  std::string query;
  for (const auto& [name, value] : request.parameters) {
    if (name == "Signature") continue;
    absl::StrAppend(&query, query.empty() ? "" : "&", Encode(name), "=", Encode(value));
  }
  return absl::StrCat(request.method, "&%2F&", Encode(query));
}

std::string RpcSignature(absl::string_view secret, absl::string_view string_to_sign) {
  return absl::Base64Escape(HmacSha1(absl::StrCat(secret, "&"), string_to_sign));
}

absl::StatusOr<RpcCaller> AuthenticateRpc(Database& database, const RpcRequest& request,
                                          absl::Time now) {
  for (const char* name : {"AccessKeyId", "Signature", "SignatureNonce", "Timestamp"}) {
    if (request.Get(name).empty()) {
      return ServiceError("IncompleteSignature",
                          absl::StrCat("The parameter ", name, " is missing."));
    }
  }
  if (request.Get("SignatureMethod") != "HMAC-SHA1" || request.Get("SignatureVersion") != "1.0") {
    return ServiceError("IncompleteSignature",
                        "SignatureMethod must be HMAC-SHA1, SignatureVersion 1.0.");
  }
  SLUICE_RETURN_IF_ERROR(CheckTimestamp(request, now));
  SLUICE_ASSIGN_OR_RETURN(KeyOwner owner, database.TransactFor<KeyOwner>([&](Sql& sql) {
    return FindKey(sql, request, now);
  }));
  const std::string text = RpcStringToSign(request);
  if (EqualInConstantTime(request.Get("Signature"), RpcSignature(owner.secret, text)))
    return owner.caller;
  // The official client compares this text with its own to tell a wrong secret from a wrong text.
  return ServiceError(
      "SignatureDoesNotMatch",
      absl::StrCat("Specified signature is not matched with our calculation. server string to "
                   "sign is:",
                   text));
}

}  // namespace sluice::emulator
