#include "controlplane/gateway/message_json.h"

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/dead_letter.pb.h"

namespace sluice::controlplane {
namespace {

using nlohmann::json;

TEST(MessageJson, WritesProto3JsonWithoutDefaults) {
  v1::Connector connector;
  connector.set_name("instances/a/connectors/b");
  connector.set_generation(3);
  connector.set_reconciling(false);
  connector.mutable_create_time()->set_seconds(1605596400);
  connector.mutable_sink()->set_mode(v1::MaxComputeSink::KEY);
  EXPECT_EQ(json::parse(WriteMessage(connector)),
            json::parse(R"({"name":"instances/a/connectors/b","generation":"3",
                            "createTime":"2020-11-17T07:00:00Z","sink":{"mode":"KEY"}})"));
}

TEST(MessageJson, WritesBytesAsBase64) {
  v1::DeadLetter letter;
  letter.set_key("\xff\xef");
  EXPECT_EQ(json::parse(WriteMessage(letter)), json::parse(R"({"key":"/+8="})"));
}

TEST(MessageJson, WritesErrorsWithTheirDetails) {
  google::rpc::Status error;
  error.set_code(5);
  error.set_message("no such thing");
  google::rpc::ErrorInfo info;
  info.set_reason("CONNECTOR_NOT_FOUND");
  info.set_domain("sluice");
  error.add_details()->PackFrom(info);
  error.add_details()->set_type_url("type.googleapis.com/nobody.knows.This");
  EXPECT_EQ(json::parse(WriteError(error, 404)),
            json::parse(R"({"error":{"code":404,"message":"no such thing","status":"NOT_FOUND",
              "details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo",
                          "reason":"CONNECTOR_NOT_FOUND","domain":"sluice"}]}})"));
}

TEST(MessageJson, EveryCodeHasItsStatus) {
  const int statuses[] = {200, 499, 500, 400, 504, 404, 409, 403, 429,
                          400, 409, 400, 501, 500, 503, 500, 401};
  for (int code = 0; code <= 16; ++code) {
    EXPECT_EQ(HttpStatusOf(static_cast<absl::StatusCode>(code)), statuses[code]) << code;
  }
}

}  // namespace
}  // namespace sluice::controlplane
