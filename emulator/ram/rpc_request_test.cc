#include "emulator/ram/rpc_request.h"

#include <gtest/gtest.h>

namespace sluice::emulator {
namespace {

constexpr char kQuery[] =
    "AccessKeyId=LTAItestid0001&Action=AssumeRole&AssumeRoleFor=1234567890123456&DurationSeconds="
    "3600"
    "&Format=JSON&RegionId=cn-shanghai&RoleArn=acs%3Aram%3A%3A1234567890123456%3Arole%"
    "2FAliKafkaRole"
    "&RoleSessionName=kafka-session-1234567890123456&SignatureMethod=HMAC-SHA1"
    "&SignatureNonce=3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf&SignatureVersion=1.0"
    "&Timestamp=2024-01-02T03%3A04%3A05Z&Version=2015-04-01"
    "&Signature=tywamC%2FgTBAu%2BKm%2FQ71YNzr6TW4%3D";

TEST(RpcSignature, IsTheOneOfTheProtocolsExample) {
  http::ServerRequest request{.method = "POST",
                              .target = http::ParseTarget(std::string("/?") + kQuery)};
  RpcRequest rpc = ParseRpc(request);

  EXPECT_EQ(RpcSignature("testsecret0001ABCDEFGHIJKLMNOP", RpcStringToSign(rpc)),
            rpc.Get("Signature"));
}

TEST(RpcSignature, GivenAllParametersInAFormIsTheSame) {
  http::ServerRequest request{.method = "POST", .target = http::ParseTarget("/"), .body = kQuery};
  request.headers.Add("Content-Type", "application/x-www-form-urlencoded;charset=utf-8");
  RpcRequest rpc = ParseRpc(request);

  EXPECT_EQ(RpcSignature("testsecret0001ABCDEFGHIJKLMNOP", RpcStringToSign(rpc)),
            rpc.Get("Signature"));
  EXPECT_TRUE(rpc.WantsJson());
}

TEST(RpcStringToSign, KeepsParametersThatAreEmpty) {
  http::ServerRequest request{.method = "GET",
                              .target = http::ParseTarget("/?SignatureType=&A=*%20~")};
  EXPECT_EQ(RpcStringToSign(ParseRpc(request)), "GET&%2F&A%3D%252A%2520~%26SignatureType%3D");
}

}  // namespace
}  // namespace sluice::emulator
