// Many connectors, created one after the other: how long until all of them run, and what that
// costs, where Sluice makes their topics and where these are there before. And one of many is
// changed, which no other notices.
//
// The times are printed and not judged: they are the machine's. What is judged is that all of them
// run and that nobody is disturbed.

#include <cstdlib>
#include <iostream>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "sluice/v1/connector_service.pb.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

constexpr absl::Duration kPatience = absl::Minutes(4);

class ManyConnectors : public ProductScenario {
 protected:
  void Begin(int connectors_max) {
    MakeTopic(topic_);
    worker_.emplace(
        control_plane_->StartWorker("worker", {absl::StrCat("--tasks_max=", connectors_max + 1)}));
    // What is only slow the first time is over.
    CreateInARow(1);
    ASSERT_TRUE(WaitUntilAllRun());
  }

  std::string IdOf(int number) { return absl::StrCat(connector_, "-", number); }
  std::string NameOf(int number) { return absl::StrCat(instance_, "/connectors/", IdOf(number)); }

  void CreateInARow(int count) {
    for (const int end = created_ + count; created_ < end; ++created_) {
      v1::CreateConnectorRequest request;
      request.set_parent(instance_);
      request.set_connector_id(IdOf(created_));
      *request.mutable_connector() = Definition();
      request.set_initial_state(v1::Connector::Desired::RUNNING);
      ASSERT_THAT(control_plane_->api().CreateConnector(request), IsOk());
    }
  }

  // Of the next `count` connectors, as Sluice would make them.
  void MakeTopicsOfNext(int count) {
    const kafka::TopicConfigs compact = {{"cleanup.policy", "compact"}};
    const kafka::TopicConfigs by_age = {{"cleanup.policy", "delete"}};
    for (int i = created_; i < created_ + count; ++i) {
      const std::string id = IdOf(i);
      const auto made = admin().CreateTopics(
          {{.name = "connect-offset-" + id, .partitions = 6, .configs = compact},
           {.name = "connect-config-" + id, .partitions = 1, .configs = compact},
           {.name = "connect-status-" + id, .partitions = 6, .configs = compact},
           {.name = "connect-error-" + id, .partitions = 6, .configs = by_age}},
          absl::Seconds(60));
      ASSERT_THAT(made, IsOk());
      for (const auto& [topic, answer] : *made) ASSERT_THAT(answer, IsOk()) << topic;
    }
  }

  int Running() {
    v1::CountConnectorsRequest request;
    request.set_parent(instance_);
    const auto counted = control_plane_->api().CountConnectors(request);
    if (!counted.ok()) return 0;
    for (const auto& count : counted->counts()) {
      if (count.state() == v1::Connector::RUNNING) return static_cast<int>(count.count());
    }
    return 0;
  }

  bool WaitUntilAllRun() {
    return WaitFor([&] { return Running() == created_; }, kPatience);
  }

  // Prints what it takes to create so many; `how`: where their topics come from.
  void Measure(int count, const std::string& how) {
    const std::map<std::string, absl::Duration> before = CpuTimes();
    const absl::Time begun = absl::Now();
    CreateInARow(count);
    if (HasFatalFailure()) return;
    const absl::Time called = absl::Now();
    ASSERT_TRUE(WaitUntilAllRun()) << Running() << " of " << created_ << " run\n"
                                   << control_plane_->process().LogTail();
    const absl::Time running = absl::Now();
    double load[1] = {};
    getloadavg(load, 1);
    std::cout << count << " connectors in a row, " << how << " -> "
              << absl::Trunc(running - begun, absl::Milliseconds(1)) << " until all run; calls "
              << absl::Trunc(called - begun, absl::Milliseconds(1)) << "; CPU";
    for (const auto& [program, used] : CpuTimes()) {
      std::cout << " " << program << " " << used - before.at(program);
    }
    std::cout << "; load average " << load[0] << std::endl;
  }

  std::map<std::string, absl::Duration> CpuTimes() {
    return {{"controlplane", cluster::CpuTimeOf(control_plane_->process().pid())},
            {"worker", cluster::CpuTimeOf(worker_->pid())}};
  }

