#include "controlplane/provisioning/broker_version.h"

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::HasSubstr;

TEST(CheckBrokerVersion, R27GivenTheBrokersAnswerOlderThan24ThenTheyAreRefused) {
  for (const char* version : {"0.10.2-IV0", "0.10", "1.1-IV0", "2.3-IV1", "2.3"}) {
    EXPECT_THAT(CheckBrokerVersion("", version), HasReason("BROKER_TOO_OLD")) << version;
    EXPECT_THAT(CheckBrokerVersion("4.1", version), HasReason("BROKER_TOO_OLD")) << version;
  }
}

TEST(CheckBrokerVersion, R27GivenAnOlderOneIsDeclaredThenItIsRefusedAndToldHowToMendIt) {
  for (const char* answered : {"", "4.1"}) {
    const absl::Status status = CheckBrokerVersion("0.10.2", answered);
    EXPECT_THAT(status, HasReason("BROKER_TOO_OLD")) << answered;
    EXPECT_THAT(std::string(status.message()), HasSubstr("declared to be of version 0.10.2"));
    EXPECT_THAT(RemedyOf(status), HasSubstr("set kafka_version"));
  }
}

TEST(CheckBrokerVersion, R27GivenNewerOrUntoldThenItIsTaken) {
  for (const char* version : {"2.4-IV1", "2.8", "3.9-IV0", "4.1", "10.0", "", "new", "2.x"}) {
    EXPECT_THAT(CheckBrokerVersion("", version), IsOk()) << version;
    EXPECT_THAT(CheckBrokerVersion(version, ""), IsOk()) << version;
  }
}

struct Comparison {
  const char* declared;
  const char* answered;
  bool differ;
};

TEST(VersionsDiffer, R27TheDeclaredVersionIsComparedWithWhatTheBrokersAnswer) {
  const Comparison comparisons[] = {
      {"3.9", "3.9-IV0", false},
      {"3.9.1", "3.9-IV0", false},
      {"4.1.0", "4.1", false},
      {"3.9", "4.1", true},
      {"4.1", "3.9-IV0", true},
      {"4.0", "3.9", true},
      {"3.8", "3.7", false},
      {"3.4", "3.1", false},
      {"3.6", "3.1", true},
      {"0.10.2", "4.1", true},
      {"0.10.2", "0.10.2-IV0", false},
      {"0.10.2", "0.10.1", true},
      {"", "4.1", false},
      {"3.9", "", false},
      {"3.9", "not told", false},
  };
  for (const Comparison& comparison : comparisons) {
    EXPECT_EQ(VersionsDiffer(comparison.declared, comparison.answered), comparison.differ)
        << comparison.declared << " declared, " << comparison.answered << " answered";
  }
}

TEST(IsVersion0102, R8TakesThePatchesOf0102AndNothingElse) {
  for (const char* version : {"0.10.2", "0.10.2-IV0", "0.10.2.1", "0.10.2.2"}) {
    EXPECT_TRUE(IsVersion0102(version)) << version;
  }
  for (const char* version : {"", "0.10", "0.10.1", "0.11.0", "2.4", "10.2"}) {
    EXPECT_FALSE(IsVersion0102(version)) << version;
  }
}

}  // namespace
}  // namespace sluice::controlplane
