#include "cli/output/error_text.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "api/client/error_details.h"
#include "base/status/reason.h"
#include "cli/grammar/exit_code.h"
#include "cli/output/table.h"
#include "nlohmann/json.hpp"

namespace sluice::cli {
namespace {

// Whether reason, message and remedy of the status already say all of it.
bool IsToldAbove(const client::Violation& violation, const absl::Status& status) {
  return violation.reason == ReasonOf(status) &&
         absl::StrContains(status.message(), violation.message) &&
         (violation.remedy.empty() || violation.remedy == RemedyOf(status));
}

// The message of a status with violations usually repeats the first of them, or all: then their
// number says enough. The same for the remedy.
std::string Headline(const absl::Status& status, const std::vector<client::Violation>& violations) {
  const bool repeats = violations.size() > 1 &&
                       (absl::StrContains(status.message(), violations[0].message) ||
                        absl::StartsWith(status.message(), absl::StrCat(violations[0].field, " ")));
  // The remedy has a line of its own, where it can be copied.
  const std::string remedy = absl::StrCat(": ", RemedyOf(status));
  if (!repeats) return PrintableLines(absl::StripSuffix(status.message(), remedy), "  ");
  return absl::StrCat(client::ViolationCountOf(status), " things are wrong");
}

std::string LastLine(const absl::Status& status, const std::vector<client::Violation>& violations) {
  const std::string remedy = RemedyOf(status);
  const bool told = std::any_of(violations.begin(), violations.end(), [&](const auto& violation) {
    return !violation.remedy.empty() && !IsToldAbove(violation, status) &&
           absl::StrContains(remedy, violation.remedy);
  });
  return remedy.empty() || told
             ? ""
             : absl::StrCat("remedy: ", PrintableLines(remedy, "        "), "\n");
}

std::string ForPeople(const absl::Status& status) {
  const std::vector<client::Violation> violations = client::ViolationsOf(status);
  std::string reason = ReasonOf(status);
  if (reason.empty()) reason = absl::StatusCodeToString(status.code());
  std::string text = absl::StrCat("sluicectl: ", reason, ": ", Headline(status, violations), "\n");
  for (const client::Violation& violation : violations) {
    // A lone field that the message names with the same words needs no second line.
    const bool lone = violations.size() == 1 &&
                      status.message() == absl::StrCat(violation.field, " ", violation.message);
    if (IsToldAbove(violation, status) || lone) continue;
    const bool named = !violation.field.empty();
    absl::StrAppend(&text, "  ", Printable(violation.field), named ? ": " : "", violation.reason,
                    violation.reason.empty() ? "" : ": ", PrintableLines(violation.message, "    "),
                    "\n");
    if (!violation.remedy.empty()) {
      absl::StrAppend(&text, "    – ", PrintableLines(violation.remedy, "      "), "\n");
    }
  }
  const int more = client::ViolationCountOf(status) - static_cast<int>(violations.size());
  if (more > 0)
    absl::StrAppend(&text, "  and ", more, " more, which are told when these are right\n");
  return absl::StrCat(text, LastLine(status, violations));
}

std::string ForPrograms(const absl::Status& status) {
  nlohmann::ordered_json violations = nlohmann::ordered_json::array();
  for (const client::Violation& violation : client::ViolationsOf(status)) {
    violations.push_back({{"field", violation.field},
                          {"reason", violation.reason},
                          {"message", violation.message},
                          {"remedy", violation.remedy}});
  }
  const nlohmann::ordered_json error = {{"code", absl::StatusCodeToString(status.code())},
                                        {"reason", ReasonOf(status)},
                                        {"message", std::string(status.message())},
                                        {"violations", violations},
                                        {"violationCount", client::ViolationCountOf(status)},
                                        {"remedy", RemedyOf(status)},
                                        {"exitCode", ExitCodeOf(status)}};
  // What is no UTF-8 is replaced: an error must be printed whatever is in it.
  return absl::StrCat(error.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace),
                      "\n");
}

}  // namespace

std::string ErrorText(const absl::Status& status, Format format) {
  return format == Format::kTable ? ForPeople(status) : ForPrograms(status);
}

}  // namespace sluice::cli
