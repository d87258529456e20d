#include "maxcompute/tunnel/tunnel_client.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/http/in_memory_client.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/record/record_encoder.h"
#include "maxcompute/request/answer.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const TableName kTable{"p1", "", "t1"};
const PartitionSpec kPartition{{"pt", "11-17-2020 15"}};
const UploadSession kSession{kTable, kPartition, "u1"};

http::HttpResponse Refusal(int status, absl::string_view code) {
  return {status, {}, absl::StrCat(R"({"Code":")", code, R"(","Message":"m"})")};
}

http::HttpResponse Session(absl::string_view status) {
  return {
      200,
      {},
      absl::StrCat(
          R"({"UploadID":"u1","DownloadID":"d1","RecordCount":3,"Status":")", status,
          R"(","Schema":{"columns":[{"name":"a","type":"bigint"},{"name":"b","type":"string"}]},)",
          R"("UploadedBlockList":[{"BlockID":0,"RecordCount":2}]})")};
}

class TunnelClientTest : public ::testing::Test {
 protected:
  // The answers in turn, the last one for ever. The question for the endpoint is not one of them.
  absl::StatusOr<http::HttpResponse> Serve(const http::ReceivedRequest& request) {
    if (absl::StrContains(request.url, "/tunnel?service")) {
      return http::HttpResponse{200, {}, "dt:81"};
    }
    requests.push_back(request);
    return answers[std::min(requests.size(), answers.size()) - 1];
  }

  std::vector<absl::StatusOr<http::HttpResponse>> answers;
  std::vector<http::ReceivedRequest> requests;
  SimulatedClock clock;
  http::InMemoryClient http{[this](const http::ReceivedRequest& r) { return Serve(r); }};
  StaticCredentials credentials{{"id", Secret("secret"), Secret()}};
  Requester requester{http, credentials, clock};
  TunnelEndpoints endpoints{requester, {"http", "host", "/api"}, clock};
  TunnelClient client{requester, endpoints, clock};
};

TEST_F(TunnelClientTest, CreatesASessionOnAPartition) {
  answers = {Session("normal")};

  absl::StatusOr<CreatedUpload> created = client.CreateUpload(kTable, kPartition);

  ASSERT_THAT(created, IsOk());
  EXPECT_EQ(created->session, kSession);
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].url,
            "http://dt:81/projects/p1/tables/t1?partition=pt%3D11-17-2020%2015&curr_project=p1"
            "&uploads");
  EXPECT_EQ(requests[0].headers.Find("x-odps-tunnel-version"), "6");
  EXPECT_EQ(requests[0].headers.Find("odps-tunnel-date-transform"), "v1");
}

TEST_F(TunnelClientTest, ATableInASchemaHasItsOwnPathAndOneWithoutPartitionsNoParameter) {
  answers = {Session("normal")};

  ASSERT_THAT(client.CreateUpload({"p1", "s1", "t1"}, {}), IsOk());

  EXPECT_EQ(requests[0].url,
            "http://dt:81/projects/p1/schemas/s1/tables/t1?curr_project=p1&uploads");
}

TEST_F(TunnelClientTest, ABlockIsSentAgainWithTheSameBytesUntilAcknowledged) {
  answers = {absl::UnavailableError("cut"), Refusal(500, "InternalServerError"),
             Refusal(429, "FlowExceeded"), http::HttpResponse{200, {}, ""}};

  EXPECT_THAT(client.PutBlock(kSession, 3, "bytes", ContentEncoding::kDeflate), IsOk());

  ASSERT_THAT(requests, SizeIs(4));
  for (const http::ReceivedRequest& request : requests) {
    EXPECT_EQ(request.method, "PUT");
    EXPECT_EQ(request.body, "bytes");
    EXPECT_THAT(request.url, HasSubstr("&uploadid=u1&blockid=3"));
    EXPECT_EQ(request.headers.Find("Content-Encoding"), "deflate");
    EXPECT_EQ(request.headers.Find("Content-Type"), "application/octet-stream");
  }
}

TEST_F(TunnelClientTest, ABlockIsGivenUpAtTheDeadline) {
  answers = {absl::UnavailableError("cut")};
  const absl::Time begin = clock.Now();

  const absl::Status status = client.PutBlock(kSession, 3, "bytes", ContentEncoding::kRaw);

  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_FALSE(IsClearRefusal(status));
  EXPECT_LE(clock.Now() - begin, absl::Minutes(10));
}

TEST_F(TunnelClientTest, ABlockThatIsDamagedEveryTimeIsNotSentForEver) {
  answers = {Refusal(400, "CorruptedDataStream")};

  EXPECT_THAT(client.PutBlock(kSession, 3, "bytes", ContentEncoding::kRaw),
              HasReason(kReasonBlockDamaged));
  EXPECT_THAT(requests, SizeIs(3));
}