  // By connector and task: a task that is begun anew has another assignment revision.
  std::map<std::string, std::string> Placements() {
    const auto printed = cluster::RunToEnd(
        {"/usr/bin/psql", control_plane_->database_url(), "-Atc",
         "SELECT id || ' ' || task_index, assignment_revision, worker_uid FROM tasks "
         "JOIN connectors ON uid = connector_uid"});
    EXPECT_THAT(printed, IsOk());
    std::map<std::string, std::string> placements;
    for (absl::string_view line : absl::StrSplit(*printed, '\n', absl::SkipEmpty())) {
      const std::pair<std::string, std::string> entry =
          absl::StrSplit(line, absl::MaxSplits('|', 1));
      placements.insert(entry);
    }
    return placements;
  }

  // By connector: everything that a change would move.
  std::map<std::string, std::string> Definitions() {
    v1::ListConnectorsRequest request;
    request.set_parent(instance_);
    request.set_page_size(1000);
    const auto list = control_plane_->api().ListConnectors(request);
    EXPECT_THAT(list, IsOk());
    std::map<std::string, std::string> definitions;
    for (const v1::Connector& connector : list->connectors()) {
      definitions[connector.name()] =
          absl::StrCat(connector.generation(), " ", connector.etag(), " ",
                       v1::Connector::State_Name(connector.state()));
    }
    return definitions;
  }

  void UpdateOne(int number) {
    v1::UpdateConnectorRequest request;
    request.mutable_connector()->set_name(NameOf(number));
    request.mutable_connector()->mutable_sink()->set_time_zone("UTC");
    const absl::Time asked = absl::Now();
    ASSERT_THAT(control_plane_->api().UpdateConnector(request), IsOk());
    v1::GetConnectorRequest get;
    get.set_name(NameOf(number));
    ASSERT_TRUE(WaitFor([&] {
      const auto connector = control_plane_->api().GetConnector(get);
      return connector.ok() && connector->observed_generation() == connector->generation() &&
             connector->state() == v1::Connector::RUNNING;
    }));
    std::cout << "update of one of " << created_ << " -> "
              << absl::Trunc(absl::Now() - asked, absl::Milliseconds(1)) << std::endl;
  }

  void ExpectThatAnUpdateOfOneTouchesNoOther() {
    constexpr int kOne = 3;
    std::map<std::string, std::string> placements = Placements();
    std::map<std::string, std::string> definitions = Definitions();
    ASSERT_EQ(placements.size(), created_);
    ASSERT_EQ(definitions.size(), created_);

    UpdateOne(kOne);

    std::map<std::string, std::string> placements_after = Placements();
    std::map<std::string, std::string> definitions_after = Definitions();
    EXPECT_NE(definitions_after[NameOf(kOne)], definitions[NameOf(kOne)]);
    for (auto* map : {&placements, &placements_after}) map->erase(IdOf(kOne) + " 0");
    for (auto* map : {&definitions, &definitions_after}) map->erase(NameOf(kOne));
    EXPECT_EQ(placements_after, placements);
    EXPECT_EQ(definitions_after, definitions);
  }

  // Half of `all` has its topics made, half finds them.
  void CreateAndUpdateOne(int all) {
    ASSERT_NO_FATAL_FAILURE(Begin(all));
    ASSERT_NO_FATAL_FAILURE(Measure(all / 2, "their topics are made"));
    ASSERT_NO_FATAL_FAILURE(MakeTopicsOfNext(all / 2));
    ASSERT_NO_FATAL_FAILURE(Measure(all / 2, "their topics exist"));
    ASSERT_NO_FATAL_FAILURE(ExpectThatAnUpdateOfOneTouchesNoOther());
  }

  int created_ = 0;
  std::optional<cluster::ChildProcess> worker_;
};

TEST_F(ManyConnectors, ADozenAllRunAndAnUpdateOfOneTouchesNoOther) { CreateAndUpdateOne(12); }

// For the long run: makes some 800 topics.
TEST_F(ManyConnectors, TwoHundredAllRunAndAnUpdateOfOneTouchesNoOther) { CreateAndUpdateOne(200); }

}  // namespace
}  // namespace sluice::e2e
