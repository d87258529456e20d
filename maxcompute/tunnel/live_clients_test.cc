// Streams and upserts: what is sent, and what is done about the service's moods.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "base/http/in_memory_client.h"
#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "maxcompute/auth/credentials.h"
#include "maxcompute/request/answer.h"
#include "maxcompute/request/requester.h"
#include "maxcompute/request/service_error.h"
#include "maxcompute/rest/tunnel_endpoints.h"
#include "maxcompute/tunnel/stream_client.h"
#include "maxcompute/tunnel/upsert_client.h"

namespace sluice::maxcompute {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

const TableName kTable{"p1", "", "t1"};
const PartitionSpec kPartition{{"pt", "a"}};
const UpsertSession kUpsert{kTable, kPartition, "u1"};

constexpr char kSchema[] =
    R"("schema":{"columns":[{"name":"id","type":"bigint"},{"name":"v","type":"string"}]})";

http::HttpResponse Ok(const std::string& body) { return {200, {}, body}; }

http::HttpResponse Refusal(int status, absl::string_view code) {
  return {status, {}, absl::StrCat(R"({"Code":")", code, R"(","Message":"m"})")};
}

http::HttpResponse Stream(absl::string_view slots) {
  return Ok(absl::StrCat(R"({"session_name":"s1",)", kSchema,
                         R"(,"schema_version":3,"status":"normal","slots":)", slots, "}"));
}

http::HttpResponse PackStored(absl::string_view server, int slots) {
  return {200,
          {{"odps-tunnel-routed-server", std::string(server)},
           {"odps-tunnel-slot-num", absl::StrCat(slots)}},
          ""};
}

http::HttpResponse Upsert(absl::string_view status, absl::string_view server = "w:1") {
  return Ok(absl::StrCat(R"({"id":"u1",)", kSchema, R"(,"hash_key":["ID"],"hasher":"default",)",
                         R"("slots":[{"slot_id":0,"buckets":[1,0],"worker_addr":")", server,
                         R"("}],"status":")", status, R"("})"));
}

class LiveClientsTest : public ::testing::Test {
 protected:
  // The answers in turn, the last one for ever. The question for the endpoint is not one of them.
  absl::StatusOr<http::HttpResponse> Serve(const http::ReceivedRequest& request) {
    if (absl::StrContains(request.url, "/tunnel?service")) return Ok("dt:81");
    requests.push_back(request);
    return answers[std::min(requests.size(), answers.size()) - 1];
  }

  std::vector<std::string> Methods() const {
    std::vector<std::string> methods;
    for (const http::ReceivedRequest& request : requests) methods.push_back(request.method);
    return methods;
  }

  StreamSession OpenedStream() {
    answers = {Stream(R"([[0,"w:1"]])")};
    StreamSession session = streams.OpenStream(kTable, kPartition).value();
    requests.clear();
    return session;
  }

  OpenedUpsert Opened() {
    answers = {Upsert("normal")};
    OpenedUpsert upsert = upserts.OpenUpsert(kTable, kPartition).value();
    requests.clear();
    return upsert;
  }

  std::vector<absl::StatusOr<http::HttpResponse>> answers;
  std::vector<http::ReceivedRequest> requests;
  SimulatedClock clock;
  http::InMemoryClient http{[this](const http::ReceivedRequest& r) { return Serve(r); }};
  StaticCredentials credentials{{"id", Secret("secret"), Secret()}};
  Requester requester{http, credentials, clock};
  TunnelEndpoints endpoints{requester, {"http", "host", "/api"}, clock};
  StreamClient streams{requester, endpoints, clock};
  UpsertClient upserts{requester, endpoints, clock};
};

TEST_F(LiveClientsTest, AStreamIsOpenedOnAPartition) {
  answers = {Stream(R"([[0,"w:1"],[1,"w:2"]])")};

  const absl::StatusOr<StreamSession> session = streams.OpenStream(kTable, kPartition);

  ASSERT_THAT(session, IsOk());
  EXPECT_EQ(session->id, "s1");
  EXPECT_EQ(session->schema_version, 3);
  EXPECT_THAT(session->slots, ElementsAre(TunnelSlot{0, "w:1"}, TunnelSlot{1, "w:2"}));
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].url,
            "http://dt:81/projects/p1/tables/t1/streams?partition=pt%3Da&curr_project=p1");
}

