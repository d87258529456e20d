#include "base/retry/retry.h"

#include "base/status/status_matchers.h"
#include "base/time/simulated_clock.h"
#include "gtest/gtest.h"

namespace sluice {
namespace {

TEST(Retry, GoesOnUntilTheCallSucceeds) {
  SimulatedClock clock;
  int calls = 0;

  absl::StatusOr<int> answer = Retry(RetryOptions{}, clock, [&]() -> absl::StatusOr<int> {
    if (++calls < 4) return absl::UnavailableError("down");
    return 42;
  });

  EXPECT_THAT(answer, IsOkAndHolds(42));
  EXPECT_EQ(calls, 4);
}

TEST(Retry, AnErrorThatARetryDoesNotMendIsReturnedAtOnce) {
  SimulatedClock clock;
  int calls = 0;

  absl::Status answer = Retry(RetryOptions{}, clock, [&] {
    ++calls;
    return absl::NotFoundError("gone");
  });

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(calls, 1);
}

TEST(Retry, EndsAfterTheLastAttempt) {
  SimulatedClock clock;
  int calls = 0;

  absl::Status answer =
      Retry(RetryOptions{.deadline = absl::Hours(1), .attempts_max = 3}, clock, [&] {
        ++calls;
        return absl::UnavailableError("down");
      });

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(calls, 3);
}

TEST(Retry, NoTryBeginsAfterTheDeadline) {
  SimulatedClock clock;
  const absl::Time start = clock.Now();

  absl::Status answer = Retry(RetryOptions{.deadline = absl::Seconds(5), .attempts_max = 1000},
                              clock, [&] { return absl::UnavailableError("down"); });

  EXPECT_THAT(answer, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_LE(clock.Now() - start, absl::Seconds(5));
}

TEST(Backoff, GrowsToItsMaximumAndBeginsSmallAfterASuccess) {
  Backoff backoff(
      {.initial = absl::Seconds(1), .max = absl::Seconds(3), .multiplier = 2, .jitter = 0});

  EXPECT_EQ(backoff.Next(), absl::Seconds(1));
  EXPECT_EQ(backoff.Next(), absl::Seconds(2));
  EXPECT_EQ(backoff.Next(), absl::Seconds(3));
  EXPECT_EQ(backoff.Next(), absl::Seconds(3));
  backoff.Reset();
  EXPECT_EQ(backoff.Next(), absl::Seconds(1));
}

}  // namespace
}  // namespace sluice
