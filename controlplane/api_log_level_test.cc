// Levels of logging for one connector, through gRPC.

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;
using ConnectorStub = v1::ConnectorService::StubInterface;

class ApiLogLevel : public ApiWorld {
 protected:
  ApiLogLevel() {
    v1::Connector ignored;
    EXPECT_THAT(Create(R0Request(), &ignored), IsOk());
    request_.set_name(kName);
  }

  absl::Status Set() {
    response_.Clear();
    return Call(*connectors_, &ConnectorStub::SetConnectorLogLevel, request_, &response_);
  }

  v1::SetConnectorLogLevelRequest request_;
  v1::SetConnectorLogLevelResponse response_;
};

TEST_F(ApiLogLevel, ALevelHoldsForAnHourUnlessToldOtherwise) {
  request_.set_level("debug");
  ASSERT_THAT(Set(), IsOk());

  EXPECT_EQ(response_.level(), "debug");
  EXPECT_EQ(response_.expire_time().seconds(), absl::ToUnixSeconds(clock_.Now() + absl::Hours(1)));
  const auto levels = store_.ListLogLevels(clock_.Now());
  ASSERT_THAT(levels, IsOkAndHolds(SizeIs(1)));
  EXPECT_EQ((*levels)[0].level.level, log::Level::kDebug);

  request_.mutable_duration()->set_seconds(60);
  request_.set_level("warning");
  ASSERT_THAT(Set(), IsOk());
  EXPECT_EQ(response_.expire_time().seconds(), absl::ToUnixSeconds(clock_.Now()) + 60);
}

TEST_F(ApiLogLevel, WithoutALevelEachProcesssOwnHoldsAgain) {
  request_.set_level("debug");
  ASSERT_THAT(Set(), IsOk());

  request_.clear_level();
  ASSERT_THAT(Set(), IsOk());

  EXPECT_EQ(response_.level(), "");
  EXPECT_FALSE(response_.has_expire_time());
  EXPECT_THAT(store_.ListLogLevels(clock_.Now()), IsOkAndHolds(IsEmpty()));
}

TEST_F(ApiLogLevel, WrongWordsAndTimesAreRefusedTogether) {
  request_.set_level("warn");  // The API has one spelling.
  request_.mutable_duration()->set_seconds(59);

  EXPECT_THAT(Set(), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(store_.ListLogLevels(clock_.Now()), IsOkAndHolds(IsEmpty()));
}

TEST_F(ApiLogLevel, AConnectorThatIsNotThereHasNone) {
  request_.set_name("instances/alikafka/connectors/nobody");
  request_.set_level("debug");

  const absl::Status status = Set();

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(ReasonOf(status), "CONNECTOR_NOT_FOUND");
}

}  // namespace
}  // namespace sluice::controlplane
