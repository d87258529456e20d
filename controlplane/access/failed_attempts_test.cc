#include "controlplane/access/failed_attempts.h"

#include <string>

#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

constexpr FailedAttempts::Options kOptions = {
    .failures_max = 3, .window = absl::Minutes(1), .places_max = 2};

TEST(FailedAttempts, APlaceThatFailedTooOftenWaitsUntilItsWindowIsOver) {
  FailedAttempts attempts(kOptions);
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(attempts.MayTry("a", absl::Seconds(i)));
    attempts.Failed("a", absl::Seconds(i));
  }
  EXPECT_FALSE(attempts.MayTry("a", absl::Seconds(59)));
  EXPECT_TRUE(attempts.MayTry("b", absl::Seconds(59)));
  EXPECT_TRUE(attempts.MayTry("a", absl::Seconds(60)));
}

TEST(FailedAttempts, WhoSucceedsBeginsAnew) {
  FailedAttempts attempts(kOptions);
  attempts.Failed("a", absl::ZeroDuration());
  attempts.Failed("a", absl::ZeroDuration());
  attempts.Succeeded("a");
  attempts.Failed("a", absl::ZeroDuration());
  EXPECT_TRUE(attempts.MayTry("a", absl::ZeroDuration()));
}

TEST(FailedAttempts, OnlySoManyPlacesAreRemembered) {
  FailedAttempts attempts(kOptions);
  for (int i = 0; i < 3; ++i) attempts.Failed("a", absl::ZeroDuration());
  for (int i = 0; i < 3; ++i) attempts.Failed("b", absl::Seconds(1));
  for (int i = 0; i < 3; ++i) attempts.Failed("c", absl::Seconds(2));
  EXPECT_TRUE(attempts.MayTry("a", absl::Seconds(3)));
  EXPECT_FALSE(attempts.MayTry("b", absl::Seconds(3)));
  EXPECT_FALSE(attempts.MayTry("c", absl::Seconds(3)));
}

TEST(FailedAttempts, AnIpv6NetworkIsOnePlaceAndAnIpv4AddressAnother) {
  EXPECT_EQ(PlaceOf("10.0.0.1"), "10.0.0.1");
  EXPECT_NE(PlaceOf("10.0.0.2"), PlaceOf("10.0.0.1"));
  EXPECT_EQ(PlaceOf("2001:db8:1:2::1"), PlaceOf("2001:db8:1:2:ffff::9"));
  EXPECT_NE(PlaceOf("2001:db8:1:2::1"), PlaceOf("2001:db8:1:3::1"));
  EXPECT_EQ(PlaceOf("::ffff:10.0.0.1"), "10.0.0.1");
  EXPECT_EQ(PlaceOf("no address"), PlaceOf(""));
}

}  // namespace
}  // namespace sluice::controlplane
