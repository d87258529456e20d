#include "emulator/auth/request_signature.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

using ::testing::Contains;
using ::testing::EndsWith;

constexpr char kSecret[] = "testsecret0001ABCDEFGHIJKLMNOP";

http::ServerRequest Example() {
  http::ServerRequest request{
      .method = "POST",
      .target =
          http::ParseTarget("/projects/p1/tables/t1?uploads=1&partition=pt%3Da&curr_project=p1")};
  request.headers.Add("Content-Type", "application/octet-stream");
  request.headers.Add("Date", "Tue, 02 Jan 2024 03:04:05 GMT");
  request.headers.Add("X-Odps-Tunnel-Version", "6");
  request.headers.Add("x-odps-user-agent", "demo/1.0");
  request.headers.Add("odps-tunnel-date-transform", "v1");
  return request;
}

TEST(RequestSignature, IsTheOneOfTheProtocolsExampleInVersion2) {
  Credential credential = *ParseAuthorization("ODPS LTAItestid0001:Cxo4Wus5kHIn/FMRjcYUXJrPZ8U=");

  EXPECT_EQ(credential.access_key_id, "LTAItestid0001");
  EXPECT_EQ(Sign(credential, kSecret, CanonicalStrings(Example(), "")[0]), credential.signature);
}

TEST(RequestSignature, IsTheOneOfTheProtocolsExampleInVersion4) {
  Credential credential = *ParseAuthorization(
      "ODPS "
      "LTAItestid0001/20240102/cn-shanghai/odps/aliyun_v4_request:Ku2I2UVgNHx0DkiBeNUcGMT90w8=");

  EXPECT_EQ(credential.region, "cn-shanghai");
  EXPECT_EQ(Sign(credential, kSecret, CanonicalStrings(Example(), "")[0]), credential.signature);
}

TEST(CanonicalStrings, LeaveTheEndpointsOwnPathOut) {
  http::ServerRequest request{.method = "GET", .target = http::ParseTarget("/api/projects/p%31")};
  EXPECT_EQ(CanonicalStrings(request, "/api")[0], "GET\n\n\n\n/projects/p1");
}

TEST(CanonicalStrings, AllowWhatPyodpsSignsForValuesWithPlusAndPercent) {
  http::ServerRequest request{
      .method = "GET", .target = http::ParseTarget("/t?partition=pt%3Da+b%2Bc%25d%26e&data")};

  EXPECT_THAT(CanonicalStrings(request, ""), Contains(EndsWith("/t?data&e&partition=pt=a b c%d")));
  EXPECT_THAT(CanonicalStrings(request, ""), Contains(EndsWith("/t?data&partition=pt=a b+c%d&e")));
}

TEST(CanonicalStrings, AllowTheContentTypeThatJavaAddsAfterSigning) {
  http::ServerRequest request{.method = "POST", .target = http::ParseTarget("/t")};
  request.headers.Add("Content-type", "application/x-www-form-urlencoded");

  EXPECT_THAT(CanonicalStrings(request, ""), Contains("POST\n\n\n\n/t"));
}

TEST(CanonicalStrings, SignTheServicesParametersAsHeaders) {
  http::ServerRequest request{.method = "GET", .target = http::ParseTarget("/t?x-odps-a=1")};
  EXPECT_EQ(CanonicalStrings(request, "")[0], "GET\n\n\n\nx-odps-a:1\n/t?x-odps-a=1");
}

TEST(ParseAuthorization, GivenAnotherFormSaysSo) {
  for (const char* header :
       {"", "ODPS", "Basic a:b", "ODPS ab", "ODPS a/b:c", "ODPS a/b/c/d/e:f"}) {
    EXPECT_THAT(ParseAuthorization(header).status(), HasReason("Unauthorized")) << header;
  }
}

}  // namespace
}  // namespace sluice::emulator
