#include "emulator/error/service_error.h"

#include "absl/strings/match.h"
#include "base/status/reason.h"

namespace sluice::emulator {
namespace {

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

std::string CodeOf(const absl::Status& error) {
  std::string code = ReasonOf(error);
  return code.empty() ? "InternalServerError" : code;
}

int HttpStatusOf(const absl::Status& error) { return RuleOf(CodeOf(error)).http; }

}  // namespace sluice::emulator
