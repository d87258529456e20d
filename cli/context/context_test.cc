#include "cli/context/context.h"

#include <filesystem>
#include <fstream>
#include <map>

#include "base/status/status_matchers.h"
#include "cli/grammar/parser.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::cli {
namespace {

using ::testing::HasSubstr;

class ContextTest : public ::testing::Test {
 protected:
  ContextTest() {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    home_ = std::filesystem::path(::testing::TempDir()) / test->name();
    variables_["XDG_CONFIG_HOME"] = home_;
  }

  void File(const std::string& text) {
    std::filesystem::create_directories(home_ / "sluice");
    std::ofstream(home_ / "sluice/config.yaml") << text;
  }

  absl::StatusOr<Context> Choose(std::vector<std::string> flags = {}) {
    flags.insert(flags.begin(), {"get", "connectors"});
    return ChooseContext(*Parse(flags),
                         [this](const std::string& name) { return variables_[name]; });
  }

  std::filesystem::path home_;
  std::map<std::string, std::string> variables_;
};

constexpr char kTwo[] = R"(
current_context: home
contexts:
  home: {server: "127.0.0.1:1", instance: local}
  away: {server: "10.0.0.1:2"}
)";

TEST_F(ContextTest, WithoutAnythingItIsThisMachine) {
  EXPECT_EQ(Choose()->server, "127.0.0.1:9090");
  EXPECT_EQ(Choose()->instance, "");
}

TEST_F(ContextTest, TheFilesCurrentContextIsTaken) {
  File(kTwo);
  EXPECT_EQ(Choose()->server, "127.0.0.1:1");
  EXPECT_EQ(Choose()->instance, "local");
}

TEST_F(ContextTest, TheEnvironmentWinsOverTheFileAndAFlagOverBoth) {
  File(kTwo);
  variables_["SLUICE_SERVER"] = "env:3";
  EXPECT_EQ(Choose()->server, "env:3");
  EXPECT_EQ(Choose({"--context", "away"})->server, "10.0.0.1:2");
  EXPECT_EQ(Choose({"--server", "flag:4"})->server, "flag:4");
  EXPECT_EQ(Choose({"--instance", "other"})->instance, "other");
}

TEST_F(ContextTest, AMistakeInTheFileIsTold) {
  EXPECT_THAT(Choose({"--context", "away"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no configuration file")));
  File(kTwo);
  EXPECT_THAT(Choose({"--context", "moon"}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no context 'moon'")));
  File("current_context: home\ncontexts: {home: {sever: a}}\n");
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(":2: unknown key")));
  File("contexts: [");
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace sluice::cli
