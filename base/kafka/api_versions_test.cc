#include "base/kafka/api_versions.h"

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

using ::testing::Eq;

std::string ReleaseOf(const std::string& fetch, const std::string& metadata) {
  ApiVersions versions;
  const std::string start = "[thrd:a:1/bootstrap]: a:1/bootstrap:   ApiKey ";
  EXPECT_TRUE(versions.Read(absl::StrCat(start, "Fetch (1) Versions ", fetch)));
  EXPECT_TRUE(versions.Read(absl::StrCat(start, "Metadata (3) Versions ", metadata)));
  return versions.Release();
}

TEST(ApiVersions, TellTheReleaseByWhatABrokerKnows) {
  EXPECT_THAT(ReleaseOf("4..18", "0..13"), Eq("4.1"));
  EXPECT_THAT(ReleaseOf("4..17", "0..13"), Eq("4.0"));
  EXPECT_THAT(ReleaseOf("0..17", "0..12"), Eq("3.9"));
  EXPECT_THAT(ReleaseOf("0..11", "0..9"), Eq("2.4"));
  EXPECT_THAT(ReleaseOf("0..11", "0..8"), Eq("2.3"));
  EXPECT_THAT(ReleaseOf("0..3", "0..2"), Eq("0.10"));
}

TEST(ApiVersions, OtherLinesAreNotTakenAndTellNothing) {
  ApiVersions versions;
  EXPECT_FALSE(versions.Read("a:1/bootstrap: Feature ApiVersion: Fetch (1)"));
  EXPECT_FALSE(versions.Read("ApiKey of a topic"));
  EXPECT_THAT(versions.Release(), Eq(""));
}

}  // namespace
}  // namespace sluice::kafka
