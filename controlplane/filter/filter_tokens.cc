#include "controlplane/filter/filter_tokens.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "base/status/reason.h"
#include "base/status/status_macros.h"

namespace sluice::controlplane {
namespace {

constexpr size_t kFoundBytesMax = 32;

bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(c) || absl::string_view("_-./*").find(c) != absl::string_view::npos;
}

// `text` as it may stand in a message.
std::string Shown(absl::string_view text) {
  const std::string escaped = absl::Utf8SafeCHexEscape(text.substr(0, kFoundBytesMax));
  return absl::StrCat("`", escaped, text.size() > kFoundBytesMax ? "…`" : "`");
}

// What is quoted at the beginning of `rest`, and how many bytes that takes.
absl::StatusOr<std::pair<std::string, size_t>> Unquote(absl::string_view rest, size_t position) {
  std::string text;
  for (size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') return std::pair(std::move(text), i + 1);
    if (absl::ascii_iscntrl(rest[i])) {
      return FilterInvalid(position + i, rest.substr(i, 1), "a character that can be printed");
    }
    if (rest[i] == '\\') {
      ++i;
      if (i == rest.size() || (rest[i] != '"' && rest[i] != '\\')) {
        return FilterInvalid(position + i, rest.substr(i, 1), R"(\" or \\)");
      }
    }
    text += rest[i];
  }
  return FilterInvalid(position + rest.size(), "", "the quote that ends the text");
}

absl::string_view SignAt(absl::string_view rest) {
  for (absl::string_view sign : {"!=", "<=", ">=", "=", "<", ">", ":", "(", ")"}) {
    if (rest.substr(0, sign.size()) == sign) return sign;
  }
  return "";
}

}  // namespace

absl::Status FilterInvalid(size_t position, absl::string_view found, absl::string_view expected) {
  return WithRemedy(
      WithReason(absl::InvalidArgumentError(absl::StrCat(
                     "the filter, at character ", position, ": expected ", expected, ", found ",
                     found.empty() ? std::string("its end") : Shown(found))),
                 "FILTER_INVALID"),
      R"(write it as state = (FAILED OR STALLED) AND labels.team = "pay")");
}

absl::StatusOr<std::vector<FilterToken>> FilterTokensOf(absl::string_view text) {
  using Kind = FilterToken::Kind;
  std::vector<FilterToken> tokens;
  for (size_t i = 0; i < text.size();) {
    const absl::string_view rest = text.substr(i);
    const size_t position = i + 1;
    if (rest[0] == ' ' || rest[0] == '\t') {
      ++i;
    } else if (rest[0] == '"') {
      SLUICE_ASSIGN_OR_RETURN(auto quoted, Unquote(rest, position));
      tokens.push_back({Kind::kQuoted, std::move(quoted.first), position});
      i += quoted.second;
    } else if (const absl::string_view sign = SignAt(rest); !sign.empty()) {
      tokens.push_back({Kind::kSign, std::string(sign), position});
      i += sign.size();
    } else {
      size_t size = 0;
      while (size < rest.size() && IsWordCharacter(rest[size])) ++size;
      if (size == 0) {
        return FilterInvalid(position, rest.substr(0, 1), "a word, a text in quotes or a sign");
      }
      tokens.push_back({Kind::kWord, std::string(rest.substr(0, size)), position});
      i += size;
    }
  }
  tokens.push_back({Kind::kEnd, "", text.size() + 1});
  return tokens;
}

}  // namespace sluice::controlplane
