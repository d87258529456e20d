#include "emulator/sql/sql_error.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {
namespace {

// What the store's codes are called in SQL.
struct Name {
  const char* code;
  const char* sql;
};
constexpr Name kNames[] = {
    {"NoPermission", "ODPS-0130013:Authorization exception - "},
    {"NoSuchTable", "ODPS-0130131:[1,1] Table not found - "},
    {"NoSuchProject", "ODPS-0130121:[1,1] Invalid project - "},
    {"NoSuchPartition", "ODPS-0110061:Failed to run ddltask - "},
    {"NoSuchSchema", "ODPS-0130071:[1,1] Semantic analysis exception - "},
    {"DataStoreError", "ODPS-0121095:Invalid arguments - "},
    {"NoSuchObject", "ODPS-0420111:"},
    {"ObjectAlreadyExists", "ODPS-0130211:[1,1] Table or partition already exists - "},
    {"NotImplemented", "ODPS-0130071:[1,1] Semantic analysis exception - "},
    {"Invalid", "ODPS-0130071:[1,1] Semantic analysis exception - "},
};

}  // namespace

absl::Status SqlError(absl::string_view code, TextPlace place, absl::string_view message) {
  return ServiceError(absl::StrCat("ODPS-", code), absl::StrCat("ODPS-", code, ":[", place.line,
                                                                ",", place.column, "] ", message));
}

absl::Status ParseError(TextPlace place, absl::string_view message) {
  return SqlError("0130161", place, absl::StrCat("Parse exception - ", message));
}

absl::Status SemanticError(absl::string_view message) {
  return SqlError("0130071", {}, absl::StrCat("Semantic analysis exception - ", message));
}

std::string SqlFailureText(const absl::Status& error) {
  std::string code = CodeOf(error);
  if (absl::StartsWith(code, "ODPS-")) return std::string(error.message());
  for (const Name& name : kNames) {
    if (absl::StartsWith(code, name.code)) return absl::StrCat(name.sql, error.message());
  }
  return absl::StrCat("ODPS-0010000:System internal error - ", error.message());
}

}  // namespace sluice::emulator
