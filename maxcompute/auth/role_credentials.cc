#include "maxcompute/auth/role_credentials.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"
#include "nlohmann/json.hpp"

namespace sluice::maxcompute {
namespace {

constexpr size_t kSessionNameBytesMax = 32;

std::string Text(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

absl::Status Unavailable(absl::string_view why) {
  return WithReason(absl::UnavailableError(absl::StrCat("STS gave no credentials: ", why)),
                    kReasonStsUnavailable);
}

}  // namespace

std::string RoleName::Arn() const { return absl::StrCat("acs:ram::", account_uid, ":role/", role); }

std::string RoleName::Principal() const {
  return absl::StrCat("RAM$", account_uid, ":role/", absl::AsciiStrToLower(role));
}

RoleCredentials::RoleCredentials(RpcClient& sts, Clock& clock, RoleName role,
                                 RoleCredentialsOptions options)
    : sts_(sts), clock_(clock), role_(std::move(role)), options_(std::move(options)) {}

absl::StatusOr<Credentials> RoleCredentials::Get() {
  MutexLock lock(mu_);
  for (;;) {
    const absl::Duration now = clock_.Monotonic();
    const bool usable = issued_.has_value() && now < issued_->end;
    const bool due = !usable || now >= issued_->renew_at;
    const bool may_ask = !asking_ && now >= ask_not_before_;
    if (usable && !(due && may_ask)) return issued_->credentials;
    if (may_ask) {
      Ask();
    } else if (asking_) {
      asked_.Wait(mu_);  // The one who asks has a deadline.
    } else {
      return last_error_;
    }
  }
}

void RoleCredentials::Ask() {
  asking_ = true;
  mu_.Unlock();
  absl::StatusOr<Issued> issued = AssumeRole();
  mu_.Lock();
  asking_ = false;
  if (issued.ok()) {
    issued_ = *std::move(issued);
    ask_not_before_ = -absl::InfiniteDuration();
  } else {
    last_error_ = issued.status();
    ask_not_before_ = clock_.Monotonic() + options_.retry_after;
  }
  asked_.NotifyAll();
}

void RoleCredentials::Reject(const Credentials& credentials) {
  MutexLock lock(mu_);
  if (!issued_.has_value() || issued_->credentials != credentials) return;
  // Newer ones would hardly be any better.
  if (clock_.Monotonic() < issued_->asked_at + options_.retry_after) return;
  issued_.reset();
}

absl::StatusOr<RoleCredentials::Issued> RoleCredentials::AssumeRole() {
  const std::string session_name =
      absl::StrCat(options_.session_name_prefix, role_.account_uid).substr(0, kSessionNameBytesMax);
  const absl::Duration asked_at = clock_.Monotonic();
  absl::StatusOr<RpcAnswer> answer =
      sts_.Call("AssumeRole", "2015-04-01",
                {{"RoleArn", role_.Arn()},
                 {"RoleSessionName", session_name},
                 {"DurationSeconds", absl::StrCat(absl::ToInt64Seconds(options_.life))},
                 // Lets a service's own key assume the role of the account that trusts the service.
                 {"AssumeRoleFor", role_.account_uid}});
  if (!answer.ok()) return Unavailable(answer.status().message());
  if (!answer->ok()) return Refused(answer->error);
  return ReadIssued(answer->json, asked_at);
}

absl::StatusOr<RoleCredentials::Issued> RoleCredentials::ReadIssued(absl::string_view json,
                                                                    absl::Duration asked_at) {
  const auto object = nlohmann::json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object() || !object.contains("Credentials") ||
      !object["Credentials"].is_object()) {
    return Unavailable("its answer holds no credentials");
  }
  const nlohmann::json& given = object["Credentials"];
  Issued issued;
  issued.credentials.access_key_id = Text(given, "AccessKeyId");
  issued.credentials.access_key_secret = Secret(Text(given, "AccessKeySecret"));
  issued.credentials.security_token = Secret(Text(given, "SecurityToken"));
  if (issued.credentials.access_key_id.empty() || issued.credentials.access_key_secret.empty() ||
      issued.credentials.security_token.empty()) {
    return Unavailable("its answer holds no credentials");
  }
  // The life asked for, counted from before the request, is right whatever our wall clock says; a
  // shorter one that the answer tells is believed when it makes sense.
  absl::Duration life = options_.life;
  absl::Time expiration;
  if (absl::ParseTime(absl::RFC3339_full, Text(given, "Expiration"), &expiration, nullptr)) {
    const absl::Duration told = expiration - clock_.Now();
    if (told > options_.life_left_min) life = std::min(life, told);
  }
  issued.asked_at = asked_at;
  issued.renew_at = asked_at + options_.renew_after * life;
  issued.end = asked_at + life - options_.life_left_min;
  return issued;
}

absl::Status RoleCredentials::Refused(const RpcError& error) const {
  const std::string told =
      absl::StrCat(" (STS answered ", error.code.empty() ? "without a code" : error.code,
                   ", HTTP status ", error.http_status, ", request id ", error.request_id, ")");
  if (error.code == "EntityNotExist.Role") {
    return WithRemedy(
        WithReason(absl::NotFoundError(absl::StrCat("RAM role ", role_.role, " does not exist in ",
                                                    "account ", role_.account_uid, told)),
                   kReasonRoleNotFound),
        absl::StrCat("create the role ", role_.role, " in account ", role_.account_uid,
                     " with a trust policy for this service, or name another role"));
  }
  if (error.code == "NoPermission") {
    return WithRemedy(
        WithReason(absl::PermissionDeniedError(absl::StrCat("RAM role ", role_.Arn(),
                                                            " does not trust this service", told)),
                   kReasonRoleNotTrusted),
        absl::StrCat("list the service as a principal in the trust policy of ", role_.Arn()));
  }
  if (absl::StartsWith(error.code, "InvalidAccessKeyId") ||
      absl::StartsWith(error.code, "SignatureDoesNotMatch") ||
      absl::StartsWith(error.code, "IncompleteSignature") || error.code == "InvalidSecurityToken") {
    return WithRemedy(WithReason(absl::FailedPreconditionError(absl::StrCat(
                                     "STS does not accept the service's own access key", told)),
                                 kReasonServiceKeyInvalid),
                      "check the service's access key id and the file that holds its secret");
  }
  if (absl::StartsWith(error.code, "InvalidParameter") || error.code == "MissingSecurityToken") {
    return WithReason(
        absl::InvalidArgumentError(absl::StrCat("STS does not accept account ", role_.account_uid,
                                                " with role ", role_.role, told)),
        kReasonRoleNotFound);
  }
  return Unavailable(absl::StrCat("it refused", told));
}

}  // namespace sluice::maxcompute
