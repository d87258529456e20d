#ifndef SLUICE_CONTROLPLANE_PROVISIONING_BROKER_VERSION_H_
#define SLUICE_CONTROLPLANE_PROVISIONING_BROKER_VERSION_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

// What follows from the version of an instance's brokers (R8, R27): the one that was declared, such
// as `3.9.1`, and the one that they answer, such as `3.9-IV0` or `4.1`. Either may be empty: not
// known. What has another form counts as not known. Pure.
namespace sluice::controlplane {

// FAILED_PRECONDITION, BROKER_TOO_OLD when either is below 2.4.
absl::Status CheckBrokerVersion(absl::string_view declared, absl::string_view answered);

// Whether the brokers are surely of another release than was declared. What they answer without
// `-IV…` is read from the requests that they know: it means "this one or one of the next".
bool VersionsDiffer(absl::string_view declared, absl::string_view answered);

// Whether local topics cannot be made by hand (R8): 0.10.2 and its patches.
bool IsVersion0102(absl::string_view version);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_PROVISIONING_BROKER_VERSION_H_
