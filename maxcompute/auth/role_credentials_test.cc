#include "maxcompute/auth/role_credentials.h"

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/http/in_memory_client.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/sync/notification.h"
#include "base/time/simulated_clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::maxcompute {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

http::HttpResponse Issue(int number, absl::Time expiration) {
  return {200,
          {},
          absl::StrCat(R"({"RequestId":"r","Credentials":{"AccessKeyId":"STS.)", number,
                       R"(","AccessKeySecret":"secret)", number, R"(","SecurityToken":"token)",
                       number, R"(","Expiration":")",
                       absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", expiration, absl::UTCTimeZone()),
                       R"("}})")};
}

http::HttpResponse Error(int status, absl::string_view code) {
  return {
      status,
      {},
      absl::StrCat(R"({"RequestId":"r","HostId":"h","Code":")", code, R"(","Message":"said"})")};
}

// An STS that issues numbered credentials unless `answer` says otherwise.
class Sts {
 public:
  std::function<absl::StatusOr<http::HttpResponse>()> answer;
  SimulatedClock clock;
  std::atomic<int> issued = 0;
  http::InMemoryClient http{[this](const http::ReceivedRequest&) {
    return answer ? answer() : Issue(++issued, clock.Now() + absl::Hours(1));
  }};
  StaticCredentials service_key{{"service", Secret("service-secret"), Secret()}};
  RpcClient client{http, service_key, clock, {.endpoint = "http://sts"}};
  RoleCredentials credentials{client, clock, {"1234567890123456", "AliKafkaRole"}};
};

TEST(RoleCredentials, AsksForTheRoleInTheNameOfItsAccount) {
  Sts sts;

  absl::StatusOr<Credentials> got = sts.credentials.Get();

  ASSERT_THAT(got, IsOk());
  EXPECT_EQ(got->access_key_id, "STS.1");
  EXPECT_EQ(got->access_key_secret.Reveal(), "secret1");
  EXPECT_EQ(got->security_token.Reveal(), "token1");
  ASSERT_THAT(sts.http.Received(), SizeIs(1));
  const std::string url = sts.http.Received()[0].url;
  for (const char* part :
       {"http://sts/?", "Action=AssumeRole&", "Version=2015-04-01&", "DurationSeconds=3600&",
        "RoleArn=acs%3Aram%3A%3A1234567890123456%3Arole%2FAliKafkaRole&",
        "RoleSessionName=kafka-session-1234567890123456&", "AssumeRoleFor=1234567890123456&",
        "AccessKeyId=service&", "&Signature="}) {
    EXPECT_THAT(url, HasSubstr(part));
  }
}

TEST(RoleCredentials, ServeUntilTheyAreDueAndAreRenewedBeforeTheyEnd) {
  Sts sts;
  ASSERT_THAT(sts.credentials.Get(), IsOk());

  sts.clock.Advance(absl::Minutes(41));
  EXPECT_EQ(sts.credentials.Get()->access_key_id, "STS.1");
  sts.clock.Advance(absl::Minutes(2));
  EXPECT_EQ(sts.credentials.Get()->access_key_id, "STS.2");
  EXPECT_EQ(sts.issued, 2);
}

