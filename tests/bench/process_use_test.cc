#include "tests/bench/process_use.h"

#include <unistd.h>

#include <string>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::bench {
namespace {

using ::testing::Ge;
using ::testing::Gt;

TEST(ProcessUse, SeesTheTimeThatThisProcessSpends) {
  absl::StatusOr<ProcessUse> before = LookAt(getpid());
  ASSERT_THAT(before, IsOk());

  absl::StatusOr<ProcessUse> after = before;
  // Looking takes time of its own.
  while (after.ok() && after->cpu_seconds == before->cpu_seconds) after = LookAt(getpid());

  ASSERT_THAT(after, IsOk());
  EXPECT_THAT(after->cpu_seconds, Gt(before->cpu_seconds));
}

TEST(ProcessUse, SeesTheMemoryThatThisProcessFills) {
  const absl::StatusOr<ProcessUse> before = LookAt(getpid());
  ASSERT_THAT(before, IsOk());

  const std::string filled(size_t{64} << 20, 'x');

  const absl::StatusOr<ProcessUse> after = LookAt(getpid());
  ASSERT_THAT(after, IsOk());
  EXPECT_THAT(after->rss_peak_bytes, Ge(int64_t{64} << 20));
  EXPECT_THAT(after->rss_bytes, Gt(before->rss_bytes + (int64_t{50} << 20)));
  EXPECT_THAT(filled.back(), 'x');
}

TEST(ProcessUse, WhoIsGoneIsNotFound) {
  constexpr pid_t kBeyondEveryPid = 1 << 30;
  EXPECT_THAT(LookAt(kBeyondEveryPid), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace sluice::bench
