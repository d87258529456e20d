#include "base/config/config.h"

#include <cstdlib>
#include <fstream>

#include "base/status/status_matchers.h"
#include "gtest/gtest.h"

namespace sluice::config {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class ConfigTest : public ::testing::Test {
 protected:
  ConfigTest() {
    config_.String("address", &address_, {.help = "where", .unit = "host:port"});
    config_.Int("tasks_max", &tasks_max_, {.help = "how many", .min = 1, .max = 64});
    config_.Bool("verbose", &verbose_, {.help = "say more"});
    config_.Duration("lease", &lease_, {.help = "how long"});
    config_.StringList("peers", &peers_, {.help = "who else"});
    config_.SecretFile("key_file", &key_, {.help = "the key"});
  }

  absl::StatusOr<Action> Parse(std::vector<const char*> arguments) {
    arguments.insert(arguments.begin(), "program");
    return config_.Parse(arguments.size(), arguments.data());
  }

  std::string Write(const std::string& name, const std::string& text) {
    const std::string path = ::testing::TempDir() + "/" + name;
    std::ofstream(path) << text;
    return path;
  }

  std::string address_ = "127.0.0.1:1";
  int64_t tasks_max_ = 8;
  bool verbose_ = true;
  absl::Duration lease_ = absl::Seconds(10);
  std::vector<std::string> peers_;
  std::string key_;
  Config config_{"program", "does things"};
};

TEST_F(ConfigTest, AFlagWinsOverTheFileAndTheFileOverTheDefault) {
  const std::string file = Write("a.yaml", "address: 127.0.0.1:2\ntasks_max: 3\npeers: [a, b]\n");

  ASSERT_THAT(Parse({"--config", file.c_str(), "--tasks_max=5", "--noverbose"}),
              IsOkAndHolds(Action::kRun));

  EXPECT_EQ(address_, "127.0.0.1:2");
  EXPECT_EQ(tasks_max_, 5);
  EXPECT_FALSE(verbose_);
  EXPECT_EQ(lease_, absl::Seconds(10));
  EXPECT_THAT(peers_, ::testing::ElementsAre("a", "b"));
}

TEST_F(ConfigTest, AllErrorsAreToldAtOnce) {
  const std::string file = Write("b.yaml", "adress: x\ntasks_max: 65\nlease: soon\n");

  EXPECT_THAT(Parse({"--config", file.c_str()}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("unknown key adress"), HasSubstr("from 1 to 64, found '65'"),
                             HasSubstr("lease: expected a duration"))));
}

TEST_F(ConfigTest, AnUnknownFlagIsAnError) {
  EXPECT_THAT(Parse({"--adress=x"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("unknown flag --adress")));
}

TEST_F(ConfigTest, ASecretIsReadFromItsFileAndNeverShown) {
  const std::string file = Write("key", "s3cret\n");

  ASSERT_THAT(Parse({"--key_file", file.c_str()}), IsOk());

  EXPECT_EQ(key_, "s3cret");
  EXPECT_THAT(config_.Effective(), Not(HasSubstr("s3cret")));
}

TEST_F(ConfigTest, AMissingSecretFileIsNamed) {
  EXPECT_THAT(Parse({"--key_file=/nowhere/key"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("/nowhere/key")));
}

TEST_F(ConfigTest, BrokenYamlNamesTheFile) {
  const std::string file = Write("c.yaml", "address: [1\n");

  EXPECT_THAT(Parse({"--config", file.c_str()}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(file)));
}

TEST_F(ConfigTest, ACommandIsTakenOnlyWhenItIsKnown) {
  config_.Command("migrate", "brings the database up to date");

  ASSERT_THAT(Parse({"migrate"}), IsOk());
  EXPECT_EQ(config_.command(), "migrate");
  EXPECT_THAT(Parse({"demolish"}).status(), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(ConfigTest, AFlagThatPrintsDoesNothingElse) {
  config_.Printing("print_metrics_table", "print the metrics", [] { return "| metric |\n"; });
  ::testing::internal::CaptureStdout();

  EXPECT_THAT(Parse({"--print_metrics_table"}), IsOkAndHolds(Action::kExit));

  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "| metric |\n");
}

TEST(CheckBind, BeyondLoopbackNeedsAWord) {
  EXPECT_THAT(CheckBind("listen_address", "127.0.0.1:9090", false), IsOk());
  EXPECT_THAT(CheckBind("listen_address", "[::1]:9090", false), IsOk());
  EXPECT_THAT(CheckBind("listen_address", "0.0.0.0:9090", false),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("--allow_insecure_bind")));
  EXPECT_THAT(CheckBind("listen_address", "127.example.com:9090", false),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(CheckBind("listen_address", "0.0.0.0:9090", true), IsOk());
}

}  // namespace
}  // namespace sluice::config
