// The console's stories, told in a browser to the whole product: console/browser/real.

#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/cluster/child_process.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using cluster::Runfile;
using cluster::RunToEnd;

constexpr absl::Duration kBuildPatience = absl::Minutes(5);
constexpr absl::Duration kStoriesPatience = absl::Minutes(12);

class InABrowser : public ProductScenario {
 protected:
  std::vector<std::string> ControlPlaneFlags() override {
    return {"--console_dir=" + console_dir_};
  }

  void SetUp() override {
    ASSERT_THAT(RunToEnd({Runfile("console/scripts/build.sh"), console_dir_}, kBuildPatience),
                IsOk());
    ASSERT_THAT(RunToEnd({Runfile("console/scripts/workplace.sh"), work_}, kBuildPatience), IsOk());
    ProductScenario::SetUp();
    MakeTopic(topic_);
  }

  // Where the console is.
  std::string Address() const {
    std::string address;
    std::ifstream file(control_plane_->folder() + "/http_port");
    std::getline(file, address);
    return address;
  }

  const std::string console_dir_ = cluster::FreshFolder("console") + "/dist";
  const std::string work_ = cluster::FreshFolder("stories");
};

TEST_F(InABrowser, EveryStoryOfTheConsoleCanBeLived) {
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");

  // The tester's own folder is no place for a browser's profile. What it writes goes to stderr,
  // which a failure shows.
  const absl::StatusOr<std::string> told = RunToEnd(
      {"/usr/bin/env", "-C", work_, "HOME=" + work_, "SLUICE_CONSOLE_URL=http://" + Address(),
       "SLUICE_BROWSER_OUT=" + work_ + "/out", "SLUICE_STORY_TOPIC=" + topic_,
       "SLUICE_STORY_TABLE=" + table_, "SLUICE_STORY_CONNECTOR=" + connector_,
       "SLUICE_STORY_ENDPOINT=" + emulator_->endpoint(),
       absl::StrCat("SLUICE_STORY_PROJECT=", cluster::Emulator::kProject),
       absl::StrCat("SLUICE_STORY_ACCOUNT=", cluster::Emulator::kOwnerUid),
       absl::StrCat("SLUICE_STORY_ROLE=", cluster::Emulator::kRole), "/bin/bash", "-c",
       "npx --no-install playwright test --project=real >&2"},
      kStoriesPatience);

  EXPECT_THAT(told, IsOk());
}

}  // namespace
}  // namespace sluice::e2e
