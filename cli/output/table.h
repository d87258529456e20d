#ifndef SLUICE_CLI_OUTPUT_TABLE_H_
#define SLUICE_CLI_OUTPUT_TABLE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace sluice::cli {

// Text in aligned columns, for people. Wide characters count as two; control characters, which rows
// of a table may hold, are shown as escapes and never reach the terminal. One thread.
class Table {
 public:
  explicit Table(std::vector<std::string> header);

  // Must have as many cells as the header. An empty cell is shown as `-`.
  void Add(std::vector<std::string> cells);

  bool empty() const { return rows_.size() == 1; }

  // Lines that end without blanks. `indent` blanks stand before each.
  std::string Text(int indent = 0) const;

  // The rows alone, in the columns of `above` as far as they fit: what comes later.
  std::string RowsBelow(const Table& above) const;

 private:
  std::vector<int> Widths() const;

  std::vector<std::vector<std::string>> rows_;  // The first is the header.
};

// How many columns of a terminal `text` (UTF-8) takes.
int DisplayWidth(absl::string_view text);

// `text` with control characters and what is no UTF-8 as escapes: \n, \x1b.
std::string Printable(absl::string_view text);

// The same, but line breaks stay: statements to run have several lines. `indent` stands before each
// line but the first.
std::string PrintableLines(absl::string_view text, absl::string_view indent);

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_TABLE_H_
