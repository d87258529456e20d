#include "cli/output/table.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "base/check.h"

namespace sluice::cli {
namespace {

struct Range {
  uint32_t first;
  uint32_t last;
};

// East Asian wide and full-width characters and pictures, as terminals show them.
constexpr Range kWide[] = {
    {0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xac00, 0xd7a3},   {0xf900, 0xfaff},
    {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd}};
// Marks that are drawn over the character before them.
constexpr Range kZero[] = {{0x0300, 0x036f}, {0x200b, 0x200f}, {0xfe00, 0xfe0f}};

template <size_t N>
bool In(const Range (&ranges)[N], uint32_t point) {
  return std::any_of(std::begin(ranges), std::end(ranges), [point](const Range& range) {
    return range.first <= point && point <= range.last;
  });
}

// The character at the front of `text` and its length; length 0 when it is no UTF-8.
std::pair<uint32_t, size_t> Front(absl::string_view text) {
  const uint8_t lead = text[0];
  const size_t length = lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  if (lead > 0xf4 || length == 0 || length > text.size()) return {0, 0};
  if (length == 1) return {lead, 1};
  uint32_t point = lead & (0x7f >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((static_cast<uint8_t>(text[i]) & 0xc0) != 0x80) return {0, 0};
    point = point << 6 | (text[i] & 0x3f);
  }
  return {point, length};
}

bool IsControl(uint32_t point) {
  // C0, DEL, C1, and marks that turn the writing direction.
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069);
}

std::string Escape(absl::string_view bytes) {
  if (bytes == "\n") return "\\n";
  if (bytes == "\r") return "\\r";
  if (bytes == "\t") return "\\t";
  std::string text;
  for (uint8_t byte : bytes) absl::StrAppend(&text, absl::StrFormat("\\x%02x", byte));
  return text;
}

// A cell that is wider than its column pushes what follows aside.
void AppendRow(const std::vector<std::string>& row, const std::vector<int>& widths, int indent,
               std::string& text) {
  text.append(indent, ' ');
  for (size_t i = 0; i < row.size(); ++i) {
    absl::StrAppend(&text, row[i]);
    // Nothing follows the last cell.
    if (i + 1 == row.size()) break;
    text.append(std::max(0, widths[i] - DisplayWidth(row[i])) + 3, ' ');
  }
  text.append("\n");
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const auto [point, length] = Front(text);
    width += In(kWide, point) ? 2 : In(kZero, point) ? 0 : 1;
    text.remove_prefix(std::max<size_t>(length, 1));
  }
  return width;
}

std::string Printable(absl::string_view text) {
  std::string printable;
  while (!text.empty()) {
    const auto [point, length] = Front(text);
    const absl::string_view bytes = text.substr(0, std::max<size_t>(length, 1));
    absl::StrAppend(&printable, length == 0 || IsControl(point) ? Escape(bytes) : bytes);
    text.remove_prefix(bytes.size());
  }
  return printable;
}

std::string PrintableLines(absl::string_view text, absl::string_view indent) {
  std::string lines;
  while (true) {
    const size_t end = text.find('\n');
    absl::StrAppend(&lines, Printable(text.substr(0, end)));
    if (end == text.npos) return lines;
    absl::StrAppend(&lines, "\n", indent);
    text.remove_prefix(end + 1);
  }
}

Table::Table(std::vector<std::string> header) {
  for (std::string& name : header) name = Printable(name);
  rows_.push_back(std::move(header));
}

void Table::Add(std::vector<std::string> cells) {
  SLUICE_CHECK(cells.size() == rows_.front().size()) << "a row of another table";
  for (std::string& cell : cells) cell = cell.empty() ? "-" : Printable(cell);
  rows_.push_back(std::move(cells));
}

std::vector<int> Table::Widths() const {
  std::vector<int> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(row[i]));
  }
  return widths;
}

std::string Table::Text(int indent) const {
  const std::vector<int> widths = Widths();
  std::string text;
  for (const auto& row : rows_) AppendRow(row, widths, indent, text);
  return text;
}

std::string Table::RowsBelow(const Table& above) const {
  const std::vector<int> widths = above.Widths();
  std::string text;
  for (size_t i = 1; i < rows_.size(); ++i) AppendRow(rows_[i], widths, 0, text);
  return text;
}

}  // namespace sluice::cli
