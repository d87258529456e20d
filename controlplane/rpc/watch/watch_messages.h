#ifndef SLUICE_CONTROLPLANE_RPC_WATCH_WATCH_MESSAGES_H_
#define SLUICE_CONTROLPLANE_RPC_WATCH_WATCH_MESSAGES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "controlplane/watch/watch_session.h"
#include "sluice/v1/watch_service.pb.h"

// The protos of watching and what they stand for. Pure.
namespace sluice::controlplane {

// INVALID_ARGUMENT: VALIDATION_FAILED with every violation, or FILTER_INVALID.
absl::StatusOr<std::vector<WatchSubscription>> SubscriptionsOf(const v1::WatchRequest& request);

v1::WatchResponse ToProto(const WatchMessage& message, absl::Time now);

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_RPC_WATCH_WATCH_MESSAGES_H_
