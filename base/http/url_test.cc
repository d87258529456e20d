#include "base/http/url.h"

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::http {
namespace {

TEST(Url, HasSchemeAuthorityAndPathWithoutSlashAtTheEnd) {
  absl::StatusOr<Url> url = ParseUrl("HTTP://service.cn-hangzhou.maxcompute.aliyun-inc.com/api/");

  ASSERT_THAT(url, IsOk());
  EXPECT_EQ(url->scheme, "http");
  EXPECT_EQ(url->authority, "service.cn-hangzhou.maxcompute.aliyun-inc.com");
  EXPECT_EQ(url->path, "/api");
  EXPECT_EQ(ParseUrl("https://127.0.0.1:8080")->ToString(), "https://127.0.0.1:8080");
}

TEST(Url, RefusesWhatNamesNoServer) {
  for (const char* text : {"", "host", "ftp://host", "http://", "http:///api", "http://h/?q=1",
                           "http://h/#f", "http://user:secret@host", "http://h/a b", "://h"}) {
    EXPECT_THAT(ParseUrl(text), StatusIs(absl::StatusCode::kInvalidArgument)) << text;
  }
}

TEST(PercentEncode, KeepsOnlyTheUnreservedCharacters) {
  EXPECT_EQ(PercentEncode("aZ09-_.~ +*/=%é"), "aZ09-_.~%20%2B%2A%2F%3D%25%C3%A9");
  EXPECT_EQ(PercentEncodePath("/projects/p 1"), "/projects/p%201");
}

TEST(EncodeQuery, WritesAnEmptyValueAsAFlag) {
  EXPECT_EQ(EncodeQuery({{"uploads", ""}, {"partition", "pt=11-17-2020 15"}}),
            "uploads&partition=pt%3D11-17-2020%2015");
  EXPECT_EQ(EncodeQuery({}), "");
}

}  // namespace
}  // namespace sluice::http
