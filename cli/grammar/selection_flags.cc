#include "cli/grammar/selection_flags.h"

#include "absl/strings/str_cat.h"

namespace sluice::cli {

Flag FileFlag() {
  return {
      "file", "FILE", "YAML documents of kind Instance or Connector; - is standard input", {}, 'f'};
}

std::vector<Flag> FilterFlags() {
  return {
      {"filter", "EXPR", "those that fit, as 'state = FAILED AND labels.team = \"pay\"'"},
      {"selector", "LABELS", "those with these labels, as team=pay,tier!=1", {}, 'l'},
  };
}

std::vector<Flag> DeadLetterFlags() {
  return {
      {"reason", "REASON", "of this reason only, as NOT_UTF8"},
      {"partition", "N", "from this source partition only"},
      {"marked", "", "those that were replayed or discarded, too"},
  };
}

Flag LimitFlag(const std::string& of) {
  return {"limit", "N", absl::StrCat("how many ", of, ", at most 100 (default: 10)")};
}

}  // namespace sluice::cli
