#include "base/http/server/target.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace sluice::http {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string PercentDecode(absl::string_view text, Plus plus) {
  std::string decoded;
  decoded.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      int high = HexDigit(text[i + 1]);
      int low = HexDigit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        decoded.push_back(static_cast<char>(high * 16 + low));
        i += 2;
        continue;
      }
    }
    decoded.push_back(text[i] == '+' && plus == Plus::kIsSpace ? ' ' : text[i]);
  }
  return decoded;
}

std::vector<QueryParameter> ParseQuery(absl::string_view query) {
  std::vector<QueryParameter> parameters;
  for (absl::string_view part : absl::StrSplit(query, '&', absl::SkipEmpty())) {
    size_t equals = part.find('=');
    absl::string_view value = equals == part.npos ? absl::string_view() : part.substr(equals + 1);
    parameters.push_back({PercentDecode(part.substr(0, equals), Plus::kIsSpace),
                          PercentDecode(value, Plus::kIsSpace)});
  }
  return parameters;
}

Target ParseTarget(absl::string_view raw) {
  if (!absl::StartsWith(raw, "/")) {
    size_t authority = raw.find("://");
    size_t path = authority == raw.npos ? raw.npos : raw.find('/', authority + 3);
    raw = path == raw.npos ? absl::string_view("/") : raw.substr(path);
  }
  Target target{.raw = std::string(raw)};
  size_t question = raw.find('?');
  target.path = PercentDecode(raw.substr(0, question));
  if (question != raw.npos) target.query = ParseQuery(raw.substr(question + 1));
  return target;
}

}  // namespace sluice::http
