#include "base/seal/key_file.h"

#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

#include "base/status/reason.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::seal {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHex[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

class KeyFile : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "/key_file.XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    path_ = folder + "/secret_key";
  }
  void TearDown() override { std::filesystem::remove_all(path_.substr(0, path_.rfind('/'))); }

  void Write(const std::string& content, mode_t mode = 0600) {
    std::ofstream(path_) << content;
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
  }

  std::string path_;
};

TEST_F(KeyFile, GivenNoFileThenItIsMadeForItsOwnerOnlyAndTheSameEverAfter) {
  const auto made = ReadOrMakeKeyFile(path_);
  ASSERT_THAT(made, IsOk());
  struct stat about;
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_THAT(about.st_mode & 0777, Eq(0600u));
  const auto again = ReadOrMakeKeyFile(path_);
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->ToHex(), Eq(made->ToHex()));
  // Nothing else is left behind.
  EXPECT_THAT(std::distance(std::filesystem::directory_iterator(path_.substr(0, path_.rfind('/'))),
                            std::filesystem::directory_iterator()),
              Eq(1));
}

TEST_F(KeyFile, GivenManyStartAtOnceThenAllHaveOneKey) {
  std::vector<std::string> keys(16);
  std::vector<std::thread> threads;
  for (std::string& key : keys) {
    threads.emplace_back([&key, this] {
      const auto read = ReadOrMakeKeyFile(path_);
      key = read.ok() ? read->ToHex() : read.status().ToString();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(std::set<std::string>(keys.begin(), keys.end()).size(), Eq(1u)) << keys[0];
}

TEST_F(KeyFile, AFileOfOpensslIsRead) {
  Write(std::string(kHex) + "\n");
  const auto key = ReadOrMakeKeyFile(path_);
  ASSERT_THAT(key, IsOk());
  EXPECT_THAT(key->ToHex(), Eq(kHex));
}

TEST_F(KeyFile, AFileOfItsGroupIsRead) {
  Write(kHex, 0440);
  EXPECT_THAT(ReadOrMakeKeyFile(path_), IsOk());
}

TEST_F(KeyFile, AFileThatOthersMayUseIsRefusedWithTheCommandThatMendsIt) {
  for (const mode_t mode : {0644, 0604, 0602, 0620, 0601}) {
    Write(kHex, mode);
    const auto key = ReadOrMakeKeyFile(path_);
    EXPECT_THAT(key, HasReason("KEY_FILE_UNUSABLE")) << mode;
    EXPECT_THAT(RemedyOf(key.status()), Eq("chmod 600 " + path_));
  }
}

TEST_F(KeyFile, AFileWithSomethingElseIsRefusedAndNotShownAndNotReplaced) {
  for (const std::string& content :
       {std::string(), std::string("hunter2"), std::string(kHex).substr(1), std::string(kHex) + "0",
        "g" + std::string(kHex).substr(1), std::string(1000, 'a')}) {
    Write(content);
    const auto key = ReadOrMakeKeyFile(path_);
    EXPECT_THAT(key, HasReason("KEY_FILE_UNUSABLE"));
    if (!content.empty()) {
      EXPECT_THAT(key.status().ToString(), Not(HasSubstr(content)));
    }
    std::stringstream kept;
    kept << std::ifstream(path_).rdbuf();
    EXPECT_THAT(kept.str(), Eq(content));
  }
}

TEST_F(KeyFile, WhereItCannotBeMadeTheErrorSaysWhereAndWhatToDo) {
  const auto key = ReadOrMakeKeyFile(path_ + "/none/secret_key");
  EXPECT_THAT(key, HasReason("KEY_FILE_UNUSABLE"));
  EXPECT_THAT(key.status().message(), HasSubstr(path_));
  EXPECT_THAT(RemedyOf(key.status()), HasSubstr("openssl rand -hex 32"));
}

}  // namespace
}  // namespace sluice::seal
