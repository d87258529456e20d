#include "emulator/ram/trust_policy.h"

#include <gtest/gtest.h>

#include "absl/strings/str_replace.h"
#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

constexpr char kPolicy[] =
    R"({"Version":"1","Statement":[{"Effect":"$EFFECT","Action":"sts:AssumeRole",
        "Principal":{"Service":["ecs.aliyuncs.com","$SERVICE"]}}]})";

std::string Policy(const char* effect, const char* service) {
  return absl::StrReplaceAll(kPolicy, {{"$EFFECT", effect}, {"$SERVICE", service}});
}

TEST(TrustPolicy, TrustsTheServicesThatItNamesAndTheirParts) {
  EXPECT_TRUE(TrustsService(Policy("Allow", "alikafka.aliyuncs.com"), "alikafka.aliyuncs.com"));
  EXPECT_TRUE(
      TrustsService(Policy("Allow", "connector.alikafka.aliyuncs.com"), "alikafka.aliyuncs.com"));
  EXPECT_FALSE(TrustsService(Policy("Allow", "fc.aliyuncs.com"), "alikafka.aliyuncs.com"));
  EXPECT_FALSE(
      TrustsService(Policy("Allow", "evilalikafka.aliyuncs.com"), "alikafka.aliyuncs.com"));
  EXPECT_FALSE(TrustsService(Policy("Deny", "alikafka.aliyuncs.com"), "alikafka.aliyuncs.com"));
  EXPECT_FALSE(TrustsService(Policy("Allow", "alikafka.aliyuncs.com"), ""));
}

TEST(TrustPolicy, GivenWhatIsNoPolicySaysSo) {
  for (const char* text : {"", "x", "[]", "{}", R"({"Statement":[]})", R"({"Statement":[1]})",
                           R"({"Statement":[{"Effect":"Maybe","Action":"*","Principal":{}}]})"}) {
    EXPECT_THAT(CheckTrustPolicy(text), HasReason("MalformedPolicyDocument")) << text;
    EXPECT_FALSE(TrustsService(text, "alikafka.aliyuncs.com"));
  }
}

}  // namespace
}  // namespace sluice::emulator
