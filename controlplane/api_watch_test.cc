// Watching, through gRPC.

#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "controlplane/api_world.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr absl::Duration kPatience = absl::Seconds(20);

v1::WatchRequest ARequest(const std::string& filter = "") {
  v1::WatchRequest request;
  v1::Subscription& subscription = *request.add_subscriptions();
  subscription.set_id("s");
  subscription.set_parent("instances/alikafka");
  subscription.set_filter(filter);
  return request;
}

// An open stream; hangs up when it goes.
class Stream {
 public:
  Stream(v1::WatchService::StubInterface& stub, const v1::WatchRequest& request) {
    context_.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    reader_ = stub.Watch(&context_, request);
  }
  ~Stream() {
    context_.TryCancel();
    if (!ended_) (void)End();
  }

  v1::WatchResponse Next() {
    v1::WatchResponse message;
    EXPECT_TRUE(reader_->Read(&message));
    return message;
  }

  bool Opens() {
    v1::WatchResponse message;
    return reader_->Read(&message);
  }

  // How it ended, once nothing comes any more.
  absl::Status End() {
    v1::WatchResponse message;
    while (reader_->Read(&message)) {
    }
    ended_ = true;
    const grpc::Status status = reader_->Finish();
    return client::StatusOfAnswer(static_cast<absl::StatusCode>(status.error_code()),
                                  status.error_message(), status.error_details());
  }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReaderInterface<v1::WatchResponse>> reader_;
  bool ended_ = false;
};

ApiOptions FewStreams() {
  ApiOptions options;
  options.watch.streams_of_address_max = 3;
  return options;
}

class ApiWatch : public ApiWorld {
 protected:
  ApiWatch() : ApiWorld(FewStreams()) {}

  void CreateOne(const std::string& id) {
    v1::CreateConnectorRequest request = R0Request();
    request.set_connector_id(id);
    v1::Connector created;
    EXPECT_THAT(Create(request, &created), IsOk());
  }

  void Look() { EXPECT_THAT(observer_.Look(), IsOk()); }
};

TEST_F(ApiWatch, FirstComesWhatIsThereThenEachChangeThenWhatIsGone) {
  v1::Connector created;
  ASSERT_THAT(Create(R0Request(), &created), IsOk());
  Look();
  Stream stream(*watch_, ARequest());
  const v1::WatchResponse snapshot = stream.Next();
  EXPECT_THAT(snapshot.type(), Eq(v1::WatchResponse::SNAPSHOT));
  EXPECT_THAT(snapshot.subscription_id(), Eq("s"));
  ASSERT_THAT(snapshot.connectors(), SizeIs(1));
  EXPECT_THAT(snapshot.connectors(0).uid(), Eq(created.uid()));
  EXPECT_TRUE(snapshot.snapshot_done());
  EXPECT_TRUE(snapshot.has_time());

  ASSERT_THAT(Deploy(), IsOk());
  Look();
  const v1::WatchResponse changed = stream.Next();
  EXPECT_THAT(changed.type(), Eq(v1::WatchResponse::CHANGED));
  EXPECT_THAT(changed.connectors(0).state(), Eq(v1::Connector::STARTING));
  EXPECT_THAT(changed.connectors(0).desired_state(), Eq(v1::Connector::Desired::RUNNING));

  v1::DeleteConnectorRequest remove;
  remove.set_name(kName);
  v1::Connector deleted;
  ASSERT_THAT(
      Call(*connectors_, &v1::ConnectorService::StubInterface::DeleteConnector, remove, &deleted),
      IsOk());
  const auto claims = store_.Claim(1, absl::Minutes(1), clock_.Now());
  ASSERT_THAT(store_.RemoveConnector(claims->at(0), clock_.Now()), IsOk());
  clock_.Advance(absl::Seconds(1));
  Look();
  const v1::WatchResponse gone = stream.Next();
  EXPECT_THAT(gone.type(), Eq(v1::WatchResponse::DELETED));
  EXPECT_THAT(gone.deleted_names(0), Eq(kName));
}

