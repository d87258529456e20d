#include "maxcompute/record/partition_spec.h"

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace sluice::maxcompute {
namespace {

absl::Status Malformed(absl::string_view text) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", absl::CHexEscape(text.substr(0, 64)),
                   "' is no partition; write it as key=value, or key=value,key=value"));
}

// Reads a value in quotes, `rest` beginning with its quote. False when its end is missing.
bool TakeQuoted(absl::string_view& rest, std::string& value) {
  const char quote = rest.front();
  for (size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '\\' && i + 1 < rest.size()) {
      value.push_back(rest[++i]);
    } else if (rest[i] == quote) {
      rest = absl::StripLeadingAsciiWhitespace(rest.substr(i + 1));
      return true;
    } else {
      value.push_back(rest[i]);
    }
  }
  return false;
}

std::string Join(const std::vector<PartitionSpec::Level>& levels, absl::string_view separator) {
  std::string text;
  for (const auto& [name, value] : levels) {
    absl::StrAppend(&text, text.empty() ? "" : separator, name, "=", value);
  }
  return text;
}

}  // namespace

PartitionSpec::PartitionSpec(std::vector<Level> levels) : levels_(std::move(levels)) {
  for (Level& level : levels_) absl::AsciiStrToLower(&level.first);
}

absl::StatusOr<PartitionSpec> PartitionSpec::Parse(absl::string_view text) {
  std::vector<Level> levels;
  absl::string_view rest = absl::StripAsciiWhitespace(text);
  for (;;) {
    const size_t equals = rest.find('=');
    if (equals == absl::string_view::npos) return Malformed(text);
    const absl::string_view name = absl::StripAsciiWhitespace(rest.substr(0, equals));
    if (name.empty() || name.find_first_of(",/'\"") != absl::string_view::npos) {
      return Malformed(text);
    }
    rest = absl::StripLeadingAsciiWhitespace(rest.substr(equals + 1));
    std::string value;
    if (!rest.empty() && (rest.front() == '\'' || rest.front() == '"')) {
      if (!TakeQuoted(rest, value)) return Malformed(text);
    } else {
      const size_t end = rest.find_first_of(",/");
      value = std::string(absl::StripTrailingAsciiWhitespace(rest.substr(0, end)));
      rest = end == absl::string_view::npos ? absl::string_view() : rest.substr(end);
    }
    if (value.empty()) return Malformed(text);
    levels.emplace_back(std::string(name), std::move(value));
    if (rest.empty()) return PartitionSpec(std::move(levels));
    if (rest.front() != ',' && rest.front() != '/') return Malformed(text);
    rest.remove_prefix(1);
  }
}

std::string PartitionSpec::ForTunnel() const { return Join(levels_, ","); }

std::string PartitionSpec::ForSql() const {
  std::string text;
  for (const auto& [name, value] : levels_) {
    absl::StrAppend(&text, text.empty() ? "" : ",", name, "='");
    for (const char c : value) {
      if (c == '\'' || c == '\\') text.push_back('\\');
      text.push_back(c);
    }
    text.push_back('\'');
  }
  return text;
}

std::string PartitionSpec::ToString() const { return Join(levels_, "/"); }

}  // namespace sluice::maxcompute
