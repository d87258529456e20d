#ifndef SLUICE_TESTS_E2E_COMPLAINT_SCENARIO_H_
#define SLUICE_TESTS_E2E_COMPLAINT_SCENARIO_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "tests/cluster/child_process.h"
#include "tests/e2e/product_scenario.h"
#include "tests/e2e/troubleshooting_page.h"

namespace sluice::e2e {

// A connector that runs, and then something of the world that does not. What is typed and answered
// becomes a transcript, which must be the one in docs/troubleshooting.md.
class ComplaintScenario : public ProductScenario {
 protected:
  // How long after something happened people may be shown another state than the true one.
  static constexpr absl::Duration kSeenWithin = absl::Seconds(30);

  // Deployed and RUNNING, one row in the table, with worker `worker`.
  void RunConnector(int partitions = 1);
  void RunConnector(const v1::Connector& definition, int partitions = 1);

  // sluicectl with these words; its stdout.
  absl::StatusOr<std::string> Sluicectl(const std::vector<std::string>& words);

  // Asks `sluicectl describe connector` until it shows this state and reason, or for kSeenWithin,
  // and puts down what it showed of the connector's health.
  void ExpectSeen(v1::Connector::State state, const std::string& reason);
  // Asks until it is RUNNING with nothing wrong, and puts that down.
  void ExpectHealed(absl::Duration patience = absl::Seconds(45));

  // What a person is told to do about it now.
  std::string Remedy();

  // Puts down, and does: a statement as the project's owner; a command of sluicectl.
  void Statement(const std::string& statement);
  void Command(const std::string& line);
  // Puts down what was typed and answered.
  void Show(const std::string& line, const std::string& answer);
  // Puts down something that is done otherwise.
  void Say(const std::string& text) { transcript_ += text + "\n\n"; }

  // Holds the page to what happened here.
  void ExpectOnPage(const std::string& complaint);

  std::optional<cluster::ChildProcess> worker_;
  // What a page shows of a name that differs from run to run.
  std::vector<std::pair<std::string, std::string>> shown_;

 private:
  std::string Health();
  // What differs from run to run, as something that never does.
  std::string Steady(std::string text) const;

  std::string transcript_;
};

}  // namespace sluice::e2e

#endif  // SLUICE_TESTS_E2E_COMPLAINT_SCENARIO_H_
