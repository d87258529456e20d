#include "emulator/sql/lexer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/status/status_macros.h"

namespace sluice::emulator {
namespace {

bool IsWordByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || (c & 0x80) != 0;
}
bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

class Lexer {
 public:
  explicit Lexer(absl::string_view sql) : rest_(sql) {}

  absl::StatusOr<std::vector<Token>> Run() {
    std::vector<Token> tokens;
    do {
      SLUICE_RETURN_IF_ERROR(SkipBlanks());
      SLUICE_ASSIGN_OR_RETURN(Token token, Next());
      tokens.push_back(std::move(token));
    } while (tokens.back().kind != Token::Kind::kEnd);
    return tokens;
  }

 private:
  absl::Status SkipBlanks() {
    while (!rest_.empty()) {
      if (absl::ascii_isspace(static_cast<unsigned char>(rest_[0]))) {
        Take(1);
      } else if (absl::StartsWith(rest_, "--")) {
        Take(std::min(rest_.find('\n'), rest_.size()));
      } else if (absl::StartsWith(rest_, "/*")) {
        size_t end = rest_.find("*/", 2);
        if (end == rest_.npos) return ParseError(place_, "a remark is not closed");
        Take(end + 2);
      } else {
        break;
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Token> Next() {
    Token token{.place = place_};
    if (rest_.empty()) return token;
    const char c = rest_[0];
    if (c == '`') {
      size_t end = rest_.find('`', 1);
      if (end == rest_.npos) return ParseError(place_, "a backquote is not closed");
      token.kind = Token::Kind::kQuotedName;
      token.text = std::string(rest_.substr(1, end - 1));
      Take(end + 1);
    } else if (c == '\'' || c == '"') {
      token.kind = Token::Kind::kString;
      SLUICE_ASSIGN_OR_RETURN(token.text, String(c));
    } else if (IsDigit(c) || (c == '.' && rest_.size() > 1 && IsDigit(rest_[1]))) {
      token.kind = Token::Kind::kNumber;
      token.text = Number();
    } else if (IsWordByte(c)) {
      token.kind = Token::Kind::kWord;
      token.text = TakeWhile(IsWordByte);
    } else {
      token.kind = Token::Kind::kSymbol;
      token.text = Symbol();
    }
    return token;
  }

  // Up to the closing quote; a backslash or a doubled quote stands for the character itself.
  absl::StatusOr<std::string> String(char quote) {
    const TextPlace begin = place_;
    std::string text;
    for (size_t i = 1; i < rest_.size(); ++i) {
      char c = rest_[i];
      const bool doubled = c == quote && i + 1 < rest_.size() && rest_[i + 1] == quote;
      if (c == quote && !doubled) {
        Take(i + 1);
        return text;
      }
      if ((c == '\\' || doubled) && i + 1 < rest_.size()) {
        c = rest_[++i];
        if (!doubled) c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
      }
      text.push_back(c);
    }
    return ParseError(begin, "a text is not closed");
  }

  std::string Number() {
    std::string text = TakeWhile(IsDigit);
    if (absl::StartsWith(rest_, ".")) {
      text.push_back('.');
      Take(1);
      text += TakeWhile(IsDigit);
    }
    size_t sign = rest_.size() > 1 && (rest_[1] == '+' || rest_[1] == '-') ? 2 : 1;
    if (!rest_.empty() && (rest_[0] == 'e' || rest_[0] == 'E') && rest_.size() > sign &&
        IsDigit(rest_[sign])) {
      text += std::string(rest_.substr(0, sign));
      Take(sign);
      text += TakeWhile(IsDigit);
    }
    // "10BD", "1L" and what begins with digits, as names of tables may.
    text += TakeWhile(IsWordByte);
    return text;
  }

  std::string Symbol() {
    for (absl::string_view two : {"<>", "!=", "<=", ">=", "=="}) {
      if (absl::StartsWith(rest_, two)) {
        Take(2);
        return std::string(two);
      }
    }
    std::string one(rest_.substr(0, 1));
    Take(1);
    return one;
  }

  template <typename Predicate>
  std::string TakeWhile(Predicate belongs) {
    size_t end = 0;
    while (end < rest_.size() && belongs(rest_[end])) ++end;
    std::string taken(rest_.substr(0, end));
    Take(end);
    return taken;
  }

  void Take(size_t size) {
    for (char c : rest_.substr(0, size)) {
      place_.column = c == '\n' ? 1 : place_.column + 1;
      if (c == '\n') ++place_.line;
    }
    rest_.remove_prefix(size);
  }

  absl::string_view rest_;
  TextPlace place_;
};

}  // namespace

absl::StatusOr<std::vector<Token>> Lex(absl::string_view sql) { return Lexer(sql).Run(); }

}  // namespace sluice::emulator
