#include "maxcompute/auth/signature.h"

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/auth/canonical_request.h"
#include "maxcompute/auth/rpc_signature.h"
#include "nlohmann/json.hpp"

namespace sluice::maxcompute {
namespace {

using Json = nlohmann::json;
using Strings = std::map<std::string, std::string>;

Json ReadGolden() {
  std::ifstream in("tests/golden/maxcompute/signatures.json");
  return Json::parse(in);
}

http::QueryParameters Parameters(const Json& json) {
  const auto map = json.get<Strings>();
  return {map.begin(), map.end()};
}

http::Headers AllHeaders(const Json& request) {
  http::Headers headers;
  for (const char* key : {"unsigned_headers", "headers"}) {
    for (const auto& [name, value] : request[key].get<Strings>()) headers.Add(name, value);
  }
  return headers;
}

Credentials GoldenCredentials(const Json& golden) {
  return {golden["access_key_id"].get<std::string>(),
          Secret(golden["access_key_secret"].get<std::string>()), Secret()};
}

TEST(Signature, CanonicalRequestsAreTheGoldenOnes) {
  const Json golden = ReadGolden();
  for (const Json& request : golden["requests"]) {
    EXPECT_EQ(
        CanonicalRequest(request["method"].get<std::string>(), request["path"].get<std::string>(),
                         Parameters(request["parameters"]), AllHeaders(request)),
        absl::StrJoin(request["canonical"].get<std::vector<std::string>>(), "\n"))
        << request["name"];
  }
}

TEST(Signature, AuthorizationsAreTheGoldenOnes) {
  const Json golden = ReadGolden();
  const Credentials credentials = GoldenCredentials(golden);
  for (const Json& request : golden["requests"]) {
    const std::string canonical =
        absl::StrJoin(request["canonical"].get<std::vector<std::string>>(), "\n");
    absl::Time time;
    ASSERT_TRUE(
        absl::ParseTime(absl::RFC3339_full, request["time"].get<std::string>(), &time, nullptr));
    SignatureOptions v4;
    v4.region = request["region"].get<std::string>();

    EXPECT_EQ(Authorization(credentials, canonical, time, {}),
              request["authorization_v2"].get<std::string>());
    EXPECT_EQ(absl::BytesToHexString(SigningKeyV4(credentials.access_key_secret, "20240102", v4)),
              request["signing_key_v4"].get<std::string>());
    EXPECT_EQ(Authorization(credentials, canonical, time, v4),
              request["authorization_v4"].get<std::string>());
  }
}

TEST(Signature, RpcSignaturesAreTheGoldenOnes) {
  const Json golden = ReadGolden();
  for (const Json& call : golden["rpc"]) {
    const std::string string_to_sign =
        RpcStringToSign(call["method"].get<std::string>(), Parameters(call["parameters"]));

    EXPECT_EQ(string_to_sign, call["string_to_sign"].get<std::string>()) << call["name"];
    EXPECT_EQ(RpcSignature(GoldenCredentials(golden).access_key_secret, string_to_sign),
              call["signature"].get<std::string>())
        << call["name"];
  }
}

TEST(Signature, EmptyRpcParametersAreSigned) {
  EXPECT_EQ(RpcStringToSign("POST", {{"SignatureType", ""}}), "POST&%2F&SignatureType%3D");
}

TEST(Signature, QueryParametersOfTheServicesOwnNameAreSignedAsHeadersToo) {
  const std::string canonical =
      CanonicalRequest("get", "/projects/p", {{"x-odps-a", "1"}, {"b", ""}}, {});

  EXPECT_EQ(canonical, "GET\n\n\n\nx-odps-a:1\n/projects/p?b&x-odps-a=1");
}

TEST(Secret, IsNotPrinted) {
  std::ostringstream out;
  out << Secret("hunter2");

  EXPECT_EQ(out.str(), "<secret>");
}

}  // namespace
}  // namespace sluice::maxcompute