TEST_F(ApiWatch, WhatFitsNoMoreIsToldAsLeftAndATokenGoesOnWithoutLoss) {
  CreateOne("a");
  CreateOne("b");
  Look();
  std::string token;
  {
    Stream stream(*watch_, ARequest("desired_state = DRAFT"));
    token = stream.Next().resume_token();
    EXPECT_THAT(token, Not(IsEmpty()));
  }
  v1::StopConnectorRequest stop;
  stop.set_name("instances/alikafka/connectors/a");
  v1::Connector stopped;
  ASSERT_THAT(
      Call(*connectors_, &v1::ConnectorService::StubInterface::StopConnector, stop, &stopped),
      IsOk());
  CreateOne("c");
  Look();
  v1::WatchRequest request = ARequest("desired_state = DRAFT");
  request.set_resume_token(token);
  Stream stream(*watch_, request);
  const v1::WatchResponse left = stream.Next();
  EXPECT_THAT(left.type(), Eq(v1::WatchResponse::LEFT));
  EXPECT_THAT(left.connectors(0).name(), Eq(stop.name()));
  const v1::WatchResponse changed = stream.Next();
  EXPECT_THAT(changed.type(), Eq(v1::WatchResponse::CHANGED));
  EXPECT_THAT(changed.connectors(0).name(), Eq("instances/alikafka/connectors/c"));
}

TEST_F(ApiWatch, ATokenOfAnotherReplicaBeginsAnew) {
  CreateOne("a");
  Look();
  v1::WatchRequest request = ARequest();
  request.set_resume_token("of-another");
  Stream stream(*watch_, request);
  EXPECT_THAT(stream.Next().type(), Eq(v1::WatchResponse::RESYNC));
  EXPECT_THAT(stream.Next().type(), Eq(v1::WatchResponse::SNAPSHOT));
}

TEST_F(ApiWatch, CountsAreToldByStateTheMostSevereFirst) {
  CreateOne("a");
  CreateOne("b");
  Look();
  v1::WatchRequest request = ARequest();
  request.mutable_subscriptions(0)->set_counts_only(true);
  Stream stream(*watch_, request);
  const v1::WatchResponse counts = stream.Next();
  EXPECT_THAT(counts.type(), Eq(v1::WatchResponse::COUNTS));
  EXPECT_THAT(counts.total_count(), Eq(2));
  ASSERT_THAT(counts.counts(), SizeIs(1));
  EXPECT_THAT(counts.counts(0).state(), Eq(v1::Connector::CREATING));
}

TEST_F(ApiWatch, WhatIsWrongWithARequestEndsTheStreamAtOnce) {
  EXPECT_THAT(Stream(*watch_, {}).End(), HasReason("VALIDATION_FAILED"));
  EXPECT_THAT(Stream(*watch_, ARequest("state = BROKEN")).End(), HasReason("FILTER_INVALID"));
  v1::WatchRequest request = ARequest();
  *request.add_subscriptions() = request.subscriptions(0);  // The same id.
  EXPECT_THAT(Stream(*watch_, request).End(), HasReason("VALIDATION_FAILED"));
  request = ARequest();
  request.mutable_subscriptions(0)->set_parent("instances/none");
  EXPECT_THAT(Stream(*watch_, request).End(), HasReason("INSTANCE_NOT_FOUND"));
  request.mutable_subscriptions(0)->set_parent("");
  EXPECT_THAT(Stream(*watch_, request).End(), HasReason("VALIDATION_FAILED"));
}

TEST_F(ApiWatch, AnAddressHasABoundedNumberOfStreams) {
  Look();
  {
    Stream one(*watch_, ARequest());
    Stream two(*watch_, ARequest());
    Stream three(*watch_, ARequest());
    for (Stream* stream : {&one, &two, &three}) stream->Next();
    const absl::Status refusal = Stream(*watch_, ARequest()).End();
    EXPECT_THAT(refusal, StatusIs(absl::StatusCode::kResourceExhausted));
    EXPECT_THAT(refusal, HasReason("TOO_MANY_STREAMS"));
  }
  // Those that hung up make room.
  for (int tries = 0;; ++tries) {
    ASSERT_LT(tries, 200);
    if (Stream(*watch_, ARequest()).Opens()) break;
    absl::SleepFor(absl::Milliseconds(20));
  }
}

TEST_F(ApiWatch, AStreamEndsAfterAnHourAndSaysHowToGoOn) {
  Look();
  Stream stream(*watch_, ARequest());
  stream.Next();
  clock_.Advance(absl::Hours(1));
  const absl::Status end = stream.End();
  EXPECT_THAT(end, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(end, HasReason("SHUTTING_DOWN"));
}

TEST_F(ApiWatch, WhenTheServerStopsItsStreamsEnd) {
  Look();
  Stream stream(*watch_, ARequest());
  stream.Next();
  handlers_.EndStreams();
  EXPECT_THAT(stream.End(), HasReason("SHUTTING_DOWN"));
  EXPECT_THAT(Stream(*watch_, ARequest()).End(), HasReason("SHUTTING_DOWN"));
}

}  // namespace
}  // namespace sluice::controlplane
