#include "controlplane/rpc/private_socket.h"

#include <stdlib.h>

#include <filesystem>
#include <optional>
#include <string>

#include "absl/strings/strip.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {
namespace {

using ::testing::HasSubstr;

std::filesystem::path FolderOf(const PrivateSocket& socket) {
  return std::filesystem::path(std::string(absl::StripPrefix(socket.address(), "unix:")))
      .parent_path();
}

class PrivateSocketTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const char* given = getenv("TMPDIR");
    if (given != nullptr) before_ = given;
  }
  void TearDown() override {
    before_.has_value() ? setenv("TMPDIR", before_->c_str(), 1) : unsetenv("TMPDIR");
  }

  std::optional<std::string> before_;
};

TEST_F(PrivateSocketTest, NobodyElseMayEnterItsFolder) {
  setenv("TMPDIR", "/tmp", 1);
  const auto socket = PrivateSocket::Make();
  ASSERT_THAT(socket, IsOk());
  EXPECT_EQ(std::filesystem::status(FolderOf(*socket)).permissions(),
            std::filesystem::perms::owner_all);
}

TEST_F(PrivateSocketTest, ItsFolderGoesWithTheLastWhoHasIt) {
  setenv("TMPDIR", "/tmp", 1);
  std::filesystem::path folder;
  {
    auto made = PrivateSocket::Make();
    ASSERT_THAT(made, IsOk());
    folder = FolderOf(*made);
    const PrivateSocket taken = *std::move(made);
    made = absl::UnknownError("gone");
    EXPECT_TRUE(std::filesystem::exists(folder));
    EXPECT_EQ(FolderOf(taken), folder);
  }
  EXPECT_FALSE(std::filesystem::exists(folder));
}

TEST_F(PrivateSocketTest, WhereGrpcWouldReadThePathAsAnotherThenItSaysSo) {
  char fresh[] = "/tmp/sluice-test-XXXXXX";
  ASSERT_NE(mkdtemp(fresh), nullptr);
  for (const char* strange : {"100%", "a?b", "a#b"}) {
    const std::filesystem::path folder = std::filesystem::path(fresh) / strange;
    std::filesystem::create_directories(folder);
    setenv("TMPDIR", folder.c_str(), 1);
    EXPECT_THAT(PrivateSocket::Make(),
                StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("one of %?#")));
  }
  std::filesystem::remove_all(fresh);
}

TEST_F(PrivateSocketTest, WhereNoneCanBeMadeThenItSaysWhatToDo) {
  setenv("TMPDIR", "/no/such/folder", 1);
  EXPECT_THAT(PrivateSocket::Make(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("there is no folder")));
  const std::filesystem::path deep =
      std::filesystem::path(testing::TempDir()) / std::string(100, 'd');
  std::filesystem::create_directories(deep);
  setenv("TMPDIR", deep.c_str(), 1);
  EXPECT_THAT(PrivateSocket::Make(),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("more than 107 bytes")));
}

}  // namespace
}  // namespace sluice::controlplane
