#include "cli/output/findings_text.h"

#include <algorithm>
#include <functional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "api/manifest/structured_text.h"
#include "cli/output/table.h"
#include "nlohmann/json.hpp"

namespace sluice::cli {
namespace {

using Findings = google::protobuf::RepeatedPtrField<v1::Finding>;
using Json = nlohmann::ordered_json;
using manifest::JsonText;
using manifest::YamlText;

std::string SeverityOf(const v1::Finding& finding) {
  return v1::Finding::Severity_Name(finding.severity());
}

std::vector<v1::Finding> ErrorsFirst(const Findings& findings) {
  std::vector<v1::Finding> sorted(findings.begin(), findings.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.severity() < b.severity(); });
  return sorted;
}

// `2 errors, 1 warning`.
std::string CountsText(const Findings& findings) {
  std::vector<std::string> counts;
  for (const auto& [severity, word] :
       {std::pair(v1::Finding::ERROR, "error"), std::pair(v1::Finding::WARNING, "warning")}) {
    const int64_t count = std::count_if(
        findings.begin(), findings.end(),
        [severity = severity](const v1::Finding& f) { return f.severity() == severity; });
    if (count > 0) counts.push_back(absl::StrCat(count, " ", word, count == 1 ? "" : "s"));
  }
  return absl::StrJoin(counts, ", ");
}

std::string DetailText(const v1::Finding& finding) {
  std::string text;
  if (!finding.message().empty()) {
    absl::StrAppend(&text, "  ", PrintableLines(finding.message(), "  "), "\n");
  }
  if (!finding.remedy().empty()) {
    absl::StrAppend(&text, "  what to do:\n    ", PrintableLines(finding.remedy(), "    "), "\n");
  }
  return text;
}

bool IsInfo(const v1::Finding& finding) { return finding.severity() == v1::Finding::INFO; }

// What is as it should be needs no more than a line.
std::string InfosText(const std::vector<v1::Finding>& findings) {
  std::string text;
  for (const v1::Finding& finding : findings) {
    absl::StrAppend(&text, "  ", PrintableLines(finding.message(), "  "), "\n");
  }
  return text.empty() ? "" : absl::StrCat("\nas it should be:\n", text);
}

std::string TableText(const std::vector<v1::Finding>& findings) {
  if (findings.empty()) return "";
  Table table({"SEVERITY", "REASON", "FIELD", "ABOUT"});
  for (const v1::Finding& finding : findings) {
    table.Add({SeverityOf(finding), finding.reason(), finding.field(), finding.subject()});
  }
  const std::vector<std::string> lines = absl::StrSplit(table.Text(), '\n');
  std::string text = absl::StrCat("\n", lines[0], "\n");
  for (size_t i = 0; i < findings.size(); ++i) {
    absl::StrAppend(&text, lines[i + 1], "\n", DetailText(findings[i]));
  }
  return text;
}

std::string ForPeople(const std::string& connector, const v1::ValidateConnectorResponse& response) {
  const std::string counts = CountsText(response.findings());
  std::string text = absl::StrCat("connector ", Printable(connector),
                                  response.deployable() ? " is deployable" : " is not deployable",
                                  counts.empty() ? "" : ": ", counts, "\n");
  std::vector<v1::Finding> findings = ErrorsFirst(response.findings());
  const auto infos = std::stable_partition(findings.begin(), findings.end(), std::not_fn(IsInfo));
  return absl::StrCat(text, TableText({findings.begin(), infos}),
                      InfosText({infos, findings.end()}));
}

Json ForPrograms(const v1::ValidateConnectorResponse& response) {
  Json findings = Json::array();
  for (const v1::Finding& finding : ErrorsFirst(response.findings())) {
    findings.push_back({{"severity", SeverityOf(finding)},
                        {"field", finding.field()},
                        {"reason", finding.reason()},
                        {"subject", finding.subject()},
                        {"message", finding.message()},
                        {"remedy", finding.remedy()}});
  }
  return {{"deployable", response.deployable()},
          {"findings", findings},
          {"connector", Json::parse(JsonText(response.connector()))}};
}

}  // namespace

std::string FindingsText(const std::string& connector,
                         const v1::ValidateConnectorResponse& response, Format format) {
  switch (format) {
    case Format::kTable:
      return ForPeople(connector, response);
    case Format::kJson:
      return absl::StrCat(ForPrograms(response).dump(2), "\n");
    case Format::kYaml:
      return absl::StrCat("---\n", YamlText(ForPrograms(response)));
  }
  return "";
}

std::string WarningsText(const Findings& warnings) {
  std::string text;
  for (const v1::Finding& warning : warnings) {
    const std::string& about = warning.field().empty() ? warning.subject() : warning.field();
    absl::StrAppend(&text, "warning: ", warning.reason(), about.empty() ? "" : ": ",
                    Printable(about), "\n", DetailText(warning));
  }
  return text;
}

}  // namespace sluice::cli
