#include "controlplane/store/store_contract.h"

#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

namespace sluice::controlplane {

using ::testing::SizeIs;

TokenContract::TokenContract() {
  EXPECT_THAT(tokens().CreateApiToken(AToken(), kTokenHash, "").status(), IsOk());
}

ConnectorContract::ConnectorContract() {
  EXPECT_THAT(store().instances().CreateInstance(AnInstance(), {}), IsOk());
  EXPECT_THAT(store().connectors().CreateConnector(AConnector(), {}), IsOk());
}

absl::StatusOr<Connector> ConnectorContract::Desire(DesiredState state, int64_t from_generation,
                                                    std::optional<StartPin> pin) {
  return store().connectors().ChangeDesiredState(
      {AConnector().uid, from_generation, state, pin, kT0 + absl::Minutes(1)}, {});
}

ReconcileClaim ConnectorContract::Claim() {
  const auto claims = store().reconcile_queue().Claim(1, absl::Minutes(1), kT0 + absl::Minutes(2));
  EXPECT_THAT(claims, IsOkAndHolds(SizeIs(1)));
  return claims->at(0);
}

RunningContract::RunningContract() {
  EXPECT_THAT(store().workers().Hello(AWorker(), absl::Hours(1)), IsOk());
  Place({AConnector().uid, 0});
}

void RunningContract::Place(const TaskKey& key) {
  EXPECT_THAT(store().tasks().Place(
                  [&](const PlacementView&) {
                    PlacementChanges changes;
                    changes.create = {key};
                    changes.place = {{key, AWorker().uid}};
                    return changes;
                  },
                  kT0),
              IsOk());
}

Snapshot RunningContract::SnapshotNow() { return *store().workers().GetSnapshot(AWorker().uid); }

}  // namespace sluice::controlplane
