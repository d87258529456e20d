// A replica of the control plane is started with a key that is not its database's: it touches
// nothing, says which key it needs, and ends.

#include <filesystem>
#include <fstream>

#include "base/seal/key.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"
#include "tests/cluster/child_process.h"
#include "tests/e2e/product_scenario.h"

namespace sluice::e2e {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;

class AnotherSecretKey : public ProductScenario {
 protected:
  std::string Query(const std::string& sql) {
    const auto answer =
        cluster::RunToEnd({"psql", "-XAtq", "-d", control_plane_->database_url(), "-c", sql});
    EXPECT_THAT(answer, IsOk());
    return answer.value_or("");
  }

  void UseKey(const seal::Key& key) {
    const std::string file = control_plane_->folder() + "/secret_key";
    std::filesystem::remove(file);
    std::ofstream(file) << key.ToHex() << "\n";
    std::filesystem::permissions(file, std::filesystem::perms::owner_read);
  }
};

TEST_F(AnotherSecretKey, AReplicaWithItTakesNoStepAndNoCallsAndSaysWhatItNeeds) {
  MakeTopic(topic_);
  ASSERT_THAT(Create(), IsOk());
  ASSERT_TRUE(WaitForState(v1::Connector::DRAFT));
  control_plane_->Kill();
  Query("UPDATE reconcile_keys SET due_time = now(), claimed_until = NULL");
  const std::string claims = Query("SELECT max(claim) FROM reconcile_keys");
  UseKey(seal::Key::Fresh());

  control_plane_->Start(/*until_it_serves=*/false);

  EXPECT_TRUE(WaitFor([&] { return !control_plane_->process().IsRunning(); }));
  EXPECT_THAT(control_plane_->process().LogTail(), HasSubstr("SECRET_KEY_DIFFERS"));
  EXPECT_FALSE(std::filesystem::exists(control_plane_->folder() + "/port"));
  EXPECT_THAT(Query("SELECT max(claim) FROM reconcile_keys"), Eq(claims));
}

}  // namespace
}  // namespace sluice::e2e
