#include "emulator/auth/authenticator.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"
#include "emulator/auth/digest.h"
#include "emulator/auth/request_signature.h"
#include "emulator/error/service_error.h"
#include "emulator/store/identities.h"

namespace sluice::emulator {
namespace {

constexpr absl::Duration kSkewMax = absl::Minutes(15);

std::string IsoTime(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", time, absl::UTCTimeZone());
}

absl::Status CheckDate(const http::ServerRequest& request, absl::Time now) {
  std::string text = request.Header("date");
  if (text.empty()) text = request.Header("x-odps-date");
  absl::Time date;
  std::string error;
  if (!absl::ParseTime("%a, %d %b %Y %H:%M:%S GMT", text, &date, &error)) {
    return ServiceError("MissingRequiredHeaderError",
                        "the Date header must hold the time of the request, RFC 1123 in GMT");
  }
  if (absl::AbsDuration(now - date) <= kSkewMax) return absl::OkStatus();
  return ServiceError(
      "RequestTimeTooSkewed",
      absl::StrCat(
          "ODPS-0410031: the difference between the request time and the current time is too "
          "large. max_interval_date:900000,expire_date:",
          IsoTime(date + kSkewMax), ",now_date:", IsoTime(now)));
}

struct Signer {
  std::string secret;
  Principal principal;
};

absl::StatusOr<Signer> SignerOfToken(Sql& sql, const http::ServerRequest& request,
                                     const std::string& key_id, absl::Time now) {
  SLUICE_ASSIGN_OR_RETURN(std::optional<RoleToken> token, Identities(sql).FindToken(key_id));
  std::string given = request.Header("authorization-sts-token");
  if (!token.has_value() || !EqualInConstantTime(given, token->token)) {
    return ServiceError("InvalidSecurityToken",
                        given.empty() ? "a temporary key needs its token in authorization-sts-token"
                                      : "the security token is unknown or belongs to another key");
  }
  if (token->expires <= now) {
    return ServiceError("InvalidSecurityToken",
                        absl::StrCat("the security token expired at ", IsoTime(token->expires)));
  }
  return Signer{token->secret, {.uid = token->uid, .role = absl::AsciiStrToLower(token->role)}};
}

absl::StatusOr<Signer> FindSigner(Sql& sql, const http::ServerRequest& request,
                                  const std::string& key_id, absl::Time now) {
  if (absl::StartsWith(key_id, "STS.")) return SignerOfToken(sql, request, key_id, now);
  SLUICE_ASSIGN_OR_RETURN(std::optional<AccessKey> key, Identities(sql).FindAccessKey(key_id));
  if (!key.has_value()) {
    return ServiceError("InvalidAccessKeyId",
                        absl::StrCat("access key ", key_id.substr(0, 64), " does not exist"));
  }
  return Signer{key->secret, {.uid = key->uid}};
}

}  // namespace

absl::StatusOr<Principal> Authenticate(Database& database, const http::ServerRequest& request,
                                       absl::string_view path_prefix, absl::Time now) {
  if (request.headers.Has("x-odps-bearer-token")) {
    return ServiceError("NotImplemented", "bearer tokens are not covered; sign with an access key");
  }
  SLUICE_ASSIGN_OR_RETURN(Credential credential,
                          ParseAuthorization(request.Header("authorization")));
  SLUICE_RETURN_IF_ERROR(CheckDate(request, now));
  SLUICE_ASSIGN_OR_RETURN(Signer signer, database.TransactFor<Signer>([&](Sql& sql) {
    return FindSigner(sql, request, credential.access_key_id, now);
  }));
  for (const std::string& canonical : CanonicalStrings(request, path_prefix)) {
    if (EqualInConstantTime(credential.signature, Sign(credential, signer.secret, canonical))) {
      return signer.principal;
    }
  }
  return ServiceError("SignatureNotMatch",
                      absl::StrCat("the signature does not match; the text to sign is:\n",
                                   CanonicalStrings(request, path_prefix)[0].substr(0, 4096)));
}

}  // namespace sluice::emulator
