#include "maxcompute/request/missing_permission.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace sluice::maxcompute {
namespace {

absl::string_view WordAt(absl::string_view text) {
  size_t length = 0;
  while (length < text.size() &&
         (absl::ascii_isalnum(static_cast<unsigned char>(text[length])) || text[length] == '_')) {
    ++length;
  }
  return text.substr(0, length);
}

// The word after `mark`; empty when it is not there.
std::string WordAfter(absl::string_view text, absl::string_view mark) {
  const size_t begin = text.find(mark);
  return begin == absl::string_view::npos ? ""
                                          : std::string(WordAt(text.substr(begin + mark.size())));
}

std::string Principal(const Subject& subject) {
  return subject.principal.empty() ? "<the account or role in use>"
                                   : absl::StrCat("`", subject.principal, "`");
}

}  // namespace

MissingPermission ReadMissingPermission(absl::string_view message) {
  const size_t begin = message.find("'odps:");
  if (begin == absl::string_view::npos) return {};
  const absl::string_view told = message.substr(begin);
  return {WordAfter(told, "'odps:"), WordAfter(told, "/tables/")};
}

std::string RemedyFor(const MissingPermission& missing, const Subject& subject) {
  // A guess would be worse than a comparison.
  if (missing.action.empty()) return absl::StrCat("show grants for ", Principal(subject), ";");
  // Whoever may not even read the project is none of its users.
  if (missing.table.empty() && missing.action == "Read") {
    return absl::StrCat("add user ", Principal(subject), ";");
  }
  const std::string on = missing.table.empty() ? absl::StrCat("project ", subject.table.project)
                                               : absl::StrCat("table ", missing.table);
  return absl::StrCat("grant ", missing.action, " on ", on, " to user ", Principal(subject), ";");
}

}  // namespace sluice::maxcompute
