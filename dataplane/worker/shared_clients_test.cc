#include "dataplane/worker/shared_clients.h"

#include "base/kafka/in_memory_admin.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::dataplane {
namespace {

kafka::ConnectionSettings SettingsOf(const std::string& servers, const std::string& password = "") {
  kafka::ConnectionSettings settings;
  settings.bootstrap_servers = servers;
  settings.password = password;
  return settings;
}

class SharedClientsTest : public ::testing::Test {
 protected:
  kafka::InMemoryCluster cluster_;
  int made_ = 0;
  SharedClients<kafka::Admin> admins_{[this](const kafka::ConnectionSettings& settings)
                                          -> absl::StatusOr<std::unique_ptr<kafka::Admin>> {
    if (settings.bootstrap_servers.empty()) return absl::InvalidArgumentError("no servers");
    ++made_;
    return std::make_unique<kafka::InMemoryAdmin>(cluster_);
  }};
};

TEST_F(SharedClientsTest, TasksOfOneClusterAskByOneClient) {
  const auto first = admins_.Of(SettingsOf("a:1"));
  const auto second = admins_.Of(SettingsOf("a:1"));

  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_EQ(*first, *second);
  EXPECT_EQ(made_, 1);
}

TEST_F(SharedClientsTest, AnotherClusterOrAnotherLoginHasAClientOfItsOwn) {
  const auto first = admins_.Of(SettingsOf("a:1"));
  const auto elsewhere = admins_.Of(SettingsOf("b:1"));
  const auto new_password = admins_.Of(SettingsOf("a:1", "new"));

  EXPECT_NE(*first, *elsewhere);
  EXPECT_NE(*first, *new_password);
  EXPECT_EQ(made_, 3);
}

TEST_F(SharedClientsTest, GivenNobodyHoldsItAnyMoreThenItIsClosedAndTheNextGetsANewOne) {
  std::weak_ptr<kafka::Admin> before = admins_.Of(SettingsOf("a:1")).value();
  EXPECT_TRUE(before.expired());

  EXPECT_THAT(admins_.Of(SettingsOf("a:1")), IsOk());
  EXPECT_EQ(made_, 2);
}

TEST_F(SharedClientsTest, WhatCannotBeMadeIsToldAndNotRemembered) {
  EXPECT_THAT(admins_.Of(SettingsOf("")), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(admins_.Of(SettingsOf("a:1")), IsOk());
}

}  // namespace
}  // namespace sluice::dataplane
