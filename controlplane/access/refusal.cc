#include "controlplane/access/refusal.h"

#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "base/status/reason.h"
#include "controlplane/access/permission_table.h"

namespace sluice::controlplane {
namespace {

constexpr char kPermissionPayload[] = "sluice/permission";

absl::Status Unauthenticated(absl::string_view message, absl::string_view reason,
                             absl::string_view remedy) {
  return WithRemedy(WithReason(absl::UnauthenticatedError(message), reason), remedy);
}

std::string RolesText(const Caller& caller) {
  if (caller.permissions.contains(std::string(kWorkerPermission))) return "is a worker's";
  if (caller.roles.empty()) return "has no role";
  return absl::StrCat("has the role ", NameOf(caller.roles.front()));
}

std::string LeastRoleWith(absl::string_view permission) {
  for (const PermissionRule& rule : kPermissionRules) {
    if (permission == absl::string_view(rule.permission.data(), rule.permission.size())) {
      return absl::StrCat("use a token with the role ", NameOf(rule.least));
    }
  }
  return "use a token of kind WORKER, which workers alone have";
}

}  // namespace

absl::Status TokenMissing() {
  return Unauthenticated("the call does not say who it is", "TOKEN_MISSING",
                         "send an API token as `authorization: Bearer slc_…`; with sluicectl, name "
                         "the file that holds it by --token-file or SLUICE_TOKEN_FILE");
}

absl::Status TokenInvalid() {
  return Unauthenticated("what the call shows is the secret of no API token", "TOKEN_INVALID",
                         "compare the token's file with what was shown when it was made; if it is "
                         "lost, have another token made");
}

absl::Status TokenExpired(absl::string_view id) {
  return Unauthenticated(absl::StrCat("the time of API token ", id, " is over"), "TOKEN_EXPIRED",
                         "have another token made");
}

absl::Status TokenRevoked(absl::string_view id) {
  return Unauthenticated(absl::StrCat("API token ", id, " was revoked"), "TOKEN_REVOKED",
                         "ask an admin why, or have another token made");
}

absl::Status SessionEnded() {
  return Unauthenticated("the session is over", "SESSION_ENDED", "sign in again");
}

absl::Status SignInCodeInvalid() {
  return Unauthenticated("the code was used, is too old, or never was one", "SIGN_IN_CODE_INVALID",
                         "make another one: it signs in once, within five minutes");
}

absl::Status TooManySignIns() {
  return WithRemedy(
      WithReason(absl::ResourceExhaustedError("too many have failed to sign in from there"),
                 "TOO_MANY_SIGN_INS"),
      "wait a minute, then try again");
}

absl::Status CrossSiteRequest(absl::string_view why) {
  return WithRemedy(WithReason(absl::PermissionDeniedError(why), "CROSS_SITE_REQUEST"),
                    "send it from the console's own pages, or with an API token instead of a "
                    "cookie");
}

absl::Status AuthenticationOff() {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError("this control plane asks nobody who they are"),
                 "AUTHENTICATION_OFF"),
      "go on without signing in, or have it started with authentication: tokens");
}

absl::Status NotPermitted(const Caller& caller, absl::string_view permission) {
  absl::Status status = WithRemedy(WithReason(absl::PermissionDeniedError(absl::StrCat(
                                                  "API token ", caller.name, " ", RolesText(caller),
                                                  ", which lacks the "
                                                  "permission ",
                                                  permission)),
                                              "NOT_PERMITTED"),
                                   LeastRoleWith(permission));
  status.SetPayload(kPermissionPayload, absl::Cord(permission));
  return status;
}

std::string MissingPermissionOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPermissionPayload);
  return payload.has_value() ? std::string(*payload) : "";
}

}  // namespace sluice::controlplane
