#include "dataplane/worker/state_folder.h"

#include <google/protobuf/util/message_differencer.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

using google::protobuf::util::MessageDifferencer;
using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Not;

class WorkersDisk : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "/state.XXXXXX";
    ASSERT_NE(mkdtemp(path_.data()), nullptr);
  }
  void TearDown() override { std::filesystem::remove_all(path_); }

  static v1::Assignment AnAssignment() {
    v1::Assignment assignment;
    assignment.set_revision(7);
    v1::TaskAssignment& task = *assignment.add_tasks();
    task.set_connector("instances/i/connectors/c");
    task.mutable_kafka()->mutable_sasl()->set_password("hunter2");
    return assignment;
  }

  // Everything in the folder.
  std::string Content() const {
    std::stringstream content;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      if (entry.file_size() > 0) content << std::ifstream(entry.path()).rdbuf();
    }
    return content.str();
  }

  std::string path_;
};

TEST_F(WorkersDisk, AnAssignmentIsReadBackByTheNextProcessAndHoldsNoSecretInTheClear) {
  std::string uid;
  {
    const auto folder = StateFolder::Open(path_);
    ASSERT_THAT(folder, IsOk());
    uid = folder->worker_uid();
    ASSERT_THAT(folder->KeepAssignment(AnAssignment()), IsOk());
  }
  EXPECT_THAT(Content(), Not(HasSubstr("hunter2")));
  EXPECT_THAT(Content(), Not(HasSubstr("instances/i")));
  const auto folder = StateFolder::Open(path_);
  ASSERT_THAT(folder, IsOk());
  EXPECT_THAT(folder->worker_uid(), Eq(uid));
  const auto read = folder->ReadAssignment();
  ASSERT_THAT(read, IsOk());
  EXPECT_TRUE(MessageDifferencer::Equals(*read, AnAssignment()));
}

TEST_F(WorkersDisk, AWorkerThatWasNeverToldAnythingHasNoTasks) {
  const auto folder = StateFolder::Open(path_);
  ASSERT_THAT(folder, IsOk());
  const auto read = folder->ReadAssignment();
  ASSERT_THAT(read, IsOk());
  EXPECT_THAT(read->revision(), Eq(0));
  EXPECT_THAT(read->tasks_size(), Eq(0));
}

TEST_F(WorkersDisk, GivenTheKeyIsLostThenTheAssignmentIsUnreadableAndANewOneIsKept) {
  { ASSERT_THAT(StateFolder::Open(path_)->KeepAssignment(AnAssignment()), IsOk()); }
  std::filesystem::remove(path_ + "/secret_key");
  const auto folder = StateFolder::Open(path_);
  ASSERT_THAT(folder, IsOk());
  const auto read = folder->ReadAssignment();
  EXPECT_THAT(read, HasReason("ASSIGNMENT_FILE_UNREADABLE"));
  EXPECT_THAT(read.status().message(), HasSubstr(path_ + "/assignment.sealed"));
  ASSERT_THAT(folder->KeepAssignment(AnAssignment()), IsOk());
  EXPECT_THAT(folder->ReadAssignment(), IsOk());
}

TEST_F(WorkersDisk, AnotherWorkersAssignmentIsUnreadableEvenUnderOneKey) {
  { ASSERT_THAT(StateFolder::Open(path_)->KeepAssignment(AnAssignment()), IsOk()); }
  std::ofstream(path_ + "/worker_uid") << "another";
  const auto folder = StateFolder::Open(path_);
  ASSERT_THAT(folder, IsOk());
  EXPECT_THAT(folder->ReadAssignment(), HasReason("ASSIGNMENT_FILE_UNREADABLE"));
}

TEST_F(WorkersDisk, AFileOfSomebodyElseIsUnreadableAndNotQuoted) {
  const auto folder = StateFolder::Open(path_);
  ASSERT_THAT(folder, IsOk());
  std::ofstream(path_ + "/assignment.sealed") << R"({"revision": "hunter2"})";
  const auto read = folder->ReadAssignment();
  EXPECT_THAT(read, HasReason("ASSIGNMENT_FILE_UNREADABLE"));
  EXPECT_THAT(read.status().ToString(), Not(HasSubstr("hunter2")));
}

TEST_F(WorkersDisk, TheKeyMayLieElsewhere) {
  const std::string key_file = path_ + "-key";
  { ASSERT_THAT(StateFolder::Open(path_, key_file)->KeepAssignment(AnAssignment()), IsOk()); }
  EXPECT_FALSE(std::filesystem::exists(path_ + "/secret_key"));
  EXPECT_THAT(StateFolder::Open(path_, key_file)->ReadAssignment(), IsOk());
  std::filesystem::remove(key_file);
}

TEST_F(WorkersDisk, TwoProcessesDoNotShareAFolder) {
  const auto first = StateFolder::Open(path_);
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(StateFolder::Open(path_), HasReason("STATE_DIR_IN_USE"));
}

}  // namespace
}  // namespace sluice::dataplane
