#include "maxcompute/sql/sql_error.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/status/reason.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/foreign_text.h"

namespace sluice::maxcompute {
namespace {

// Codes of statements that mean what a code of the services means.
struct Alias {
  absl::string_view sql_code;
  absl::string_view service_code;
};

constexpr Alias kAliases[] = {
    {"ODPS-0130131", "NoSuchTable"},          {"ODPS-0130013", "NoPermission"},
    {"ODPS-0420095", "NoPermission"},         {"ODPS-0110061", "InternalServerError"},
    {"ODPS-0010000", "InternalServerError"},  {"ODPS-0420153", "InternalServerError"},
    {"ODPS-0430055", "InternalServerError"},  {"ODPS-0110141", "DataVersionConflict"},
    {"ODPS-0410031", "RequestTimeTooSkewed"},
};

}  // namespace

absl::Status SqlFailure(absl::string_view text, const Subject& subject) {
  const absl::string_view trimmed = absl::StripAsciiWhitespace(text);
  // The code may follow words such as "FAILED: ".
  const size_t begin = trimmed.find("ODPS-");
  const absl::string_view code =
      begin == absl::string_view::npos ? absl::string_view() : trimmed.substr(begin, 12);
  for (const Alias& alias : kAliases) {
    if (alias.sql_code != code) continue;
    ServiceError error;
    error.http_status = 200;
    error.code = std::string(alias.service_code);
    error.message = std::string(trimmed);
    return ToStatus(error, subject);
  }
  return MarkClearRefusal(WithReason(absl::FailedPreconditionError(absl::StrCat(
                                         "MaxCompute could not carry out a statement in project ",
                                         subject.table.project, ": ", ForeignText(trimmed))),
                                     kReasonSqlFailed));
}

}  // namespace sluice::maxcompute
