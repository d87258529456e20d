#ifndef SLUICE_CONTROLPLANE_FILTER_PARSE_FILTER_H_
#define SLUICE_CONTROLPLANE_FILTER_PARSE_FILTER_H_

#include <cstddef>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "controlplane/filter/filter.h"

namespace sluice::controlplane {

inline constexpr size_t kFilterBytesMax = 1024;

// The filter that `text` is, in the language of ListConnectorsRequest.filter: a part of AIP-160.
// An empty text is the filter that all fit. INVALID_ARGUMENT, FILTER_INVALID: the message says at
// which character, what is there, and what is expected. Pure.
absl::StatusOr<Filter> ParseFilter(absl::string_view text);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_FILTER_PARSE_FILTER_H_
