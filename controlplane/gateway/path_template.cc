#include "controlplane/gateway/path_template.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "base/http/server/target.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {
namespace {

absl::Status NoPath(absl::string_view why) {
  return WithReason(absl::InvalidArgumentError(absl::StrCat("the path ", why)),
                    "REQUEST_MALFORMED");
}

absl::Status NoTemplate(absl::string_view text, absl::string_view why) {
  return absl::InvalidArgumentError(absl::StrCat("path template ", text, ": ", why));
}

bool IsWord(absl::string_view word) {
  return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return absl::ascii_isalnum(c) || c == '_' || c == '-' || c == '.' || c == '~';
  });
}

bool IsFieldPath(absl::string_view path) {
  if (path.empty()) return false;
  for (absl::string_view name : absl::StrSplit(path, '.')) {
    if (name.empty() || absl::ascii_isdigit(name[0])) return false;
    if (!std::all_of(name.begin(), name.end(),
                     [](char c) { return absl::ascii_isalnum(c) || c == '_'; })) {
      return false;
    }
  }
  return true;
}

// What stays itself in a path: an escape of it says nothing, but could get past a filter.
bool IsUnreserved(unsigned char c) {
  return absl::ascii_isalnum(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

absl::StatusOr<std::string> ReadSegment(absl::string_view raw) {
  if (raw.empty()) return NoPath("has an empty segment; write single slashes");
  for (size_t i = 0; i < raw.size(); ++i) {
    const unsigned char c = raw[i];
    if (IsUnreserved(c) || absl::StrContains("!$&'()*+,;=:@", c)) continue;
    if (c != '%') return NoPath("has a character that no path may have; write it as %XX");
    if (i + 2 >= raw.size() || !absl::ascii_isxdigit(raw[i + 1]) ||
        !absl::ascii_isxdigit(raw[i + 2])) {
      return NoPath("has a % that is not followed by two hex digits");
    }
    const std::string decoded = http::PercentDecode(raw.substr(i, 3));
    const unsigned char byte = decoded[0];
    if (byte < ' ' || byte == 0x7f || byte == '/' || byte == '\\') {
      return NoPath("hides a slash, a backslash or a control character");
    }
    if (IsUnreserved(byte)) return NoPath("writes as %XX what needs no escape");
  }
  if (raw == "." || raw == "..") return NoPath("has a segment that goes up; write it in full");
  return http::PercentDecode(raw);
}

}  // namespace

absl::StatusOr<std::vector<PathParts>> ReadPath(absl::string_view raw_path) {
  if (!absl::ConsumePrefix(&raw_path, "/")) return NoPath("does not begin with a slash");
  std::vector<absl::string_view> raw = absl::StrSplit(raw_path, '/');
  PathParts whole;
  for (absl::string_view segment : raw) {
    SLUICE_ASSIGN_OR_RETURN(whole.segments.emplace_back(), ReadSegment(segment));
  }
  std::vector<PathParts> readings;
  const size_t colon = raw.back().rfind(':');
  if (colon != absl::string_view::npos && colon > 0 && colon + 1 < raw.back().size()) {
    PathParts with_verb = whole;
    with_verb.segments.back() = http::PercentDecode(raw.back().substr(0, colon));
    with_verb.verb = std::string(raw.back().substr(colon + 1));
    readings.push_back(std::move(with_verb));
  }
  readings.push_back(std::move(whole));
  return readings;
}

absl::StatusOr<PathTemplate> PathTemplate::Parse(absl::string_view text) {
  PathTemplate parsed;
  parsed.text_ = std::string(text);
  absl::string_view rest = text;
  if (!absl::ConsumePrefix(&rest, "/")) return NoTemplate(text, "does not begin with a slash");
  for (;;) {
    const bool is_variable = absl::ConsumePrefix(&rest, "{");
    const size_t begin = parsed.segments_.size();
    const size_t end =
        is_variable ? rest.find('}') : std::min(rest.find_first_of("/:"), rest.size());
    if (end == absl::string_view::npos) return NoTemplate(text, "a { is not closed");
    absl::string_view part = rest.substr(0, end);
    rest.remove_prefix(is_variable ? end + 1 : end);
    absl::string_view pattern = part;
    if (is_variable) {
      const size_t equals = part.find('=');
      pattern = equals == absl::string_view::npos ? "*" : part.substr(equals + 1);
      part = part.substr(0, equals);
      if (!IsFieldPath(part)) return NoTemplate(text, absl::StrCat(part, " is no field"));
    }
    for (absl::string_view segment : absl::StrSplit(pattern, '/')) {
      if (parsed.EndsOpen()) return NoTemplate(text, "something follows a **");
      if (segment != "*" && segment != "**" && !IsWord(segment)) {
        return NoTemplate(text, absl::StrCat("'", segment, "' is no segment"));
      }
      parsed.segments_.emplace_back(segment);
    }
    if (is_variable) {
      parsed.variables_.push_back({std::string(part), begin, parsed.segments_.size()});
    }
    if (rest.empty()) return parsed;
    if (absl::ConsumePrefix(&rest, ":")) {
      if (!IsWord(rest)) return NoTemplate(text, "the verb is no word");
      parsed.verb_ = std::string(rest);
      return parsed;
    }
    if (!absl::ConsumePrefix(&rest, "/")) return NoTemplate(text, "a variable is not a segment");
  }
}

std::optional<std::vector<PathBinding>> PathTemplate::Match(const PathParts& path) const {
  if (path.verb != verb_) return std::nullopt;
  const bool fits = EndsOpen() ? path.segments.size() >= segments_.size()
                               : path.segments.size() == segments_.size();
  if (!fits) return std::nullopt;
  for (size_t i = 0; i < segments_.size(); ++i) {
    const std::string& mine = segments_[i];
    if (mine != "*" && mine != "**" && mine != path.segments[i]) return std::nullopt;
  }
  std::vector<PathBinding> bindings;
  for (const Variable& variable : variables_) {
    const bool takes_rest = EndsOpen() && variable.end == segments_.size();
    const auto begin = path.segments.begin() + variable.begin;
    const auto end = takes_rest ? path.segments.end() : path.segments.begin() + variable.end;
    // A slash within a segment would make another name of it; ReadPath lets none through.
    bindings.push_back({variable.field_path, absl::StrJoin(begin, end, "/")});
  }
  return bindings;
}

bool PathTemplate::Overlaps(const PathTemplate& other) const {
  if (verb_ != other.verb_) return false;
  const size_t mine = segments_.size();
  const size_t theirs = other.segments_.size();
  if (mine != theirs && !(EndsOpen() && theirs > mine) && !(other.EndsOpen() && mine > theirs)) {
    return false;
  }
  for (size_t i = 0; i < std::min(mine, theirs); ++i) {
    const std::string& a = segments_[i];
    const std::string& b = other.segments_[i];
    if (!absl::StartsWith(a, "*") && !absl::StartsWith(b, "*") && a != b) return false;
  }
  return true;
}

}  // namespace sluice::controlplane