TEST_F(LiveClientsTest, APackNamesItsSlotItsColumnsAndItsRows) {
  StreamSession session = OpenedStream();
  answers = {PackStored("w:9", 1)};

  ASSERT_THAT(streams.WritePack(session, "bytes", ContentEncoding::kDeflate, 7), IsOk());

  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_EQ(requests[0].method, "PUT");
  EXPECT_EQ(requests[0].body, "bytes");
  EXPECT_THAT(requests[0].url, HasSubstr("uploadid=s1&slotid=0&schema_version=3"
                                         "&check_latest_schema=true&record_count=7"));
  EXPECT_EQ(requests[0].headers.Find("odps-tunnel-routed-server"), "w:1");
  EXPECT_EQ(requests[0].headers.Find("odps-tunnel-slot-num"), "1");
  EXPECT_EQ(requests[0].headers.Find("Content-Encoding"), "deflate");
  EXPECT_THAT(session.slots, ElementsAre(TunnelSlot{0, "w:9"})) << "the next pack goes there";
}

TEST_F(LiveClientsTest, AnotherNumberOfSlotsIsLookedAt) {
  StreamSession session = OpenedStream();
  answers = {PackStored("w:1", 2), Stream(R"([[0,"w:1"],[1,"w:2"]])")};

  ASSERT_THAT(streams.WritePack(session, "bytes", ContentEncoding::kRaw, 1), IsOk());

  EXPECT_THAT(session.slots, SizeIs(2));
  EXPECT_THAT(Methods(), ElementsAre("PUT", "GET"));
}

TEST_F(LiveClientsTest, APackFollowsASlotThatHasMoved) {
  StreamSession session = OpenedStream();
  answers = {Refusal(308, "SlotReassigned"), Stream(R"([[0,"w:5"]])"), PackStored("w:5", 1)};

  EXPECT_THAT(streams.WritePack(session, "bytes", ContentEncoding::kRaw, 1), IsOk());

  EXPECT_THAT(Methods(), ElementsAre("PUT", "GET", "PUT"));
  EXPECT_EQ(requests[2].headers.Find("odps-tunnel-routed-server"), "w:5");
}

TEST_F(LiveClientsTest, APackIsNotSentForEverAfterASlotThatMoves) {
  StreamSession session = OpenedStream();
  answers.clear();
  for (int i = 0; i < 10; ++i) {
    answers.push_back(Refusal(308, "SlotReassigned"));
    answers.push_back(Stream(R"([[0,"w:5"]])"));
  }

  const absl::Status status = streams.WritePack(session, "bytes", ContentEncoding::kRaw, 1);

  EXPECT_THAT(status, HasReason(kReasonSlotMoved));
  EXPECT_TRUE(IsClearRefusal(status));
  EXPECT_THAT(requests, SizeIs(7));
}

TEST_F(LiveClientsTest, APackWithoutAClearAnswerIsLeftToTheCaller) {
  for (const absl::StatusOr<http::HttpResponse>& silence :
       std::vector<absl::StatusOr<http::HttpResponse>>{absl::UnavailableError("cut"),
                                                       Refusal(500, "InternalServerError")}) {
    StreamSession session = OpenedStream();
    answers = {silence};

    const absl::Status status = streams.WritePack(session, "bytes", ContentEncoding::kRaw, 1);

    EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnavailable));
    EXPECT_FALSE(IsClearRefusal(status));
    EXPECT_THAT(requests, SizeIs(1));
  }
}

TEST_F(LiveClientsTest, RefusalsOfAPackHaveTheirReasons) {
  const std::vector<std::pair<http::HttpResponse, absl::string_view>> refusals = {
      {Refusal(412, "SchemaModified"), kReasonSchemaModified},
      {Refusal(404, "StreamSessionNotFound"), kReasonSessionNotFound},
      {Refusal(429, "SlotExceeded"), kReasonQuotaExceeded},
      {Refusal(429, "FlowExceeded"), kReasonQuotaExceeded},
      {Refusal(400, "DataStoreError"), kReasonValueRefused}};
  for (const auto& [refusal, reason] : refusals) {
    StreamSession session = OpenedStream();
    answers = {refusal};

    const absl::Status status = streams.WritePack(session, "bytes", ContentEncoding::kRaw, 1);

    EXPECT_THAT(status, HasReason(reason));
    EXPECT_TRUE(IsClearRefusal(status));
  }
}

TEST_F(LiveClientsTest, AnUpsertTellsTheSlotOfEveryBucket) {
  answers = {Upsert("normal")};

  const absl::StatusOr<OpenedUpsert> upsert = upserts.OpenUpsert(kTable, kPartition);

  ASSERT_THAT(upsert, IsOk());
  EXPECT_EQ(upsert->session, kUpsert);
  EXPECT_THAT(upsert->hash_key, ElementsAre("id"));
  EXPECT_THAT(upsert->buckets, ElementsAre(TunnelSlot{0, "w:1"}, TunnelSlot{0, "w:1"}));
  EXPECT_EQ(requests[0].url,
            "http://dt:81/projects/p1/tables/t1/upserts?partition=pt%3Da&curr_project=p1"
            "&slotnum=1");
}

