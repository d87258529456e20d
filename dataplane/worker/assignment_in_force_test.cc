#include "dataplane/worker/assignment_in_force.h"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "sluice/v1/worker.pb.h"

namespace sluice::dataplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;

class AssignmentInForceTest : public ::testing::Test {
 protected:
  void SetUp() override {
    path_ = ::testing::TempDir() + "/state.XXXXXX";
    ASSERT_NE(mkdtemp(path_.data()), nullptr);
    Restart();
  }
  void TearDown() override {
    in_force_ = nullptr;
    std::filesystem::remove_all(path_);
  }

  // A new process over the same disk.
  void Restart() {
    in_force_ = nullptr;
    absl::StatusOr<StateFolder> folder = StateFolder::Open(path_);
    ASSERT_THAT(folder, IsOk());
    in_force_ = std::make_unique<AssignmentInForce>(*std::move(folder),
                                                    [this](const v1::Assignment& assignment) {
                                                      taken_up_.push_back(assignment.revision());
                                                      if (while_taking_up_)
                                                        std::exchange(while_taking_up_, nullptr)();
                                                    });
    local_copy_ = in_force_->ReadLocalCopy().value();
  }

  static v1::Assignment Revision(int64_t revision) {
    v1::Assignment assignment;
    assignment.set_revision(revision);
    return assignment;
  }

  std::string path_;
  std::unique_ptr<AssignmentInForce> in_force_;
  v1::Assignment local_copy_;
  std::vector<int64_t> taken_up_;
  std::function<void()> while_taking_up_;
};

TEST_F(AssignmentInForceTest, WithoutAWordTheLocalCopyIsGoneBy) {
  ASSERT_TRUE(in_force_->Told(Revision(5)));
  Restart();
  EXPECT_THAT(in_force_->revision(), Eq(5));

  in_force_->GoBy(local_copy_);

  EXPECT_THAT(taken_up_, ElementsAre(5, 5));
}

TEST_F(AssignmentInForceTest, AWordThatComesWhileTheLocalCopyIsTakenUpIsTheLast) {
  ASSERT_TRUE(in_force_->Told(Revision(5)));
  Restart();
  taken_up_.clear();
  std::thread control_plane;
  while_taking_up_ = [&] {
    control_plane = std::thread([&] { EXPECT_TRUE(in_force_->Told(Revision(6))); });
  };

  in_force_->GoBy(local_copy_);

  control_plane.join();
  EXPECT_THAT(taken_up_, ElementsAre(5, 6));
}

// The wait for the control plane ends just as its word comes.
TEST_F(AssignmentInForceTest, TheLocalCopyIsTooLateOnceAWordIsTakenUp) {
  ASSERT_TRUE(in_force_->Told(Revision(5)));
  Restart();
  taken_up_.clear();
  std::thread waiter;
  while_taking_up_ = [&] { waiter = std::thread([&] { in_force_->GoBy(local_copy_); }); };

  ASSERT_TRUE(in_force_->Told(Revision(6)));

  waiter.join();
  EXPECT_THAT(taken_up_, ElementsAre(6)) << "the tasks of an old copy would run once more";
}

TEST_F(AssignmentInForceTest, OfTwoWordsAtOnceTheNewerOneIsInForceAndOnDisk) {
  std::thread other_stream;
  while_taking_up_ = [&] {
    other_stream = std::thread([&] { EXPECT_FALSE(in_force_->Told(Revision(6))); });
  };

  ASSERT_TRUE(in_force_->Told(Revision(7)));

  other_stream.join();
  EXPECT_THAT(taken_up_, ElementsAre(7));
  Restart();
  EXPECT_THAT(local_copy_.revision(), Eq(7));
}

TEST_F(AssignmentInForceTest, AnOlderWordIsNoReasonNotToGoByTheLocalCopy) {
  ASSERT_TRUE(in_force_->Told(Revision(5)));
  Restart();
  taken_up_.clear();

  EXPECT_FALSE(in_force_->Told(Revision(4)));
  in_force_->GoBy(local_copy_);

  EXPECT_THAT(taken_up_, ElementsAre(5));
}

TEST_F(AssignmentInForceTest, AfterTheEndNothingIsTakenUp) {
  in_force_->End();

  EXPECT_FALSE(in_force_->Told(Revision(8)));
  in_force_->GoBy(local_copy_);

  EXPECT_THAT(taken_up_, IsEmpty());
}

}  // namespace
}  // namespace sluice::dataplane
