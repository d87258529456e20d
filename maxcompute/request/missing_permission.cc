#include "maxcompute/request/missing_permission.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace sluice::maxcompute {
namespace {

absl::string_view WordAt(absl::string_view text) {
  size_t length = 0;
  while (length < text.size() && absl::ascii_isalpha(static_cast<unsigned char>(text[length]))) {
    ++length;
  }
  return text.substr(0, length);
}

std::string Principal(const Subject& subject) {
  return subject.principal.empty() ? "<the account or role in use>"
                                   : absl::StrCat("`", subject.principal, "`");
}

}  // namespace

MissingPermission ReadMissingPermission(absl::string_view message) {
  constexpr absl::string_view kActionMark = "'odps:";
  const size_t begin = message.find(kActionMark);
  if (begin == absl::string_view::npos) return {};
  const absl::string_view action = WordAt(message.substr(begin + kActionMark.size()));
  return {std::string(action), !absl::StrContains(message.substr(begin), "/tables/")};
}

std::string RemedyFor(const MissingPermission& missing, const Subject& subject) {
  // A guess would be worse than a comparison.
  if (missing.action.empty()) return absl::StrCat("show grants for ", Principal(subject), ";");
  // Whoever may not even read the project is none of its users.
  if (missing.on_project && missing.action == "Read") {
    return absl::StrCat("add user ", Principal(subject), ";");
  }
  const std::string on = missing.on_project || subject.table.table.empty()
                             ? absl::StrCat("project ", subject.table.project)
                             : absl::StrCat("table ", subject.table.table);
  return absl::StrCat("grant ", missing.action, " on ", on, " to user ", Principal(subject), ";");
}

}  // namespace sluice::maxcompute