// However a service says that it does not know an encoding.
TEST_F(TunnelClientTest, ABlockWhoseEncodingIsRefusedSaysSo) {
  for (const absl::StatusOr<http::HttpResponse>& refusal :
       std::vector<absl::StatusOr<http::HttpResponse>>{
           Refusal(501, "NotImplemented"), Refusal(415, ""), Refusal(400, "InvalidArgument"),
           Refusal(400, "MalformedDataStream")}) {
    answers = {refusal};
    const absl::Status status = client.PutBlock(kSession, 3, "bytes", ContentEncoding::kZstd);
    EXPECT_THAT(status, HasReason(kReasonEncodingRefused));
    EXPECT_TRUE(IsClearRefusal(status));
  }
  for (const absl::StatusOr<http::HttpResponse>& other :
       std::vector<absl::StatusOr<http::HttpResponse>>{
           Refusal(404, "NoSuchUpload"), Refusal(403, "NoPermission"),
           Refusal(400, "DataStoreError"), absl::UnavailableError("cut")}) {
    answers = {other};
    EXPECT_THAT(client.PutBlock(kSession, 3, "bytes", ContentEncoding::kZstd),
                ::testing::Not(HasReason(kReasonEncodingRefused)));
  }
}

TEST_F(TunnelClientTest, WhatEveryServiceTakesIsNeverRefusedForItsEncoding) {
  for (const ContentEncoding encoding : {ContentEncoding::kRaw, ContentEncoding::kDeflate}) {
    answers = {Refusal(400, "InvalidArgument")};
    EXPECT_THAT(client.PutBlock(kSession, 3, "bytes", encoding), HasReason(kReasonRequestRefused));
  }
}

TEST_F(TunnelClientTest, ACommitIsAskedForOnceAndItsSilenceIsNoRefusal) {
  for (const absl::StatusOr<http::HttpResponse>& silence :
       std::vector<absl::StatusOr<http::HttpResponse>>{
           absl::UnavailableError("cut"), absl::DeadlineExceededError("late"),
           Refusal(500, "InternalServerError"), Refusal(504, ""), Refusal(409, "StatusConflict"),
           http::HttpResponse{200, {}, "garbled"}}) {
    requests.clear();
    answers = {silence};

    const absl::Status status = client.CommitUpload(kSession).status();

    EXPECT_FALSE(status.ok());
    EXPECT_FALSE(IsClearRefusal(status)) << status;
    EXPECT_THAT(requests, SizeIs(1));
  }
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_TRUE(absl::EndsWith(requests[0].url, "&uploadid=u1"));
}

TEST_F(TunnelClientTest, ACommitMayBeClearlyRefused) {
  answers = {http::WithDelivery(absl::UnavailableError("refused"), http::Delivery::kNotSent)};
  EXPECT_TRUE(IsClearRefusal(client.CommitUpload(kSession).status()));
  answers = {Refusal(403, "NoPermission")};
  EXPECT_TRUE(IsClearRefusal(client.CommitUpload(kSession).status()));
}

TEST_F(TunnelClientTest, TheFateOfASessionIsAValue) {
  answers = {Session("CLOSED")};
  EXPECT_EQ(client.CommitUpload(kSession)->status, SessionStatus::kClosed);
  EXPECT_EQ(client.GetUpload(kSession)->status, SessionStatus::kClosed);
  EXPECT_THAT(client.GetUpload(kSession)->blocks, ElementsAre(UploadedBlock{0, 2}));
  EXPECT_THAT(requests.back().url, HasSubstr("uploadid=u1&getblockid=true"));

  answers = {Refusal(404, "NoSuchUpload")};
  EXPECT_EQ(client.CommitUpload(kSession)->status, SessionStatus::kNotFound);
  EXPECT_EQ(client.GetUpload(kSession)->status, SessionStatus::kNotFound);

  answers = {Refusal(404, "NoSuchTable")};
  EXPECT_THAT(client.GetUpload(kSession), HasReason(kReasonTableNotFound));
}

TEST_F(TunnelClientTest, RowsAreReadAsAskedForAndUnpacked) {
  RecordEncoder encoder;
  encoder.Begin();
  encoder.PutString(0, "x");
  encoder.PutBigint(1, 5);
  encoder.End();
  const EncodedBlock block = encoder.Finish();
  BlockBuffer packed;
  Deflate(block.bytes.view(), packed);
  answers = {
      Session("initiating"), Session("normal"),
      http::HttpResponse{200, {{"Content-Encoding", "deflate"}}, std::string(packed.view())}};

  const DownloadSession session = *client.CreateDownload(kTable, kPartition);
  absl::StatusOr<std::vector<Row>> rows = client.ReadRows(session, {2, 10}, {"b", "a"});

  ASSERT_THAT(rows, IsOk());
  EXPECT_THAT(*rows, ElementsAre(Row{Value{std::string("x")}, Value{int64_t{5}}}));
  ASSERT_THAT(requests, SizeIs(3));
  EXPECT_TRUE(absl::EndsWith(requests[0].url, "&downloads"));
  EXPECT_TRUE(absl::EndsWith(requests[1].url, "&downloadid=d1"));
  EXPECT_TRUE(
      absl::EndsWith(requests[2].url, "&data&downloadid=d1&rowrange=%282%2C1%29&columns=b%2Ca"));
}

TEST_F(TunnelClientTest, RowsThatEndEarlyAreDamage) {
  answers = {Session("normal"), http::HttpResponse{200, {}, "\x08"}};
  const DownloadSession session = *client.CreateDownload(kTable, kPartition);

  EXPECT_THAT(client.ReadRows(session, {0, 1}, {}), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace sluice::maxcompute
