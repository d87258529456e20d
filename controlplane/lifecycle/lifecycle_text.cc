#include "controlplane/lifecycle/lifecycle_text.h"

#include "absl/strings/str_cat.h"
#include "controlplane/lifecycle/change_table.h"
#include "controlplane/lifecycle/observation_table.h"
#include "controlplane/lifecycle/verb_table.h"

namespace sluice::controlplane {
namespace {

constexpr absl::string_view kBegin = "<!-- table ";
constexpr absl::string_view kBeginEnd = " -->\n";
constexpr absl::string_view kEnd = "<!-- end of table -->";

std::string VerbTableText() {
  std::string text = "| verb |";
  std::string rule = "| --- |";
  for (DesiredState from : kAllDesiredStates) {
    absl::StrAppend(&text, " ", NameOf(from), " |");
    absl::StrAppend(&rule, " --- |");
  }
  absl::StrAppend(&text, "\n", rule, "\n");
  for (Verb verb : kVerbs) {
    absl::StrAppend(&text, "| ", NameOf(verb), " |");
    for (DesiredState from : kAllDesiredStates) {
      const absl::StatusOr<DesiredState> to = Apply(verb, from);
      absl::StrAppend(&text, " ", !to.ok() ? "–" : *to == from ? "stays" : NameOf(*to), " |");
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

std::string ObservationTableText() {
  std::string text = "| desired | state | when | case |\n| --- | --- | --- | --- |\n";
  for (const ObservationCase& one : ObservationCases()) {
    absl::StrAppend(&text, "| ", NameOf(one.desired), " | ", NameOf(one.state), " | ", one.when,
                    " | `", one.name, "` |\n");
  }
  return text;
}

std::string ChangeTableText() {
  std::string text = "| field | effect | why |\n| --- | --- | --- |\n";
  for (const ChangeRule& rule : ChangeRules()) {
    absl::StrAppend(&text, "| `", rule.field, "` | ", NameOf(rule.effect), " | ", rule.why,
                    rule.remedy.empty() ? "" : "; ", rule.remedy, " |\n");
  }
  return text;
}

std::string TableText(absl::string_view name) {
  if (name == "verbs") return VerbTableText();
  if (name == "observations") return ObservationTableText();
  if (name == "changes") return ChangeTableText();
  return absl::StrCat("there is no table ", name, "\n");
}

}  // namespace

std::string WithFreshTables(absl::string_view document) {
  std::string fresh;
  while (true) {
    const size_t begin = document.find(kBegin);
    if (begin == absl::string_view::npos) break;
    const size_t name = begin + kBegin.size();
    const size_t name_end = document.find(kBeginEnd, name);
    const size_t end = document.find(kEnd, name);
    if (name_end == absl::string_view::npos || end == absl::string_view::npos) break;
    const size_t body = name_end + kBeginEnd.size();
    absl::StrAppend(&fresh, document.substr(0, body),
                    TableText(document.substr(name, name_end - name)), kEnd);
    document.remove_prefix(end + kEnd.size());
  }
  return absl::StrCat(fresh, document);
}

}  // namespace sluice::controlplane
