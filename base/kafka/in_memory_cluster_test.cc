#include "base/kafka/in_memory_cluster.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/cluster_contract.h"
#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_producer.h"
#include "base/kafka/in_memory_record_reader.h"
#include "base/kafka/reasons.h"
#include "base/status/status_matchers.h"
#include "gmock/gmock.h"

namespace sluice::kafka {
namespace {

ContractCluster InMemory() {
  static InMemoryCluster cluster;
  return {std::make_unique<InMemoryAdmin>(cluster), std::make_unique<InMemoryProducer>(cluster),
          std::make_unique<InMemoryRecordReader>(cluster), [](const std::string& stem) {
            static int made = 0;
            return absl::StrCat(stem, "-", ++made);
          }};
}

INSTANTIATE_TEST_SUITE_P(InMemory, ClusterContract, ::testing::Values(&InMemory));

TEST(InMemoryCluster, ADeniedRightIsMissingAndItsCallsAreRefused) {
  InMemoryCluster cluster;
  InMemoryAdmin admin(cluster);
  const Right create = OnTopic(Operation::kCreate, "orders");
  cluster.Deny(create);

  const auto missing = admin.FindMissingRights({create, OnTopic(Operation::kRead, "orders")}, {});
  ASSERT_THAT(missing, IsOk());
  EXPECT_THAT(*missing, ::testing::ElementsAre(MissingRight{"User:tester", create}));
  EXPECT_THAT(admin.CreateTopics({{.name = "orders"}}, {})->at("orders"),
              HasReason(reason::kAuthorizationFailed));

  cluster.Allow(create);
  EXPECT_THAT(admin.CreateTopics({{.name = "orders"}}, {})->at("orders"), IsOk());
}

}  // namespace
}  // namespace sluice::kafka