TEST(RoleCredentials, GivenStsIsAwayThenTheOldOnesServeToTheirEnd) {
  Sts sts;
  ASSERT_THAT(sts.credentials.Get(), IsOk());
  sts.answer = [] { return absl::UnavailableError("connection refused"); };

  sts.clock.Advance(absl::Minutes(50));
  EXPECT_EQ(sts.credentials.Get()->access_key_id, "STS.1");
  sts.clock.Advance(absl::Minutes(9));
  absl::StatusOr<Credentials> after = sts.credentials.Get();

  EXPECT_THAT(after, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(after, HasReason(kReasonStsUnavailable));
}

TEST(RoleCredentials, GivenStsIsAwayThenItIsNotAskedByEveryCaller) {
  Sts sts;
  sts.answer = [] { return Error(503, "ServiceUnavailable"); };
  for (int i = 0; i < 10; ++i) {
    EXPECT_THAT(sts.credentials.Get(), HasReason(kReasonStsUnavailable));
  }
  EXPECT_THAT(sts.http.Received(), SizeIs(1));

  sts.answer = nullptr;
  sts.clock.Advance(absl::Seconds(5));
  EXPECT_THAT(sts.credentials.Get(), IsOk());
}

TEST(RoleCredentials, WhenTheServiceRejectsThemThenNewOnesAreAskedFor) {
  Sts sts;
  const Credentials first = *sts.credentials.Get();
  sts.clock.Advance(absl::Minutes(1));

  sts.credentials.Reject(first);

  const Credentials second = *sts.credentials.Get();
  EXPECT_EQ(second.access_key_id, "STS.2");
  sts.credentials.Reject(first);  // Long gone.
  EXPECT_EQ(*sts.credentials.Get(), second);
}

TEST(RoleCredentials, WhenNewOnesAreRejectedAtOnceThenStsIsNotAskedForMore) {
  Sts sts;
  for (int i = 0; i < 10; ++i) sts.credentials.Reject(*sts.credentials.Get());

  EXPECT_EQ(sts.issued, 1);
}

TEST(RoleCredentials, AShorterLifeThanAskedForIsBelieved) {
  Sts sts;
  sts.answer = [&sts] { return Issue(++sts.issued, sts.clock.Now() + absl::Minutes(15)); };
  ASSERT_THAT(sts.credentials.Get(), IsOk());

  sts.clock.Advance(absl::Minutes(14) + absl::Seconds(1));

  EXPECT_EQ(sts.credentials.Get()->access_key_id, "STS.2");
}

TEST(RoleCredentials, RefusalsSayWhatAPersonMustDo) {
  struct Case {
    int status;
    const char* code;
    absl::StatusCode want;
    absl::string_view reason;
  };
  for (const Case& refusal : std::vector<Case>{
           {404, "EntityNotExist.Role", absl::StatusCode::kNotFound, kReasonRoleNotFound},
           {403, "NoPermission", absl::StatusCode::kPermissionDenied, kReasonRoleNotTrusted},
           {404, "InvalidAccessKeyId.NotFound", absl::StatusCode::kFailedPrecondition,
            kReasonServiceKeyInvalid},
           {403, "InvalidAccessKeyId.Inactive", absl::StatusCode::kFailedPrecondition,
            kReasonServiceKeyInvalid},
           {400, "SignatureDoesNotMatch", absl::StatusCode::kFailedPrecondition,
            kReasonServiceKeyInvalid},
           {400, "InvalidParameter.RoleArn", absl::StatusCode::kInvalidArgument,
            kReasonRoleNotFound},
           {400, "Throttling.User", absl::StatusCode::kUnavailable, kReasonStsUnavailable},
           {500, "InternalError", absl::StatusCode::kUnavailable, kReasonStsUnavailable},
       }) {
    Sts sts;
    sts.answer = [&] { return Error(refusal.status, refusal.code); };

    const absl::Status status = sts.credentials.Get().status();

    EXPECT_THAT(status, StatusIs(refusal.want)) << refusal.code;
    EXPECT_THAT(status, HasReason(refusal.reason)) << refusal.code;
    EXPECT_THAT(std::string(status.message()), HasSubstr(refusal.code));
    if (refusal.reason == kReasonRoleNotTrusted) {
      EXPECT_THAT(RemedyOf(status), HasSubstr("acs:ram::1234567890123456:role/AliKafkaRole"));
    }
  }
}

TEST(RoleCredentials, AnAnswerWithoutCredentialsIsNoneAndShowsNoSecret) {
  for (const char* body : {"", "{}", "<html>", "[]", R"({"Credentials":1})",
                           R"({"Credentials":{"AccessKeyId":"a","AccessKeySecret":"hunter2"}})"}) {
    Sts sts;
    sts.answer = [&] { return http::HttpResponse{200, {}, body}; };

    const absl::Status status = sts.credentials.Get().status();

    EXPECT_THAT(status, HasReason(kReasonStsUnavailable)) << body;
    EXPECT_THAT(status.ToString(), Not(HasSubstr("hunter2")));
  }
}

TEST(RoleCredentials, ManyCallersAskOnce) {
  Sts sts;
  Notification asked;
  Notification go_on;
  sts.answer = [&] {
    asked.Notify();
    go_on.Wait();
    return Issue(++sts.issued, sts.clock.Now() + absl::Hours(1));
  };
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      absl::StatusOr<Credentials> got = sts.credentials.Get();
      if (got.ok() && got->access_key_id == "STS.1") ++right;
    });
  }
  asked.Wait();
  go_on.Notify();
  for (std::thread& thread : threads) thread.join();

  EXPECT_EQ(right, 8);
  EXPECT_EQ(sts.issued, 1);
}

TEST(RoleCredentials, WhileOneRenewsTheOthersUseTheOldOnes) {
  Sts sts;
  ASSERT_THAT(sts.credentials.Get(), IsOk());
  sts.clock.Advance(absl::Minutes(43));
  Notification asked;
  Notification go_on;
  sts.answer = [&] {
    asked.Notify();
    go_on.Wait();
    return Issue(2, sts.clock.Now() + absl::Hours(1));
  };
  std::thread renewer([&] { EXPECT_EQ(sts.credentials.Get()->access_key_id, "STS.2"); });
  asked.Wait();

  EXPECT_EQ(sts.credentials.Get()->access_key_id, "STS.1");

  go_on.Notify();
  renewer.join();
}

TEST(RoleName, IsSpelledForStsAndForGrants) {
  const RoleName role{"123", "AliyunKafkaMaxComputeUser1"};

  EXPECT_EQ(role.Arn(), "acs:ram::123:role/AliyunKafkaMaxComputeUser1");
  EXPECT_EQ(role.Principal(), "RAM$123:role/aliyunkafkamaxcomputeuser1");
}

}  // namespace
}  // namespace sluice::maxcompute
