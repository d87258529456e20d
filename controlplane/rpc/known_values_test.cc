#include "controlplane/rpc/known_values.h"

#include "api/client/error_details.h"
#include "base/status/status_matchers.h"
#include "controlplane/rpc/status_details.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"

namespace sluice::controlplane {
namespace {

using testing::ElementsAre;

std::vector<client::Violation> ViolationsOf(const google::protobuf::Message& request) {
  const absl::Status status = CheckKnown(request);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const google::rpc::Status told = DetailsOf(status);
  return client::ViolationsOf(
      client::StatusOfAnswer(status.code(), told.message(), told.SerializeAsString()));
}

TEST(KnownValues, WhatTheProtoHasIsFine) {
  v1::CreateConnectorRequest request;
  request.set_parent("instances/a");
  (*request.mutable_connector()->mutable_labels())["team"] = "pay";
  request.mutable_connector()->mutable_sink()->set_mode(v1::MaxComputeSink::KEY);
  EXPECT_THAT(CheckKnown(request), IsOk());
}

TEST(KnownValues, GivenANumberThatTheEnumLacksThenItsFieldIsNamed) {
  v1::CreateConnectorRequest request;
  request.mutable_connector()->mutable_sink()->set_mode(
      static_cast<v1::MaxComputeSink::Mode>(4711));

  const auto violations = ViolationsOf(request);

  ASSERT_EQ(violations.size(), 1);
  EXPECT_EQ(violations[0].field, "connector.sink.mode");
  EXPECT_EQ(violations[0].reason, "VALUE_UNKNOWN");
}

TEST(KnownValues, GivenAnUnknownNumberInAListThenItsPlaceIsNamed) {
  v1::ListConnectorEventsRequest request;
  request.add_types(v1::ConnectorEvent::CHANGE);
  request.add_types(static_cast<v1::ConnectorEvent::Type>(99));

  const auto violations = ViolationsOf(request);

  ASSERT_EQ(violations.size(), 1);
  EXPECT_EQ(violations[0].field, "types[1]");
}

TEST(KnownValues, GivenAFieldThatTheMessageLacksThenItsNumberIsNamed) {
  v1::CreateConnectorRequest request;
  auto& source = *request.mutable_connector()->mutable_source();
  source.GetReflection()->MutableUnknownFields(&source)->AddVarint(4000, 1);

  const auto violations = ViolationsOf(request);

  ASSERT_EQ(violations.size(), 1);
  EXPECT_EQ(violations[0].field, "connector.source.4000");
  EXPECT_EQ(violations[0].reason, "FIELD_UNKNOWN");
}

}  // namespace
}  // namespace sluice::controlplane
