#include "emulator/error/service_error.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "base/status/reason.h"

namespace sluice::emulator {
namespace {

constexpr char kHeader[] = "sluice/emulator-header/";
constexpr char kHold[] = "sluice/emulator-hold-ms";

struct Rule {
  const char* code;
  absl::StatusCode status;
  int http;
};

// The first rule whose code begins the error's code; "Invalid" covers InvalidArgument and its many
// sisters.
constexpr Rule kRules[] = {
    {"NoSuch", absl::StatusCode::kNotFound, 404},
    {"EntityNotExist", absl::StatusCode::kNotFound, 404},
    {"InvalidAccessKeyId.NotFound", absl::StatusCode::kUnauthenticated, 404},
    {"InvalidAccessKeyId", absl::StatusCode::kUnauthenticated, 401},
    {"InvalidSecurityToken", absl::StatusCode::kUnauthenticated, 401},
    {"SignatureNotMatch", absl::StatusCode::kUnauthenticated, 401},
    {"Unauthorized", absl::StatusCode::kUnauthenticated, 401},
    {"RequestTimeTooSkewed", absl::StatusCode::kUnauthenticated, 403},
    {"SignatureDoesNotMatch", absl::StatusCode::kUnauthenticated, 400},
    {"NoPermission", absl::StatusCode::kPermissionDenied, 403},
    {"AccessDenied", absl::StatusCode::kPermissionDenied, 403},
    {"EntityAlreadyExists", absl::StatusCode::kAlreadyExists, 409},
    {"ObjectAlreadyExists", absl::StatusCode::kAlreadyExists, 409},
    {"StreamSessionNotFound", absl::StatusCode::kNotFound, 404},
    {"UpsertSessionNotFound", absl::StatusCode::kNotFound, 404},
    {"SchemaModified", absl::StatusCode::kFailedPrecondition, 412},
    {"FlowExceeded", absl::StatusCode::kResourceExhausted, 429},
    {"SlotExceeded", absl::StatusCode::kResourceExhausted, 429},
    {"QPSExceeded", absl::StatusCode::kResourceExhausted, 429},
    {"RequestQuotaExceeded", absl::StatusCode::kResourceExhausted, 429},
    {"StatusConflict", absl::StatusCode::kFailedPrecondition, 409},
    {"TableModified", absl::StatusCode::kFailedPrecondition, 409},
    {"MethodNotAllowed", absl::StatusCode::kUnimplemented, 405},
    // Not 501: clients repeat what is 5xx for two minutes.
    {"NotImplemented", absl::StatusCode::kUnimplemented, 400},
    {"ServiceUnavailable", absl::StatusCode::kUnavailable, 503},
    {"InternalServerError", absl::StatusCode::kInternal, 500},
    {"", absl::StatusCode::kInvalidArgument, 400},
};

const Rule& RuleOf(absl::string_view code) {
  for (const Rule& rule : kRules) {
    if (absl::StartsWith(code, rule.code)) return rule;
  }
  return kRules[0];  // Unreachable: the last rule takes everything.
}

}  // namespace

absl::Status ServiceError(absl::string_view code, absl::string_view message) {
  return WithReason(absl::Status(RuleOf(code).status, message), code);
}

absl::Status WithHeader(absl::Status error, absl::string_view name, absl::string_view value) {
  error.SetPayload(absl::StrCat(kHeader, name), absl::Cord(value));
  return error;
}

std::vector<std::pair<std::string, std::string>> HeadersOf(const absl::Status& error) {
  std::vector<std::pair<std::string, std::string>> headers;
  error.ForEachPayload([&](absl::string_view name, const absl::Cord& value) {
    if (absl::ConsumePrefix(&name, kHeader)) headers.emplace_back(name, std::string(value));
  });
  return headers;
}

absl::Status WithHold(absl::Status error, absl::Duration hold) {
  error.SetPayload(kHold, absl::Cord(absl::StrCat(absl::ToInt64Milliseconds(hold))));
  return error;
}

std::optional<absl::Duration> HoldOf(const absl::Status& error) {
  auto text = error.GetPayload(kHold);
  int64_t milliseconds = 0;
  if (!text.has_value() || !absl::SimpleAtoi(std::string(*text), &milliseconds)) {
    return std::nullopt;
  }
  return absl::Milliseconds(milliseconds);
}

std::string CodeOf(const absl::Status& error) {
  std::string code = ReasonOf(error);
  return code.empty() ? "InternalServerError" : code;
}

int HttpStatusOf(const absl::Status& error) { return RuleOf(CodeOf(error)).http; }

}  // namespace sluice::emulator
