#ifndef SLUICE_CONTROLPLANE_PUBLIC_ORIGIN_H_
#define SLUICE_CONTROLPLANE_PUBLIC_ORIGIN_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace sluice::controlplane {

// OK when `origin` is written as browsers write the header Origin, with which it is compared letter
// by letter: scheme, host in small letters, and the port unless it is the scheme's own.
// INVALID_ARGUMENT says what to write instead, and nothing of a user name or password. Pure.
absl::Status CheckPublicOrigin(absl::string_view origin);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PUBLIC_ORIGIN_H_
