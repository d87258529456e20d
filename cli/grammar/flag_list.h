#ifndef SLUICE_CLI_GRAMMAR_FLAG_LIST_H_
#define SLUICE_CLI_GRAMMAR_FLAG_LIST_H_

#include <utility>
#include <vector>

#include "cli/grammar/command.h"

namespace sluice::cli {

// Flags of several kinds, one kind after the other: `ConnectorFlags() + LabelFlag() +
// WriteFlags()`.
inline std::vector<Flag> operator+(std::vector<Flag> flags, Flag more) {
  flags.push_back(std::move(more));
  return flags;
}

inline std::vector<Flag> operator+(std::vector<Flag> flags, const std::vector<Flag>& more) {
  flags.insert(flags.end(), more.begin(), more.end());
  return flags;
}

}  // namespace sluice::cli

#endif  // SLUICE_CLI_GRAMMAR_FLAG_LIST_H_
