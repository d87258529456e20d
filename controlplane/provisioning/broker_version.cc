#include "controlplane/provisioning/broker_version.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/reason.h"

namespace sluice::controlplane {
namespace {

using Version = std::array<int32_t, 3>;

constexpr Version kOldest = {2, 4, 0};
// Between two releases that can be told apart by their requests lie at most so many others.
constexpr int32_t kReleasesAlike = 3;

std::optional<Version> Parse(absl::string_view text) {
  const std::vector<std::string> parts = absl::StrSplit(text.substr(0, text.find('-')), '.');
  Version version = {};
  if (parts.size() < 2) return std::nullopt;
  for (size_t i = 0; i < parts.size() && i < version.size(); ++i) {
    if (!absl::SimpleAtoi(parts[i], &version[i])) return std::nullopt;
  }
  return version;
}

// Until 0.11 the second number named the release line and the third the release; since then patches
// change nothing that matters here.
Version ReleaseOf(const Version& version) {
  return version[0] == 0 ? version : Version{version[0], version[1], 0};
}

bool IsTooOld(absl::string_view version) {
  const std::optional<Version> parsed = Parse(version);
  return parsed.has_value() && *parsed < kOldest;
}

absl::Status TooOld(absl::string_view who, absl::string_view version, absl::string_view remedy) {
  return WithRemedy(WithReason(absl::FailedPreconditionError(absl::StrCat(
                                   who, " version ", version.substr(0, version.find('-')),
                                   ", Sluice needs 2.4 or newer")),
                               "BROKER_TOO_OLD"),
                    remedy);
}

}  // namespace

absl::Status CheckBrokerVersion(absl::string_view declared, absl::string_view answered) {
  if (IsTooOld(answered)) {
    return TooOld("the brokers speak", answered,
                  "upgrade the brokers; if they are newer, raise inter.broker.protocol.version");
  }
  if (IsTooOld(declared)) {
    return TooOld("the instance is declared to be of", declared,
                  "upgrade the brokers, then set kafka_version of the instance to what they are");
  }
  return absl::OkStatus();
}

bool VersionsDiffer(absl::string_view declared, absl::string_view answered) {
  const std::optional<Version> parsed_declared = Parse(declared);
  const std::optional<Version> parsed_answered = Parse(answered);
  if (!parsed_declared.has_value() || !parsed_answered.has_value()) return false;
  const Version said = ReleaseOf(*parsed_declared);
  const Version found = ReleaseOf(*parsed_answered);
  const bool exact = absl::StrContains(answered, "-IV");
  if (exact || said <= found || found[0] == 0) return said != found;
  return said[0] != found[0] || said[1] - found[1] > kReleasesAlike;
}

bool IsVersion0102(absl::string_view version) {
  const std::optional<Version> parsed = Parse(version);
  return parsed.has_value() && *parsed == Version{0, 10, 2};
}

}  // namespace sluice::controlplane
