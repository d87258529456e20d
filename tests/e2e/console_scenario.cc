#include "tests/e2e/console_scenario.h"

#include <fstream>

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "tests/cluster/child_process.h"

namespace sluice::e2e {
namespace {

using cluster::Runfile;
using cluster::RunToEnd;

constexpr absl::Duration kBuildPatience = absl::Minutes(5);

}  // namespace

void ConsoleScenario::SetUp() {
  ASSERT_THAT(RunToEnd({Runfile("console/scripts/build.sh"), console_dir_}, kBuildPatience),
              IsOk());
  ASSERT_THAT(RunToEnd({Runfile("console/scripts/workplace.sh"), work_}, kBuildPatience), IsOk());
  ProductScenario::SetUp();
  MakeTopic(topic_);
}

absl::Status ConsoleScenario::TellStories(const std::string& project,
                                          const std::vector<std::string>& environment,
                                          absl::Duration patience) {
  std::string address;
  std::ifstream file(control_plane_->folder() + "/http_port");
  std::getline(file, address);
  // The tester's own folder is no place for a browser's profile.
  std::vector<std::string> command = {"/usr/bin/env",
                                      "-C",
                                      work_,
                                      "HOME=" + work_,
                                      "SLUICE_CONSOLE_URL=http://" + address,
                                      "SLUICE_BROWSER_OUT=" + work_ + "/out"};
  command.insert(command.end(), environment.begin(), environment.end());
  command.insert(command.end(),
                 {"/bin/bash", "-c",
                  absl::StrCat("npx --no-install playwright test --project=", project, " >&2")});
  return RunToEnd(command, patience).status();
}

}  // namespace sluice::e2e
