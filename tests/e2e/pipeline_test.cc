// A pipeline brings a hundred connectors to what files say. Run again, it finds nothing to do and
// touches nothing.

#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

constexpr int kDrafts = 90;
constexpr int kRunning = 10;

class Pipeline : public ProductScenario {
 protected:
  // One document for each connector, as people write them.
  std::string WriteFile(const std::string& name, int first, int count) {
    const std::string path = control_plane_->folder() + "/" + name;
    std::ofstream file(path);
    for (int i = first; i < first + count; ++i) {
      file << "---\nkind: Connector\nname: " << connector_ << "-" << i << "\n"
           << "description: made by a pipeline\n"
           << "labels: {team: pay, number: \"" << i << "\"}\n"
           << "source: {topic: " << topic_ << ", startOffset: LATEST}\n"
           << "sink:\n  endpoint: " << emulator_->endpoint() << "\n"
           << "  project: " << cluster::Emulator::kProject << "\n  table: " << table_ << "\n"
           << "  accountUid: \"" << cluster::Emulator::kOwnerUid << "\"\n"
           << "  roleName: " << cluster::Emulator::kRole << "\n  timeZone: GMT 08:00\n";
    }
    return path;
  }

  // The script that docs/ci.md shows; what it prints.
  std::string Run(const std::vector<std::string>& words, const std::string& state) {
    const std::string sluicectl = cluster::Runfile("cli/sluicectl");
    std::vector<std::string> command = {
        "/usr/bin/env",
        absl::StrCat("PATH=", sluicectl.substr(0, sluicectl.rfind('/')), ":/usr/bin:/bin"),
        "SLUICE_SERVER=" + control_plane_->address(),
        "SLUICE_INSTANCE=local",
        "SLUICE_INITIAL_STATE=" + state,
        cluster::Runfile("deploy/ci/apply")};
    command.insert(command.end(), words.begin(), words.end());
    const auto printed = cluster::RunToEnd(command, absl::Minutes(4));
    EXPECT_THAT(printed, IsOk()) << control_plane_->process().LogTail();
    return printed.value_or("");
  }

  // Everything that a change would move.
  std::map<std::string, std::string> Everything() {
    client::Client& api = control_plane_->api();
    v1::ListConnectorsRequest request;
    request.set_parent(instance_);
    request.set_page_size(1000);
    const auto list = api.ListConnectors(request);
    EXPECT_THAT(list, IsOk());
    std::map<std::string, std::string> everything;
    for (const v1::Connector& connector : list->connectors()) {
      std::string& text = everything[connector.name()];
      text = absl::StrCat(connector.uid(), " ", connector.generation(), " ", connector.etag(), " ",
                          connector.update_time().DebugString());
    }
    // Which placements there are: a task that was begun anew has another number.
    const auto placements = cluster::RunToEnd(
        {"/usr/bin/psql", control_plane_->database_url(), "-Atc",
         "SELECT connector_uid, task_index, assignment_revision, worker_uid FROM tasks ORDER BY 1, "
         "2"});
    EXPECT_THAT(placements, IsOk());
    if (!placements->empty()) everything["placements"] = *placements;
    return everything;
  }

  static int Count(const std::string& text, const std::string& ending) {
    int count = 0;
    for (absl::string_view line : absl::StrSplit(text, '\n')) count += absl::EndsWith(line, ending);
    return count;
  }
};

TEST_F(Pipeline, RunTwiceItChangesNothingTheSecondTime) {
  MakeTopic(topic_);
  cluster::ChildProcess worker = control_plane_->StartWorker("worker");
  const std::string drafts = WriteFile("drafts.yaml", 0, kDrafts);
  const std::string running = WriteFile("running.yaml", kDrafts, kRunning);

  const std::string seen = Run({"check", running}, "running");
  // The role may not read the table, which is optional and told.
  EXPECT_EQ(Count(seen, " is deployable: 1 warning"), kRunning) << seen;
  EXPECT_EQ(Count(seen, " created"), kRunning) << seen;
  EXPECT_THAT(Everything(), ::testing::IsEmpty());  // It was only a look.

  EXPECT_EQ(Count(Run({drafts}, "draft"), " created"), kDrafts);
  const std::string first = Run({running}, "running");
  EXPECT_EQ(Count(first, " created"), kRunning) << first;
  EXPECT_EQ(Count(first, " is RUNNING"), kRunning) << first;

  const auto before = Everything();
  EXPECT_EQ(before.size(), kDrafts + kRunning + 1);
  EXPECT_EQ(Count(Run({drafts}, "draft"), " unchanged"), kDrafts);
  const std::string second = Run({running}, "running");
  EXPECT_EQ(Count(second, " unchanged"), kRunning) << second;
  EXPECT_EQ(Count(second, " is RUNNING"), kRunning) << second;
  EXPECT_EQ(Everything(), before);
}

}  // namespace
}  // namespace sluice::e2e
