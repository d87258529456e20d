#include "controlplane/gateway/path_template.h"

#include <string>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

PathTemplate Parsed(absl::string_view text) {
  auto parsed = PathTemplate::Parse(text);
  EXPECT_THAT(parsed, IsOk()) << text;
  return *std::move(parsed);
}

// `field=value` of each variable, or `-` when no reading of the path fits.
std::string Bound(absl::string_view path_template, absl::string_view path) {
  const auto readings = ReadPath(path);
  if (!readings.ok()) return std::string(readings.status().message());
  for (const PathParts& reading : *readings) {
    const auto bindings = Parsed(path_template).Match(reading);
    if (!bindings.has_value()) continue;
    std::string told;
    for (const PathBinding& binding : *bindings) {
      told += (told.empty() ? "" : " ") + binding.field_path + "=" + binding.value;
    }
    return told;
  }
  return "-";
}

TEST(PathTemplate, BindsVariablesOfEveryForm) {
  EXPECT_EQ(Bound("/v1/instances", "/v1/instances"), "");
  EXPECT_EQ(Bound("/v1/{name=instances/*}", "/v1/instances/a"), "name=instances/a");
  EXPECT_EQ(Bound("/v1/{id}", "/v1/x"), "id=x");
  EXPECT_EQ(Bound("/v1/{connector.name=instances/*/connectors/*}", "/v1/instances/a/connectors/b"),
            "connector.name=instances/a/connectors/b");
  EXPECT_EQ(Bound("/v1/{parent=instances/*}/connectors", "/v1/instances/a/connectors"),
            "parent=instances/a");
  EXPECT_EQ(Bound("/v1/{name=operations/**}", "/v1/operations/a/b"), "name=operations/a/b");
  EXPECT_EQ(Bound("/v1/{a=x/*}/y/{b=z/*}", "/v1/x/1/y/z/2"), "a=x/1 b=z/2");
}

TEST(PathTemplate, TellsVerbsFromNames) {
  EXPECT_EQ(Bound("/v1/{name=instances/*}:check", "/v1/instances/a:check"), "name=instances/a");
  EXPECT_EQ(Bound("/v1/{name=instances/*}:check", "/v1/instances/a"), "-");
  EXPECT_EQ(Bound("/v1/{name=instances/*}:check", "/v1/instances/a:other"), "-");
  EXPECT_EQ(Bound("/v1:watch", "/v1:watch"), "");
  EXPECT_EQ(Bound("/v1/{name=operations/**}:cancel", "/v1/operations/a:cancel"),
            "name=operations/a");
  // Names may hold a colon, written as such or as %3A.
  EXPECT_EQ(Bound("/v1/{name=workers/*}", "/v1/workers/host:1"), "name=workers/host:1");
  EXPECT_EQ(Bound("/v1/{name=workers/*}:drain", "/v1/workers/host%3A1:drain"),
            "name=workers/host:1");
}

TEST(PathTemplate, FitsNothingElse) {
  EXPECT_EQ(Bound("/v1/{name=instances/*}", "/v1/instances"), "-");
  EXPECT_EQ(Bound("/v1/{name=instances/*}", "/v1/instances/a/b"), "-");
  EXPECT_EQ(Bound("/v1/{name=instances/*}", "/v2/instances/a"), "-");
  EXPECT_EQ(Bound("/v1/{name=operations/**}", "/v1/operations"), "-");
}

TEST(PathTemplate, RefusesWhatIsNone) {
  for (const char* text : {"", "v1", "/v1/{", "/v1/{name", "/v1/{=a}", "/v1/{name=}",
                           "/v1/{name=a//b}", "/v1/**/a", "/v1/{name=**/a}", "/v1/{name=*}x",
                           "/v1:", "/v1:a:b", "/v1/a b", "/v1/{1a}", "/v1/{a..b}"}) {
    EXPECT_THAT(PathTemplate::Parse(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(PathTemplate, OverlapIsASharedPath) {
  const auto overlap = [](absl::string_view a, absl::string_view b) {
    return Parsed(a).Overlaps(Parsed(b)) && Parsed(b).Overlaps(Parsed(a));
  };
  EXPECT_TRUE(overlap("/v1/{name=instances/*}", "/v1/instances/{id}"));
  EXPECT_TRUE(overlap("/v1/{name=operations/**}", "/v1/operations/{id}/x"));
  EXPECT_TRUE(overlap("/v1/{a=**}", "/v1/{b=x/**}"));
  EXPECT_FALSE(overlap("/v1/{name=operations/**}", "/v1/{name=operations}"));
  EXPECT_FALSE(overlap("/v1/{name=instances/*}", "/v1/{name=workers/*}"));
  EXPECT_FALSE(overlap("/v1/{name=instances/*}:a", "/v1/{name=instances/*}:b"));
  EXPECT_FALSE(overlap("/v1/{name=instances/*}", "/v1/{name=instances/*}:b"));
}

TEST(ReadPath, DecodesSegmentsAndReadsTheLastColonBothWays) {
  const auto readings = ReadPath("/v1/a%20b%2B%25/c:d");
  ASSERT_THAT(readings, IsOk());
  ASSERT_THAT(*readings, SizeIs(2));
  EXPECT_THAT((*readings)[0].segments, ElementsAre("v1", "a b+%", "c"));
  EXPECT_EQ((*readings)[0].verb, "d");
  EXPECT_THAT((*readings)[1].segments, ElementsAre("v1", "a b+%", "c:d"));
  EXPECT_EQ((*readings)[1].verb, "");
}

TEST(ReadPath, RefusesWhatOthersMightReadInAnotherWay) {
  for (const char* path :
       {"",          "v1",          "/",        "//",           "/v1//a",   "/v1/",
        "/v1/.",     "/v1/..",      "/v1/../a", "/v1/%2e%2e/a", "/v1/%2E",  "/v1/a%2fb",
        "/v1/a%5Cb", "/v1/a\\b",    "/v1/a%00", "/v1/a%0d%0a",  "/v1/a%7F", "/v1/a%",
        "/v1/a%4",   "/v1/a%zz",    "/v1/%61",  "/v1/a b",      "/v1/a#b",  "/v1/a\"b",
        "/v1/{a}",   "/v1/\xc3\xa4"}) {
    EXPECT_THAT(ReadPath(path), HasReason("REQUEST_MALFORMED")) << path;
  }
}

}  // namespace
}  // namespace sluice::controlplane
