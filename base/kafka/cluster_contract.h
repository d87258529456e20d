#ifndef SLUICE_BASE_KAFKA_CLUSTER_CONTRACT_H_
#define SLUICE_BASE_KAFKA_CLUSTER_CONTRACT_H_

#include <functional>
#include <memory>
#include <string>

#include "base/kafka/admin.h"
#include "base/kafka/producer.h"
#include "base/kafka/record_reader.h"
#include "gtest/gtest.h"

namespace sluice::kafka {

// A cluster to try the contract on, as one test sees it.
struct ContractCluster {
  std::unique_ptr<Admin> admin;
  std::unique_ptr<Producer> producer;
  std::unique_ptr<RecordReader> reader;
  std::function<std::string(const std::string& stem)> fresh_name;
};

// What every Admin, Producer and RecordReader promises. INSTANTIATE_TEST_SUITE_P with a function
// that gives the cluster.
class ClusterContract : public ::testing::TestWithParam<ContractCluster (*)()> {
 protected:
  // A new topic; fails the test when it cannot be made.
  std::string MakeTopic(int partitions, TopicConfigs configs = {});

  ContractCluster cluster_ = GetParam()();
  Admin& admin_ = *cluster_.admin;
  Producer& producer_ = *cluster_.producer;
  RecordReader& reader_ = *cluster_.reader;
};

}  // namespace sluice::kafka

#endif  // SLUICE_BASE_KAFKA_CLUSTER_CONTRACT_H_
