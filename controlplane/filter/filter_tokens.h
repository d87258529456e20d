#ifndef SLUICE_CONTROLPLANE_FILTER_FILTER_TOKENS_H_
#define SLUICE_CONTROLPLANE_FILTER_FILTER_TOKENS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// One piece of a filter's text.
struct FilterToken {
  enum class Kind {
    kWord,    // Letters, digits and `_ - . / *`: names of fields, words, numbers, durations.
    kQuoted,  // In double quotes; `\"` and `\\` stand for the two.
    kSign,    // = != < <= > >= : ( )
    kEnd,
  };

  Kind kind = Kind::kEnd;
  std::string text;     // Of kQuoted, what is between the quotes.
  size_t position = 1;  // Of its first character in the text, counted in bytes from 1.
};

// INVALID_ARGUMENT, FILTER_INVALID.
absl::Status FilterInvalid(size_t position, absl::string_view found, absl::string_view expected);

// The last one is kEnd. INVALID_ARGUMENT, FILTER_INVALID.
absl::StatusOr<std::vector<FilterToken>> FilterTokensOf(absl::string_view text);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_FILTER_FILTER_TOKENS_H_
