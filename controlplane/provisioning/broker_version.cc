#include "controlplane/provisioning/broker_version.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/reason.h"

namespace sluice::controlplane {
namespace {

constexpr std::pair<int32_t, int32_t> kOldest = {2, 4};

}  // namespace

absl::Status CheckBrokerVersion(absl::string_view version) {
  const absl::string_view number = version.substr(0, version.find('-'));
  const std::vector<std::string> parts = absl::StrSplit(number, '.');
  std::pair<int32_t, int32_t> found;
  if (parts.size() < 2 || !absl::SimpleAtoi(parts[0], &found.first) ||
      !absl::SimpleAtoi(parts[1], &found.second) || found >= kOldest) {
    return absl::OkStatus();
  }
  return WithRemedy(
      WithReason(absl::FailedPreconditionError(absl::StrCat("the brokers speak version ", number,
                                                            ", Sluice needs 2.4 or newer")),
                 "BROKER_TOO_OLD"),
      "upgrade the brokers; if they are newer, raise inter.broker.protocol.version");
}

}  // namespace sluice::controlplane
