#include "controlplane/rpc/access_calls.h"

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "base/status/status_macros.h"
#include "controlplane/access/refusal.h"
#include "controlplane/access/secret.h"
#include "controlplane/rpc/page_token.h"
#include "controlplane/rpc/request_names.h"
#include "controlplane/rpc/status_details.h"
#include "controlplane/rpc/translate_api_token.h"
#include "controlplane/rpc/translate_words.h"
#include "controlplane/validation/fields.h"

namespace sluice::controlplane {
namespace {

constexpr absl::Duration kTokenLife = absl::Hours(24 * 90);
constexpr absl::Duration kTokenLifeMin = absl::Minutes(1);
constexpr absl::Duration kTokenLifeMax = absl::Hours(24 * 3650);
constexpr absl::Duration kSignInCodeLife = absl::Minutes(5);

absl::Duration ReadLife(const v1::CreateApiTokenRequest& request, Violations& violations) {
  if (!request.has_life()) return kTokenLife;
  const absl::Duration life =
      absl::Seconds(request.life().seconds()) + absl::Nanoseconds(request.life().nanos());
  if (life < kTokenLifeMin || life > kTokenLifeMax) {
    violations.Add("life", "FIELD_OUT_OF_RANGE", "is not between one minute and ten years");
  }
  return life;
}

}  // namespace

absl::Status AccessCalls::CreateApiToken(const v1::CreateApiTokenRequest& request,
                                         const Caller& caller,
                                         v1::CreateApiTokenResponse* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  ApiToken token = ApiTokenFromProto(request.api_token(), request.api_token_id(), violations);
  const absl::Duration life = ReadLife(request, violations);
  if (!violations.empty()) return InvalidRequest(violations);
  token.create_time = StorableNow(clock_);
  token.created_by = caller.name;
  token.expire_time = token.create_time + absl::Trunc(life, absl::Microseconds(1));
  std::string secret = NewSecret(SecretKind::kToken);
  const absl::StatusOr<ApiToken> stored =
      tokens_.CreateApiToken(token, HashOfSecret(secret), request.request_id());
  if (!stored.ok()) return About(stored.status(), kApiTokenType, ApiTokenName(token.id));
  *response->mutable_api_token() = ToProto(*stored, token.create_time);
  response->set_secret(std::move(secret));
  return absl::OkStatus();
}

absl::Status AccessCalls::GetApiToken(const v1::GetApiTokenRequest& request,
                                      v1::ApiToken* response) {
  Violations violations;
  const std::string id = ReadApiTokenName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::StatusOr<ApiToken> token = tokens_.GetApiToken(id);
  if (!token.ok()) return About(token.status(), kApiTokenType, request.name());
  *response = ToProto(*token, clock_.Now());
  return absl::OkStatus();
}

absl::Status AccessCalls::ListApiTokens(const v1::ListApiTokensRequest& request,
                                        v1::ListApiTokensResponse* response) {
  constexpr absl::string_view kList = "apiTokens";
  Violations violations;
  const int page_size = PageSizeOf(request.page_size(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  SLUICE_ASSIGN_OR_RETURN(const std::string after, ReadPageToken(kList, request.page_token()));
  SLUICE_ASSIGN_OR_RETURN(std::vector<ApiToken> page, tokens_.ListApiTokens(after, page_size + 1));
  if (static_cast<int>(page.size()) > page_size) {
    page.resize(page_size);
    response->set_next_page_token(MakePageToken(kList, page.back().id));
  }
  const absl::Time now = clock_.Now();
  for (const ApiToken& token : page) *response->add_api_tokens() = ToProto(token, now);
  return absl::OkStatus();
}

absl::Status AccessCalls::RevokeApiToken(const v1::RevokeApiTokenRequest& request,
                                         const Caller& caller, v1::ApiToken* response) {
  Violations violations;
  CheckRequestId(request.request_id(), violations);
  const std::string id = ReadApiTokenName("name", request.name(), violations);
  if (!violations.empty()) return InvalidRequest(violations);
  const absl::Time now = StorableNow(clock_);
  const absl::StatusOr<ApiToken> token = tokens_.RevokeApiToken(id, caller.name, now);
  if (!token.ok()) return About(token.status(), kApiTokenType, request.name());
  *response = ToProto(*token, now);
  return absl::OkStatus();
}

absl::Status AccessCalls::GetCaller(const Caller& caller, v1::Caller* response) {
  *response = ToProto(caller, gatekeeper_.asks());
  return absl::OkStatus();
}

absl::Status AccessCalls::CreateSignInLink(const Caller& caller, v1::SignInLink* response) {
  if (!caller.is_known()) return AuthenticationOff();
  const absl::Time now = StorableNow(clock_);
  std::string code = NewSecret(SecretKind::kSignInCode);
  const absl::Status made = sessions_.CreateSignInCode(
      HashOfSecret(code), caller.name, caller.shown_hash, now + kSignInCodeLife, now);
  // Since the caller was let in, what they showed was replaced by another, has ended or was
  // revoked.
  if (absl::IsNotFound(made)) return caller.by_session ? SessionEnded() : TokenInvalid();
  SLUICE_RETURN_IF_ERROR(made);
  response->set_code(std::move(code));
  SetTime(now + kSignInCodeLife, [&] { return response->mutable_expire_time(); });
  return absl::OkStatus();
}

}  // namespace sluice::controlplane
