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

TEST(InMemoryCluster, WhatWasStoredWithoutAnAnswerIsThere) {
  InMemoryCluster cluster;
  ASSERT_THAT(InMemoryAdmin(cluster).CreateTopics({{.name = "orders"}}, {})->at("orders"), IsOk());
  InMemoryProducer producer(cluster);
  absl::Status answer;
  const auto note = [&](absl::StatusOr<RecordPosition> position) { answer = position.status(); };

  cluster.LoseAnswers(true);
  ASSERT_THAT(producer.Produce({.topic = "orders", .value = "a"}, note), IsOk());
  EXPECT_THAT(answer, HasReason(reason::kUnreachable));
  cluster.LoseAnswers(false);
  ASSERT_THAT(producer.Produce({.topic = "orders", .value = "b"}, note), IsOk());
  EXPECT_THAT(answer, IsOk());

  EXPECT_THAT(cluster.Records("orders"), ::testing::SizeIs(2));
}

TEST(InMemoryCluster, AnOpenTransactionHidesWhatWasWrittenSince) {
  InMemoryCluster cluster;
  InMemoryAdmin admin(cluster);
  ASSERT_THAT(admin.CreateTopics({{.name = "orders"}}, {})->at("orders"), IsOk());
  const TopicPartition partition = {"orders", 0};
  ASSERT_THAT(cluster.Append("orders", 0, {.value = "a"}), IsOk());
  const auto end = [&](IsolationLevel isolation) {
    return admin.ListOffsets({partition}, OffsetQuery::End(), isolation, {})->at(partition);
  };
  const auto bound = [&] {
    return InMemoryRecordReader(cluster).Look("orders", {}).value()->bounds().at(0).to;
  };

  cluster.BeginTransaction(partition);
  ASSERT_THAT(cluster.Append("orders", 0, {.value = "b"}), IsOk());
  EXPECT_EQ(end(IsolationLevel::kReadUncommitted), 2);
  EXPECT_EQ(end(IsolationLevel::kReadCommitted), 1);
  EXPECT_EQ(bound(), 1);

  cluster.EndTransactions();
  EXPECT_EQ(end(IsolationLevel::kReadCommitted), 2);
  EXPECT_EQ(bound(), 2);
}

}  // namespace
}  // namespace sluice::kafka
