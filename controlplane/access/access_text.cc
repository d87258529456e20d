#include "controlplane/access/access_text.h"

#include <string_view>

#include "absl/strings/str_cat.h"
#include "controlplane/access/caller.h"
#include "controlplane/access/permission_table.h"

namespace sluice::controlplane {
namespace {

constexpr absl::string_view kBegin = "<!-- table ";
constexpr absl::string_view kBeginEnd = " -->\n";
constexpr absl::string_view kEnd = "<!-- end of table -->";

absl::string_view Text(std::string_view text) { return {text.data(), text.size()}; }

std::string PermissionTableText() {
  std::string text =
      "| permission | viewer | operator | admin | what it lets do |\n"
      "| --- | --- | --- | --- | --- |\n";
  for (const PermissionRule& rule : kPermissionRules) {
    absl::StrAppend(&text, "| `", Text(rule.permission), "` |");
    for (Role role : {Role::kViewer, Role::kOperator, Role::kAdmin}) {
      absl::StrAppend(&text, rule.least <= role ? " yes |" : " – |");
    }
    absl::StrAppend(&text, " ", Text(rule.about), " |\n");
  }
  return text;
}

std::string MethodTableText() {
  std::string text = "| call | permission |\n| --- | --- |\n";
  for (const MethodRule& rule : kMethodRules) {
    const std::string_view service = rule.method.substr(0, rule.method.find('/'));
    const std::string_view short_service = service.substr(service.rfind('.') + 1);
    absl::StrAppend(&text, "| `", Text(short_service), ".",
                    Text(rule.method.substr(service.size() + 1)), "` | `", Text(rule.permission),
                    "` |\n");
  }
  return text;
}

std::string TableText(absl::string_view name) {
  if (name == "permissions") return PermissionTableText();
  if (name == "methods") return MethodTableText();
  return absl::StrCat("there is no table ", name, "\n");
}

}  // namespace

std::string WithFreshAccessTables(absl::string_view document) {
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
