#include "tests/e2e/complaint_scenario.h"

#include <regex>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/status/status_matchers.h"

namespace sluice::e2e {
namespace {

constexpr char kShownName[] = "orders";

}  // namespace

void ComplaintScenario::RunConnector(int partitions) { RunConnector(Definition(), partitions); }

void ComplaintScenario::RunConnector(const v1::Connector& definition, int partitions) {
  MakeTopic(topic_, partitions);
  worker_.emplace(control_plane_->StartWorker("worker"));
  ASSERT_THAT(Create(definition), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  ASSERT_THAT(Deploy(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::RUNNING));
  Send();
  ASSERT_TRUE(WaitFor([&] { return emulator_->RowsByOffset(table_)->size() == 1; }));
}

absl::StatusOr<std::string> ComplaintScenario::Sluicectl(const std::vector<std::string>& words) {
  std::vector<std::string> command = {cluster::Runfile("cli/sluicectl")};
  command.insert(command.end(), words.begin(), words.end());
  command.insert(command.end(), {"--server", control_plane_->address(), "--instance", "local",
                                 "--timeout", "60s"});
  return cluster::RunToEnd(command);
}

std::string ComplaintScenario::Health() {
  const absl::StatusOr<std::string> described = Sluicectl({"describe", "connector", connector_});
  if (!described.ok()) return described.status().ToString();
  // Conditions, figures and the definition come after it.
  return described->substr(0, described->find("\n\n") + 1);
}

void ComplaintScenario::ExpectSeen(v1::Connector::State state, const std::string& reason) {
  const std::string state_text = absl::StrCat(" ", v1::Connector::State_Name(state), ", desired ");
  const std::string reason_text = absl::StrCat(" ", reason, " (class ");
  std::string health;
  const bool seen = WaitFor(
      [&] {
        health = Health();
        return health.find(state_text) != health.npos && health.find(reason_text) != health.npos;
      },
      kSeenWithin);
  EXPECT_TRUE(seen) << "after " << kSeenWithin << " it is\n"
                    << health << Get()->DebugString() << worker_->LogTail();
  Show(absl::StrCat("sluicectl describe connector ", kShownName), health);
}

void ComplaintScenario::ExpectHealed(absl::Duration patience) {
  std::string health;
  const bool healed = WaitFor(
      [&] {
        health = Health();
        return health.find(" RUNNING, desired RUNNING\nSince:") != health.npos;
      },
      patience);
  EXPECT_TRUE(healed) << "it is still\n" << health << Get()->DebugString() << worker_->LogTail();
  Show(absl::StrCat("sluicectl describe connector ", kShownName), health);
}

std::string ComplaintScenario::Remedy() { return Get()->trouble().remedy(); }

void ComplaintScenario::Statement(const std::string& statement) {
  EXPECT_THAT(emulator_->Sql(statement), IsOk());
  absl::StrAppend(&transcript_, "odps> ", statement, "\n\n");
}

void ComplaintScenario::Command(const std::string& line) {
  const absl::StatusOr<std::string> output =
      Sluicectl(absl::StrSplit(line, ' ', absl::SkipEmpty()));
  EXPECT_THAT(output, IsOk());
  Show(absl::StrCat("sluicectl ", line), output.value_or(""));
}

void ComplaintScenario::Show(const std::string& line, const std::string& answer) {
  absl::StrAppend(&transcript_, "$ ", line, "\n", answer, "\n");
}

std::string ComplaintScenario::Steady(std::string text) const {
  text = absl::StrReplaceAll(text, shown_);
  text = absl::StrReplaceAll(text, {{connector_, kShownName},
                                    {topic_, "maxcompute-test-input"},
                                    {emulator_->address(), "127.0.0.1:18080"}});
  static const std::pair<std::regex, const char*> kPatterns[] = {
      // How often, and when next, depends on the moment.
      {std::regex("(Happened|Tried again): .*\n"), ""},
      {std::regex(R"(\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00))"),
       "2020-11-17T07:12:09Z"},
      {std::regex(R"(\(\d+[smhd] ago\))"), "(20s ago)"},
      {std::regex(R"(\b\d\d-\d\d-20\d\d \d\d\b)"), "11-17-2020 15"},
      // Whether its last change was carried out to the end before or after it failed.
      {std::regex(R"( \(still changing\))"), ""},
      {std::regex(", request id [0-9A-Za-z-]+"), ""},
  };
  for (const auto& [pattern, steady] : kPatterns) text = std::regex_replace(text, pattern, steady);
  return text;
}

void ComplaintScenario::ExpectOnPage(const std::string& complaint) {
  TroubleshootingPage().Expect(complaint, Steady(std::exchange(transcript_, "")));
}

}  // namespace sluice::e2e
