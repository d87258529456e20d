#include "controlplane/public_origin.h"

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(PublicOrigin, WhatBrowsersWriteIsTaken) {
  for (const char* origin : {"https://sluice.example.com", "http://sluice.example.com",
                             "https://sluice.example.com:8443", "http://127.0.0.1:9091",
                             "https://[2001:db8::1]", "https://[::1]:8443", "http://localhost",
                             "https://xn--bcher-kva.example", "http://h:443", "https://h:80"}) {
    EXPECT_THAT(CheckPublicOrigin(origin), IsOk()) << origin;
  }
}

struct Wrong {
  const char* origin;
  const char* why;
  const char* instead;
};

TEST(PublicOrigin, WhatNoBrowserWritesIsRefusedAndToldAsTheyWriteIt) {
  constexpr char kOrigin[] = "https://sluice.example.com";
  const Wrong table[] = {
      {"https://sluice.example.com/", "goes on", kOrigin},
      {"https://sluice.example.com/console", "goes on", kOrigin},
      {"https://sluice.example.com?a=b", "goes on", kOrigin},
      {"https://sluice.example.com#a", "goes on", kOrigin},
      {"https://Sluice.Example.com", "capital letters", kOrigin},
      {"HTTPS://sluice.example.com", "capital letters", kOrigin},
      {"https://sluice.example.com:443", "a port", kOrigin},
      {"https://sluice.example.com:", "a port", kOrigin},
      {"http://sluice.example.com:80", "a port", "http://sluice.example.com"},
      {"http://sluice.example.com:08080", "a port", "http://sluice.example.com:8080"},
      {"https://[2001:DB8::1]:443", "a port", "https://[2001:db8::1]"},
      {"https://Sluice.example.com:8443/", "goes on", "https://sluice.example.com:8443"},
  };
  for (const Wrong& wrong : table) {
    EXPECT_THAT(
        CheckPublicOrigin(wrong.origin),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 AllOf(HasSubstr(wrong.why), EndsWith(absl::StrCat("; write ", wrong.instead)))))
        << wrong.origin;
  }
}

TEST(PublicOrigin, APasswordIsRefusedAndNotToldOn) {
  EXPECT_THAT(CheckPublicOrigin("https://ada:geheim@sluice.example.com"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(EndsWith("; write https://sluice.example.com"), Not(HasSubstr("ada")),
                             Not(HasSubstr("geheim")))));
}

TEST(PublicOrigin, WhatIsNoneIsRefusedWithAnExample) {
  for (const char* origin : {"sluice.example.com", "ftp://sluice.example.com", "https://",
                             "https://:8443", "https://sluice.example.com:0",
                             "https://sluice.example.com:65536", "https://sluice.example.com:a",
                             "https://b\xc3\xbc"
                             "cher.example",
                             "https://a b", "https://*.example.com", "https://[::1", "null"}) {
    EXPECT_THAT(CheckPublicOrigin(origin),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("; write it as https://sluice.example.com")))
        << origin;
  }
}

}  // namespace
}  // namespace sluice::controlplane
