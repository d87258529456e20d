#include "emulator/faults/fault_registry.h"

#include <gtest/gtest.h>

#include <thread>

#include "base/status/status_matchers.h"

namespace sluice::emulator {
namespace {

TEST(FaultRegistry, StrikesMatchingRequestsAfterThoseItSkipsAsOftenAsAsked) {
  FaultRegistry faults;
  faults.Add({.operation = "commit_upload", .table = "t", .skip = 1, .times = 1});

  EXPECT_FALSE(faults.Match("put_block", "t").has_value());
  EXPECT_FALSE(faults.Match("commit_upload", "u").has_value());
  EXPECT_FALSE(faults.Match("commit_upload", "t").has_value());
  EXPECT_TRUE(faults.Match("commit_upload", "t").has_value());
  EXPECT_FALSE(faults.Match("commit_upload", "t").has_value());
  EXPECT_EQ(faults.List()[0].hits, 3);
  EXPECT_EQ(faults.List()[0].struck, 1);
}

TEST(FaultRegistry, OfSeveralFaultsTheOldestThatHasStrikesLeftStrikes) {
  FaultRegistry faults;
  for (int status = 500; status < 512; ++status) faults.Add({.status = status});
  for (int status = 500; status < 512; ++status) {
    EXPECT_EQ(faults.Match("put_block", "t")->fault.status, status);
  }
  EXPECT_FALSE(faults.Match("put_block", "t").has_value());
}

void WaitUntilHeld(FaultRegistry& faults) {
  while (faults.List()[0].holding == 0) std::this_thread::yield();
}

TEST(FaultRegistry, HoldsUntilReleased) {
  FaultRegistry faults;
  std::string id = faults.Add({});
  absl::Status held = absl::UnknownError("not yet");
  std::thread request([&] { held = faults.Hold(id); });
  WaitUntilHeld(faults);

  EXPECT_THAT(faults.Release(id), IsOk());
  request.join();

  EXPECT_THAT(held, IsOk());
  EXPECT_EQ(faults.List()[0].holding, 0);
}

TEST(FaultRegistry, GivenTheFaultIsRemovedLetsTheRequestGoOn) {
  FaultRegistry faults;
  std::string id = faults.Add({});
  absl::Status held = absl::UnknownError("not yet");
  std::thread request([&] { held = faults.Hold(id); });
  WaitUntilHeld(faults);

  EXPECT_THAT(faults.Remove(id), IsOk());
  request.join();

  EXPECT_THAT(held, IsOk());
  EXPECT_THAT(faults.Remove(id), StatusIs(absl::StatusCode::kNotFound));
}

TEST(FaultRegistry, GivenTheEmulatorStopsRefusesWhatItHeld) {
  FaultRegistry faults;
  std::string id = faults.Add({});
  absl::Status held;
  std::thread request([&] { held = faults.Hold(id); });
  WaitUntilHeld(faults);

  faults.Stop();
  request.join();

  EXPECT_THAT(held, StatusIs(absl::StatusCode::kUnavailable));
}

TEST(FaultRegistry, GivenTheLongestHoldHasPassedLetsTheRequestGoOn) {
  FaultRegistry faults(absl::Milliseconds(1));
  EXPECT_THAT(faults.Hold(faults.Add({})), IsOk());
}

}  // namespace
}  // namespace sluice::emulator
