#include "controlplane/provisioning/broker_version.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

TEST(CheckBrokerVersion, GivenOlderThan24ThenItIsRefused) {
  for (const char* version : {"0.10.2-IV0", "1.1-IV0", "2.3-IV1", "2.3"}) {
    EXPECT_THAT(CheckBrokerVersion(version), HasReason("BROKER_TOO_OLD")) << version;
  }
}

TEST(CheckBrokerVersion, GivenNewerOrUntoldThenItIsTaken) {
  for (const char* version : {"2.4-IV1", "2.8", "3.9-IV0", "4.1", "10.0", "", "new", "2.x"}) {
    EXPECT_THAT(CheckBrokerVersion(version), IsOk()) << version;
  }
}

}  // namespace
}  // namespace sluice::controlplane
