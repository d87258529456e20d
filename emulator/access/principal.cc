#include "emulator/access/principal.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "emulator/error/service_error.h"

namespace sluice::emulator {

std::string Principal::Name() const {
  if (role.empty()) return absl::StrCat("ALIYUN$", uid);
  return absl::StrCat("RAM$", uid, ":role/", role);
}

absl::StatusOr<Principal> ParsePrincipal(absl::string_view text) {
  std::string lower = absl::AsciiStrToLower(absl::StripAsciiWhitespace(text));
  absl::string_view rest = lower;
  if (absl::ConsumePrefix(&rest, "`")) absl::ConsumeSuffix(&rest, "`");
  auto refuse = [&] {
    return ServiceError("InvalidParameter",
                        absl::StrCat("'", text.substr(0, 128),
                                     "' names no user; expected ALIYUN$<uid> or "
                                     "RAM$<uid>:role/<role name>"));
  };
  const bool is_ram = absl::ConsumePrefix(&rest, "ram$");
  if (!is_ram && !absl::ConsumePrefix(&rest, "aliyun$")) return refuse();
  absl::ConsumePrefix(&rest, ":$");
  size_t colon = std::min(rest.find(':'), rest.size());
  Principal principal{.uid = std::string(rest.substr(0, colon))};
  rest.remove_prefix(colon);
  const bool digits = std::all_of(principal.uid.begin(), principal.uid.end(),
                                  [](unsigned char c) { return absl::ascii_isdigit(c); });
  if (principal.uid.empty() || !digits) return refuse();
  if (is_ram != absl::ConsumePrefix(&rest, ":role/")) return refuse();
  principal.role = std::string(rest);
  const bool sound = std::all_of(rest.begin(), rest.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
  });
  if (!sound || rest.size() > 64 || is_ram == rest.empty()) return refuse();
  return principal;
}

}  // namespace sluice::emulator
