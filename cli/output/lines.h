#ifndef SLUICE_CLI_OUTPUT_LINES_H_
#define SLUICE_CLI_OUTPUT_LINES_H_

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/output/table.h"

namespace sluice::cli {

// Lines `Label:   value`, the values in one column; a value that is empty is left out.
class Lines {
 public:
  explicit Lines(int indent = 0) : indent_(indent) {}

  void Add(const std::string& label, const std::string& value) {
    if (!value.empty()) lines_.emplace_back(absl::StrCat(label, ":"), value);
  }

  // A value of several lines stays so, as statements do.
  std::string text() const {
    size_t width = 20;
    for (const auto& [label, value] : lines_) width = std::max(width, label.size());
    const std::string indent(indent_, ' ');
    std::string text;
    for (const auto& [label, value] : lines_) {
      absl::StrAppend(&text, indent, label, std::string(width - label.size() + 2, ' '),
                      PrintableLines(value, std::string(indent_ + width + 2, ' ')), "\n");
    }
    return text;
  }

 private:
  const int indent_;
  std::vector<std::pair<std::string, std::string>> lines_;
};

}  // namespace sluice::cli

#endif  // SLUICE_CLI_OUTPUT_LINES_H_
