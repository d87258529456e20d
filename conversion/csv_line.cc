#include "conversion/csv_line.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace sluice::conversion {
namespace {

constexpr size_t kKeptBytesMax = 1 << 20;

absl::string_view WithoutLineBreak(absl::string_view line) {
  if (absl::EndsWith(line, "\r\n")) return line.substr(0, line.size() - 2);
  if (absl::EndsWith(line, "\n")) return line.substr(0, line.size() - 1);
  return line;
}

bool EndsPlain(char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; }

}  // namespace

std::optional<Misfit> CsvLine::Parse(absl::string_view line, size_t fields_max) {
  line_ = line;
  rest_ = line;
  fields_max_ = fields_max;
  fields_.clear();
  field_count_ = 0;
  unescaped_.clear();
  if (unescaped_.capacity() > kKeptBytesMax) unescaped_.shrink_to_fit();
  for (;;) {
    const bool quoted = !rest_.empty() && rest_[0] == '"';
    if (std::optional<Misfit> misfit = quoted ? ReadQuoted() : ReadPlain()) return misfit;
    if (rest_.empty()) return std::nullopt;
    if (rest_[0] != ',') {
      // A line break, which must be the line's last.
      if (WithoutLineBreak(rest_).empty()) return std::nullopt;
      return Wrong(rest_[0] == '"' ? "a quote within a field that does not begin with one"
                                   : "a line break, and one record is one line");
    }
    rest_.remove_prefix(1);
  }
}

std::optional<Misfit> CsvLine::ReadPlain() {
  size_t end = 0;
  while (end < rest_.size() && !EndsPlain(rest_[end])) ++end;
  Keep(rest_.substr(0, end), false);
  rest_.remove_prefix(end);
  return std::nullopt;
}

std::optional<Misfit> CsvLine::ReadQuoted() {
  rest_.remove_prefix(1);
  const absl::string_view begin = rest_;
  size_t end = 0;
  bool doubled = false;
  for (;;) {
    end = begin.find('"', end);
    if (end == absl::string_view::npos) return Wrong("a quote that is not closed");
    if (end + 1 >= begin.size() || begin[end + 1] != '"') break;
    doubled = true;
    end += 2;
  }
  rest_.remove_prefix(end + 1);
  if (!rest_.empty() && rest_[0] != ',' && rest_[0] != '\r' && rest_[0] != '\n')
    return Wrong("more after the quote that closes a field");
  absl::string_view text = begin.substr(0, end);
  if (doubled) {
    // Fields point into it: it must not move while it grows.
    if (unescaped_.empty()) unescaped_.reserve(line_.size());
    const size_t at = unescaped_.size();
    for (size_t quote; (quote = text.find('"')) != absl::string_view::npos;) {
      unescaped_.append(text.data(), quote + 1);
      text.remove_prefix(quote + 2);
    }
    unescaped_.append(text.data(), text.size());
    text = absl::string_view(unescaped_).substr(at);
  }
  Keep(text, true);
  return std::nullopt;
}

void CsvLine::Keep(absl::string_view text, bool quoted) {
  if (field_count_++ < fields_max_) fields_.push_back({text, quoted});
}

Misfit CsvLine::Wrong(const char* what) const {
  return {.reason = "CSV_SYNTAX",
          .message = absl::StrCat("is not CSV: at its byte ", line_.size() - rest_.size() + 1,
                                  " there is ", what),
          .unreadable = true};
}

}  // namespace sluice::conversion
