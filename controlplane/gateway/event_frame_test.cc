#include "controlplane/gateway/event_frame.h"

#include "gmock/gmock.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "sluice/v1/watch_service.pb.h"

namespace sluice::controlplane {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

TEST(EventFrame, HasTypeTokenAndTheMessageInOneLine) {
  v1::WatchResponse message;
  message.set_type(v1::WatchResponse::DELETED);
  message.set_subscription_id("a\nb");
  message.set_resume_token("t-1");
  EXPECT_EQ(
      FrameOf(message),
      "event: DELETED\nid: t-1\n"
      "data: {\"type\":\"DELETED\",\"subscriptionId\":\"a\\nb\",\"resumeToken\":\"t-1\"}\n\n");
}

TEST(EventFrame, AHeartbeatIsACommentThatKeepsTheTokenFresh) {
  v1::WatchResponse message;
  message.set_type(v1::WatchResponse::HEARTBEAT);
  message.set_resume_token("t-2");
  EXPECT_EQ(FrameOf(message), ": heartbeat\nid: t-2\n\n");
}

TEST(EventFrame, GivenATokenWithALineBreakThenItIsNoId) {
  v1::WatchResponse message;
  message.set_type(v1::WatchResponse::CHANGED);
  message.set_resume_token("a\ndata: forged");
  EXPECT_THAT(FrameOf(message), StartsWith("event: CHANGED\ndata: {"));
}

TEST(EventFrame, OtherStreamsHaveNeitherTypeNorToken) {
  v1::Connector connector;
  connector.set_name("n");
  EXPECT_EQ(FrameOf(connector), "data: {\"name\":\"n\"}\n\n");
}

TEST(EventFrame, TheEndTellsWhy) {
  google::rpc::Status error;
  error.set_code(14);
  error.set_message("stopping\nnow");
  const std::string frame = FrameOf(error);
  EXPECT_THAT(frame, StartsWith("event: error\ndata: {\"error\":{\"code\":503,"));
  EXPECT_THAT(frame, HasSubstr("stopping\\nnow"));
  EXPECT_THAT(frame, EndsWith("}\n\n"));
}

}  // namespace
}  // namespace sluice::controlplane