TEST_F(LiveClientsTest, ChangesAreSentAgainUntilAcknowledged) {
  OpenedUpsert upsert = Opened();
  answers = {absl::UnavailableError("cut"), Refusal(500, "InternalServerError"),
             Refusal(429, "SlotExceeded"), Ok("")};

  EXPECT_THAT(upserts.WriteChanges(upsert, 1, "bytes", ContentEncoding::kRaw, 5), IsOk());

  ASSERT_THAT(requests, SizeIs(4));
  for (const http::ReceivedRequest& request : requests) {
    EXPECT_THAT(request.url, HasSubstr("upsertid=u1&bucketid=1&slotid=0&record_count=5"));
    EXPECT_EQ(request.headers.Find("odps-tunnel-routed-server"), "w:1");
  }
}

TEST_F(LiveClientsTest, ChangesFollowASlotThatHasMoved) {
  OpenedUpsert upsert = Opened();
  answers = {Refusal(308, "SlotReassigned"), Upsert("normal", "w:7"), Ok("")};

  EXPECT_THAT(upserts.WriteChanges(upsert, 0, "bytes", ContentEncoding::kRaw, 1), IsOk());

  EXPECT_THAT(Methods(), ElementsAre("PUT", "GET", "PUT"));
  EXPECT_EQ(requests[2].headers.Find("odps-tunnel-routed-server"), "w:7");
}

TEST_F(LiveClientsTest, ACommitIsAskedForOnceAndOnlyOfAnOpenSession) {
  answers = {Upsert("normal"), Upsert("committed")};
  EXPECT_THAT(upserts.CommitUpsert(kUpsert), IsOkAndHolds(SessionStatus::kClosed));
  EXPECT_THAT(Methods(), ElementsAre("GET", "POST"));
  EXPECT_EQ(requests[1].headers.Find("odps-tunnel-routed-server"), "w:1");

  requests.clear();
  answers = {Upsert("normal"), absl::UnavailableError("cut")};
  const absl::Status silent = upserts.CommitUpsert(kUpsert).status();
  EXPECT_FALSE(silent.ok());
  EXPECT_FALSE(IsClearRefusal(silent));
  EXPECT_THAT(Methods(), ElementsAre("GET", "POST"));

  requests.clear();
  answers = {Upsert("committing")};
  EXPECT_THAT(upserts.CommitUpsert(kUpsert), IsOkAndHolds(SessionStatus::kCommitting));
  EXPECT_THAT(Methods(), ElementsAre("GET"));
}

TEST_F(LiveClientsTest, TheFateOfAnUpsertIsAValue) {
  const std::vector<std::pair<http::HttpResponse, SessionStatus>> fates = {
      {Upsert("committed"), SessionStatus::kClosed},
      {Upsert("aborted"), SessionStatus::kCanceled},
      {Upsert("expired"), SessionStatus::kExpired},
      {Upsert("critical"), SessionStatus::kCritical},
      {Upsert("pondering"), SessionStatus::kUnknown},
      {Refusal(404, "UpsertSessionNotFound"), SessionStatus::kNotFound}};
  for (const auto& [answer, status] : fates) {
    answers = {answer};
    EXPECT_THAT(upserts.GetUpsert(kUpsert), IsOkAndHolds(status));
    EXPECT_THAT(upserts.CommitUpsert(kUpsert), IsOkAndHolds(status));
  }
  answers = {Refusal(404, "NoSuchTable")};
  EXPECT_THAT(upserts.GetUpsert(kUpsert), HasReason(kReasonTableNotFound));
}

TEST_F(LiveClientsTest, AnAnswerOfSomethingElseIsAnError) {
  for (const char* body :
       {"", "[]", R"({"session_name":"s1"})", R"({"id":"u1","status":"normal"})",
        R"({"session_name":"s1","schema":{"columns":[]},"slots":[]})",
        R"({"session_name":"s1","schema":{"columns":[]},"slots":[["0","w:1"]]})",
        R"({"id":"u1","status":"normal","schema":{"columns":[]},"hash_key":["a"],"slots":[]})",
        R"({"id":"u1","status":"normal","schema":{"columns":[]},"hash_key":["a"],)"
        R"("slots":[{"slot_id":0,"buckets":[1],"worker_addr":"w:1"}]})"}) {
    answers = {Ok(body)};
    EXPECT_THAT(streams.OpenStream(kTable, kPartition), HasReason(kReasonAnswerInvalid)) << body;
    EXPECT_THAT(upserts.OpenUpsert(kTable, kPartition), HasReason(kReasonAnswerInvalid)) << body;
  }
}

}  // namespace
}  // namespace sluice::maxcompute
