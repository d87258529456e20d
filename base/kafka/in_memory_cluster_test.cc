#include "base/kafka/in_memory_cluster.h"

#include "absl/strings/str_cat.h"
#include "base/kafka/cluster_contract.h"
#include "base/kafka/in_memory_admin.h"
#include "base/kafka/in_memory_producer.h"

namespace sluice::kafka {
namespace {

ContractCluster InMemory() {
  static InMemoryCluster cluster;
  return {std::make_unique<InMemoryAdmin>(cluster), std::make_unique<InMemoryProducer>(cluster),
          [](const std::string& stem) {
            static int made = 0;
            return absl::StrCat(stem, "-", ++made);
          }};
}

INSTANTIATE_TEST_SUITE_P(InMemory, ClusterContract, ::testing::Values(&InMemory));

}  // namespace
}  // namespace sluice::kafka
