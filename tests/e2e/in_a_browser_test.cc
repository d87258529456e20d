// The console's stories, told in a browser to the whole product: console/browser/real.

#include <sys/stat.h>

#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "base/kafka/kafka_admin.h"
#include "base/status/status_matchers.h"
#include "gtest/gtest.h"
#include "tests/cluster/child_process.h"
#include "tests/cluster/kafka_server.h"
#include "tests/e2e/console_scenario.h"
#include "tests/e2e/stage.h"

namespace sluice::e2e {
namespace {

using cluster::Runfile;
using cluster::RunToEnd;

constexpr absl::Duration kStoriesPatience = absl::Minutes(14);

class InABrowser : public ConsoleScenario {
 protected:
  std::vector<std::string> ControlPlaneFlags() override {
    std::vector<std::string> flags = ConsoleScenario::ControlPlaneFlags();
    flags.push_back("--authentication=tokens");
    return flags;
  }

  void SetUp() override {
    ASSERT_NO_FATAL_FAILURE(ConsoleScenario::SetUp());
    // So that people may be shown rows (R0 itself does without).
    ASSERT_THAT(emulator_->Sql(absl::StrCat("grant Select on table ", table_, " to user `",
                                            emulator_->principal(), "`")),
                IsOk());
    admin_token_file_ = Keep("admin", control_plane_->access().token);
    reader_token_file_ = MakeToken("reader", {"--role", "viewer"});
    worker_token_file_ = MakeToken("worker", {"--worker"});
    StartCloudBrokers();
  }

  // As an administrator does it; the file that has the secret.
  std::string MakeToken(const std::string& id, const std::vector<std::string>& what_for) {
    std::vector<std::string> command = {
        Runfile("cli/sluicectl"),  "create",       "token",          id, "--server",
        control_plane_->address(), "--token-file", admin_token_file_};
    command.insert(command.end(), what_for.begin(), what_for.end());
    const absl::StatusOr<std::string> secret = RunToEnd(command);
    EXPECT_THAT(secret, IsOk());
    return Keep(id, secret.value_or(""));
  }

  std::string Keep(const std::string& id, const std::string& secret) {
    const std::string file = absl::StrCat(control_plane_->folder(), "/", id, ".token");
    std::ofstream(file) << absl::StripAsciiWhitespace(secret) << "\n";
    chmod(file.c_str(), 0600);
    return file;
  }

  // Brokers that have tiered storage, with a topic on it.
  void StartCloudBrokers() {
    cloud_ = cluster::KafkaServer::StartOwn({.tiered_storage = true});
    const auto admin = kafka::KafkaAdmin::Create({.bootstrap_servers = cloud_->bootstrap()});
    ASSERT_THAT(admin, IsOk());
    const auto made = (*admin)->CreateTopics(
        {{.name = kCloudTopic, .configs = {{"remote.storage.enable", "true"}}}}, absl::Seconds(30));
    ASSERT_THAT(made, IsOk());
    ASSERT_THAT(made->at(kCloudTopic), IsOk());
  }

  static constexpr char kCloudTopic[] = "on-cloud";
  std::unique_ptr<cluster::KafkaServer> cloud_;
  std::string admin_token_file_;
  std::string reader_token_file_;
  std::string worker_token_file_;
};

TEST_F(InABrowser, EveryStoryOfTheConsoleCanBeLived) {
  const Stage stage(*emulator_, *control_plane_, *admin_, *producer_,
                    {"--control_plane_token_file=" + worker_token_file_});

  const absl::Status told = TellStories(
      "real",
      {"SLUICE_STORY_STAGE=" + stage.url(), "SLUICE_STORY_SLUICECTL=" + Runfile("cli/sluicectl"),
       "SLUICE_STORY_SERVER=" + control_plane_->address(),
       "SLUICE_STORY_ADMIN_TOKEN_FILE=" + admin_token_file_,
       "SLUICE_STORY_READER_TOKEN_FILE=" + reader_token_file_,
       "SLUICE_STORY_KAFKA=" + kafka().bootstrap(), "SLUICE_STORY_TOPIC=" + topic_,
       "SLUICE_STORY_CLOUD_KAFKA=" + cloud_->bootstrap(),
       absl::StrCat("SLUICE_STORY_CLOUD_TOPIC=", kCloudTopic), "SLUICE_STORY_TABLE=" + table_,
       "SLUICE_STORY_STEM=" + cluster::FreshName("story"),
       "SLUICE_STORY_ENDPOINT=" + emulator_->endpoint(),
       "SLUICE_STORY_PRINCIPAL=" + emulator_->principal(),
       absl::StrCat("SLUICE_STORY_PROJECT=", cluster::Emulator::kProject),
       absl::StrCat("SLUICE_STORY_ACCOUNT=", cluster::Emulator::kOwnerUid),
       absl::StrCat("SLUICE_STORY_ROLE=", cluster::Emulator::kRole),
       absl::StrCat("SLUICE_STORY_KEY_ID=", cluster::Emulator::kOwnerKeyId),
       absl::StrCat("SLUICE_STORY_KEY_SECRET=", cluster::Emulator::kOwnerKeySecret)},
      kStoriesPatience);

  EXPECT_THAT(told, IsOk());
}

}  // namespace
}  // namespace sluice::e2e
