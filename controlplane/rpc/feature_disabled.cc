#include "controlplane/rpc/feature_disabled.h"

#include "absl/strings/str_cat.h"
#include "base/status/reason.h"

namespace sluice::controlplane {

absl::Status FeatureDisabled(const Instance& instance) {
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat("the connector feature of instance ",
                                                            instance.id, " is switched off")),
                 "CONNECTOR_FEATURE_DISABLED"),
      absl::StrCat("switch it on (`sluicectl update instance ", instance.id,
                   " --connector-feature enabled`), or use an instance where it is on"));
}

}  // namespace sluice::controlplane
