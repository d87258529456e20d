#ifndef SLUICE_TESTS_E2E_CONSOLE_SCENARIO_H_
#define SLUICE_TESTS_E2E_CONSOLE_SCENARIO_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {

// The whole product with its console, built from the sources, and a topic; what happens in it is
// told by stories of console/browser.
class ConsoleScenario : public ProductScenario {
 protected:
  std::vector<std::string> ControlPlaneFlags() override {
    return {"--console_dir=" + console_dir_};
  }
  void SetUp() override;

  // Tells all stories of a project of console/playwright.config.ts; `environment`: NAME=VALUE, what
  // they need besides the console's address. An error when one of them fails; what they wrote is on
  // stderr.
  absl::Status TellStories(const std::string& project, const std::vector<std::string>& environment,
                           absl::Duration patience);

 private:
  const std::string console_dir_ = cluster::FreshFolder("console") + "/dist";
  const std::string work_ = cluster::FreshFolder("stories");
};

}  // namespace sluice::e2e

#endif  // SLUICE_TESTS_E2E_CONSOLE_SCENARIO_H_
