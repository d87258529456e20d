#ifndef SLUICE_CONTROLPLANE_STORE_STORE_CONTRACT_H_
#define SLUICE_CONTROLPLANE_STORE_STORE_CONTRACT_H_

#include <functional>
#include <memory>
#include <optional>

#include "controlplane/store/store.h"
#include "controlplane/store/store_contract_values.h"
#include "gtest/gtest.h"

namespace sluice::controlplane {

// Makes a Store that holds nothing.
using MakeStore = std::function<std::unique_ptr<Store>()>;

// What every Store promises. Each implementation instantiates it:
//
//   SLUICE_INSTANTIATE_STORE_CONTRACT(InMemory, [] { return std::make_unique<InMemoryStore>(); });
class StoreContract : public testing::TestWithParam<MakeStore> {
 protected:
  StoreContract() : store_(GetParam()()) {}

  Store& store() { return *store_; }

 private:
  std::unique_ptr<Store> store_;
};

// An instance and a connector of store_contract_values.h are there.
class ConnectorContract : public StoreContract {
 protected:
  ConnectorContract();

  absl::StatusOr<Connector> Desire(DesiredState state, int64_t from_generation,
                                   std::optional<StartPin> pin = std::nullopt);
  // Claims that connector, two minutes after it was created.
  ReconcileClaim Claim();
};

// A worker has task 0 of that connector.
class RunningContract : public ConnectorContract {
 protected:
  RunningContract();

  // A new task, for the same worker.
  void Place(const TaskKey& key);
  Snapshot SnapshotNow();
};

// An operation on that connector is due.
class OperationContract : public RunningContract {
 protected:
  OperationContract();

  OperationStore& operations() { return store().operations(); }
  OperationClaim ClaimIt(absl::Time now = kT0 + absl::Minutes(2));
  void End(const absl::Status& error = absl::OkStatus());
  Connector Now();
};

// The token of store_contract_values.h is there, with kTokenHash.
class TokenContract : public StoreContract {
 protected:
  TokenContract();

  ApiTokenStore& tokens() { return store().api_tokens(); }
  SessionStore& sessions() { return store().sessions(); }
  bool HasSession(const std::string& hash) { return sessions().FindSession(hash)->has_value(); }
};

// All suites get instantiated together.
#define SLUICE_INSTANTIATE_STORE_CONTRACT(name, make)                       \
  INSTANTIATE_TEST_SUITE_P(name, StoreContract, testing::Values(make));     \
  INSTANTIATE_TEST_SUITE_P(name, ConnectorContract, testing::Values(make)); \
  INSTANTIATE_TEST_SUITE_P(name, RunningContract, testing::Values(make));   \
  INSTANTIATE_TEST_SUITE_P(name, OperationContract, testing::Values(make)); \
  INSTANTIATE_TEST_SUITE_P(name, TokenContract, testing::Values(make))

}  // namespace sluice::controlplane

#endif  // SLUICE_CONTROLPLANE_STORE_STORE_CONTRACT_H_
