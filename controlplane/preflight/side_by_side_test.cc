#include "controlplane/preflight/side_by_side.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "base/sync/notification.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::Lt;

Finding Named(const std::string& subject, Severity severity = Severity::kInfo) {
  return {severity, "", "CHECKED", subject, "", ""};
}

Check ACheck(int place, const std::string& subject, std::function<CheckResult()> run) {
  return {place,
          {Severity::kError, "", "NOT_ANSWERED", subject, "", ""},
          WithReason(absl::UnavailableError(subject), "KAFKA_UNAVAILABLE"),
          std::move(run)};
}

Check ThatFinds(int place, const Finding& finding) {
  return ACheck(place, finding.subject, [finding] { return CheckResult{{finding}, {}, {}}; });
}

// A check of `subject` that hangs until `end`.
Check ThatHangs(int place, const std::string& subject, std::shared_ptr<Notification> end) {
  return ACheck(place, subject, [subject, end] {
    end->Wait();
    return CheckResult{{Named(subject)}, {}, {}};
  });
}

auto Subjects(auto... subjects) {
  return ElementsAre(Field(&Finding::subject, std::string(subjects))...);
}

const SideBySideOptions kHasty = {.check_deadline = absl::Milliseconds(50),
                                  .deadline = absl::Milliseconds(100)};
// For what is done long before.
const SideBySideOptions kPatient = {.check_deadline = absl::Minutes(1),
                                    .deadline = absl::Minutes(2)};

TEST(SideBySide, FindingsAreOrderedByHowBadTheyAreAndThenByPlace) {
  WorkQueue queue(4, 16);
  const PreflightReport report =
      SideBySide(queue, kPatient)
          .Run({ThatFinds(3, Named("c")), ThatFinds(1, Named("a", Severity::kWarning)),
                ThatFinds(2, Named("b")), ThatFinds(4, Named("d", Severity::kError))});
  EXPECT_THAT(report.findings, Subjects("d", "a", "b", "c"));
  EXPECT_THAT(report.unanswered, IsOk());
}

TEST(SideBySide, WhatFollowsFromACheckIsRunToo) {
  WorkQueue queue(1, 16);
  const Check first = ACheck(1, "first", [] {
    const Check last = ThatFinds(3, Named("last"));
    const Check second = ACheck(2, "second", [last] {
      return CheckResult{{Named("second")}, {}, {last}};
    });
    return CheckResult{{Named("first")}, {}, {second}};
  });
  EXPECT_THAT(SideBySide(queue, kPatient).Run({first}).findings,
              Subjects("first", "second", "last"));
}

TEST(SideBySide, WhatSeveralChecksStumbleOverIsToldOnce) {
  WorkQueue queue(2, 16);
  EXPECT_THAT(SideBySide(queue, kPatient)
                  .Run({ThatFinds(1, Named("a")), ThatFinds(2, Named("a"))})
                  .findings,
              Subjects("a"));
}

TEST(SideBySide, GivenOneHangsThenItIsNotAnsweredInTimeAndTheOthersAre) {
  auto end = std::make_shared<Notification>();
  WorkQueue queue(2, 16);
  const absl::Time began = absl::Now();

  const PreflightReport report =
      SideBySide(queue, kHasty).Run({ThatHangs(1, "dead", end), ThatFinds(2, Named("alive"))});

  EXPECT_THAT(absl::Now() - began, Lt(absl::Seconds(20)));
  EXPECT_THAT(report.findings, Subjects("dead", "alive"));
  EXPECT_EQ(report.findings[0].reason, "NOT_ANSWERED");
  EXPECT_THAT(report.unanswered, HasReason("KAFKA_UNAVAILABLE"));
  end->Notify();
}

TEST(SideBySide, AFollowerThatWouldTakeTooLongIsCutByTheDeadlineOfAll) {
  auto end = std::make_shared<Notification>();
  WorkQueue queue(2, 16);
  const Check first = ACheck(1, "first", [end] {
    return CheckResult{{Named("first")}, {}, {ThatHangs(2, "dead", end)}};
  });

  const SideBySideOptions short_in_all = {.check_deadline = absl::Minutes(5),
                                          .deadline = absl::Milliseconds(100)};
  EXPECT_THAT(SideBySide(queue, short_in_all).Run({first}).findings, Subjects("dead", "first"));
  end->Notify();
}

TEST(SideBySide, WhenTooManyWaitACheckIsNotAnswered) {
  auto end = std::make_shared<Notification>();
  WorkQueue queue(1, 0);
  const PreflightReport report = SideBySide(queue, kHasty).Run({ThatFinds(1, Named("a"))});
  EXPECT_EQ(report.findings[0].reason, "NOT_ANSWERED");
  end->Notify();
}

}  // namespace
}  // namespace sluice::controlplane
