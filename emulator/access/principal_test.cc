#include "emulator/access/principal.h"

#include <gtest/gtest.h>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

TEST(ParsePrincipal, TakesBothSpellingsAndAnyCase) {
  for (const char* text :
       {"RAM$1234:role/AliyunKafkaUser1", "`RAM$1234:role/aliyunkafkauser1`",
        "RAM$:$1234:role/aliyunkafkauser1", " ram$1234:ROLE/AliyunKafkaUser1 "}) {
    absl::StatusOr<Principal> principal = ParsePrincipal(text);
    ASSERT_TRUE(principal.ok()) << text;
    EXPECT_EQ(principal->Name(), "RAM$1234:role/aliyunkafkauser1");
  }
  EXPECT_EQ(ParsePrincipal("aliyun$77")->Name(), "ALIYUN$77");
}

TEST(ParsePrincipal, GivenSomethingElseSaysWhatItExpects) {
  for (const char* text : {"", "bob", "RAM$1234", "RAM$:role/x", "RAM$12a:role/x", "RAM$12:role/",
                           "RAM$12:role/a b", "ALIYUN$12:role/x", "`"}) {
    EXPECT_THAT(ParsePrincipal(text).status(), HasReason("InvalidParameter")) << text;
  }
}

}  // namespace
}  // namespace sluice::emulator
