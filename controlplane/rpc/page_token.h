#ifndef SLUICE_CONTROLPLANE_RPC_PAGE_TOKEN_H_
#define SLUICE_CONTROLPLANE_RPC_PAGE_TOKEN_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "controlplane/validation/violations.h"

namespace sluice::controlplane {

// Where a list goes on, as an opaque token that is good only for the list it came from.
// `list` names the call and its arguments; `after` is the last thing of the page before.
std::string MakePageToken(absl::string_view list, absl::string_view after);

// What MakePageToken was given; empty for an empty token. INVALID_ARGUMENT, PAGE_TOKEN_INVALID.
absl::StatusOr<std::string> ReadPageToken(absl::string_view list, absl::string_view token);

// INVALID_ARGUMENT, PAGE_TOKEN_INVALID: for a token whose end is not of the form that a list gives.
absl::Status PageTokenInvalid();

// The page size to use: 50 for 0, at most 1000; a negative one is a violation.
int PageSizeOf(int32_t asked, Violations& violations);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_PAGE_TOKEN_H_
