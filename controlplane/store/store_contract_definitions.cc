#include <optional>
#include <string>
#include <vector>

#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// Instances, connectors and the answers to request ids.
namespace sluice::controlplane {
namespace {

using ::testing::Eq;
using ::testing::Field;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::Optional;
using ::testing::SizeIs;

const Request kNoRequest;

Request ARequest(const std::string& id, const std::string& answer = "answer") {
  return {id, "Create", "fingerprint", answer};
}

TEST_P(StoreContract, AnInstanceIsReadBackAsItWasWritten) {
  const Instance instance = AnInstance();
  EXPECT_THAT(store().instances().CreateInstance(instance, kNoRequest), IsOk());
  EXPECT_THAT(store().instances().GetInstance("kafka-1"), IsOkAndHolds(instance));
}

TEST_P(StoreContract, ASecondInstanceOfTheSameNameIsRefusedAndTheFirstStays) {
  ASSERT_THAT(store().instances().CreateInstance(AnInstance(), kNoRequest), IsOk());
  Instance second = AnInstance();
  second.uid = "another";
  const absl::Status refusal = store().instances().CreateInstance(second, kNoRequest);
  EXPECT_THAT(refusal, StatusIs(absl::StatusCode::kAlreadyExists));
  EXPECT_THAT(refusal, HasReason("INSTANCE_EXISTS"));
  EXPECT_THAT(store().instances().GetInstance("kafka-1"), IsOkAndHolds(AnInstance()));
}

TEST_P(StoreContract, InstancesArePagedInTheOrderOfTheirBytes) {
  for (const char* id : {"b", "a-1", "a", "0"}) {
    ASSERT_THAT(store().instances().CreateInstance(AnInstance(id), kNoRequest), IsOk());
  }
  const auto first = store().instances().ListInstances("", 2);
  ASSERT_THAT(first, IsOkAndHolds(SizeIs(2)));
  EXPECT_THAT((*first)[0].id, Eq("0"));
  EXPECT_THAT((*first)[1].id, Eq("a"));
  const auto second = store().instances().ListInstances("a", 5);
  ASSERT_THAT(second, IsOkAndHolds(SizeIs(2)));
  EXPECT_THAT((*second)[0].id, Eq("a-1"));
}

TEST_P(StoreContract, AnInstanceGoesOnlyWithTheRightGenerationAndWithoutConnectors) {
  const Instance instance = AnInstance();
  ASSERT_THAT(store().instances().CreateInstance(instance, kNoRequest), IsOk());
  ASSERT_THAT(store().connectors().CreateConnector(AConnector(), kNoRequest), IsOk());
  const auto remove = [&](const std::string& uid, int64_t generation) {
    return store().instances().DeleteInstance("kafka-1", uid, generation, kNoRequest, kT0);
  };
  EXPECT_THAT(remove(instance.uid, 2), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(remove("another", 3), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(remove(instance.uid, 3), HasReason("INSTANCE_NOT_EMPTY"));
  EXPECT_THAT(store().instances().DeleteInstance("none", "u", 1, kNoRequest, kT0),
              HasReason("INSTANCE_NOT_FOUND"));
  ASSERT_THAT(store().instances().CreateInstance(AnInstance("empty"), kNoRequest), IsOk());
  EXPECT_THAT(store().instances().DeleteInstance("empty", "uid-of-empty", 3, kNoRequest, kT0),
              IsOk());
  EXPECT_THAT(store().instances().GetInstance("empty"), HasReason("INSTANCE_NOT_FOUND"));
}

TEST_P(StoreContract, AnInstanceIsChangedAsAWholeFromTheGenerationThatWasReadOnly) {
  InstanceStore& instances = store().instances();
  ASSERT_THAT(instances.CreateInstance(AnInstance(), kNoRequest), IsOk());
  Instance changed = AnInstance();
  changed.generation = 4;
  changed.update_time = kT0 + absl::Minutes(1);
  changed.bootstrap_servers = {"c:1"};
  changed.sasl->password = "another";
  changed.tls.reset();
  changed.observed.reachable = false;
  ASSERT_THAT(instances.UpdateInstance({changed, 3, true}, ARequest("r-1")), IsOk());
  EXPECT_THAT(instances.GetInstance("kafka-1"), IsOkAndHolds(changed));
  EXPECT_THAT(store().requests().FindAnswer("Create", "r-1", kT0),
              IsOkAndHolds(Optional(Field(&StoredAnswer::answer, "answer"))));

  Instance late = AnInstance();
  late.generation = 4;
  EXPECT_THAT(instances.UpdateInstance({late, 3, true}, kNoRequest), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(instances.UpdateInstance({late, 4, true}, ARequest("r-1")),
              HasReason("REQUEST_REPEATED"));
  late.uid = "another";
  EXPECT_THAT(instances.UpdateInstance({late, 4, true}, kNoRequest), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(instances.UpdateInstance({AnInstance("none"), 3, true}, kNoRequest),
              HasReason("INSTANCE_NOT_FOUND"));
  EXPECT_THAT(instances.GetInstance("kafka-1"), IsOkAndHolds(changed));
}

TEST_P(StoreContract, WhatTheBrokersSaidIsNotedWithoutCountingAGeneration) {
  InstanceStore& instances = store().instances();
  Instance instance = AnInstance();
  ASSERT_THAT(instances.CreateInstance(instance, kNoRequest), IsOk());
  instance.observed = {kT0 + absl::Hours(1), false, "KAFKA_DNS_FAILED", "m", "r", "", 0, false};
  ASSERT_THAT(instances.NoteObservation(instance), IsOk());
  EXPECT_THAT(instances.GetInstance("kafka-1"), IsOkAndHolds(instance));
  instance.generation = 2;
  EXPECT_THAT(instances.NoteObservation(instance), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(instances.NoteObservation(AnInstance("none")), HasReason("INSTANCE_NOT_FOUND"));
}

TEST_P(StoreContract, AConnectorIsReadBackAsItWasWritten) {
  ASSERT_THAT(store().instances().CreateInstance(AnInstance(), kNoRequest), IsOk());
  const Connector connector = AConnector();
  ASSERT_THAT(store().connectors().CreateConnector(connector, kNoRequest), IsOk());
  EXPECT_THAT(store().connectors().GetConnector(connector.id), IsOkAndHolds(connector));
  EXPECT_THAT(store().connectors().GetConnectorByUid(connector.uid), IsOkAndHolds(connector));
  EXPECT_THAT(store().connectors().GetConnector({"kafka-1", "none"}),
              HasReason("CONNECTOR_NOT_FOUND"));
  EXPECT_THAT(store().connectors().GetConnectorByUid("none"), HasReason("CONNECTOR_NOT_FOUND"));
}

TEST_P(StoreContract, AConnectorNeedsAnInstanceAndANameOfItsOwn) {
  EXPECT_THAT(store().connectors().CreateConnector(AConnector(), kNoRequest),
              HasReason("INSTANCE_NOT_FOUND"));
  ASSERT_THAT(store().instances().CreateInstance(AnInstance(), kNoRequest), IsOk());
  ASSERT_THAT(store().instances().CreateInstance(AnInstance("kafka-2"), kNoRequest), IsOk());
  ASSERT_THAT(store().connectors().CreateConnector(AConnector(), kNoRequest), IsOk());
  Connector second = AConnector();
  second.uid = "another";
  EXPECT_THAT(store().connectors().CreateConnector(second, kNoRequest),
              StatusIs(absl::StatusCode::kAlreadyExists));
  // The same name on another instance is another connector.
  EXPECT_THAT(store().connectors().CreateConnector(AConnector("orders", "kafka-2"), kNoRequest),
              IsOk());
}

TEST_P(StoreContract, ConnectorsArePagedByInstanceAndName) {
  for (const char* instance : {"kafka-1", "kafka-2"}) {
    ASSERT_THAT(store().instances().CreateInstance(AnInstance(instance), kNoRequest), IsOk());
    for (const char* id : {"b", "a", "c"}) {
      ASSERT_THAT(store().connectors().CreateConnector(AConnector(id, instance), kNoRequest),
                  IsOk());
    }
  }
  const auto names = [](const absl::StatusOr<std::vector<Connector>>& page) {
    std::string text;
    for (const Connector& c : *page) text += c.id.instance + "/" + c.id.connector + " ";
    return text;
  };
  ConnectorStore& connectors = store().connectors();
  EXPECT_THAT(names(connectors.ListConnectors("kafka-1", std::nullopt, 2)),
              Eq("kafka-1/a kafka-1/b "));
  EXPECT_THAT(names(connectors.ListConnectors("kafka-1", ConnectorId{"kafka-1", "b"}, 2)),
              Eq("kafka-1/c "));
  EXPECT_THAT(names(connectors.ListConnectors(std::nullopt, ConnectorId{"kafka-1", "b"}, 2)),
              Eq("kafka-1/c kafka-2/a "));
  EXPECT_THAT(connectors.ListConnectors("none", std::nullopt, 2), HasReason("INSTANCE_NOT_FOUND"));
}

TEST_P(ConnectorContract, AChangeOfDesiredStateCountsAGenerationAndIsRefusedFromAnOldOne) {
  const auto running = Desire(DesiredState::kRunning, 1);
  ASSERT_THAT(running, IsOk());
  EXPECT_THAT(running->desired_state, Eq(DesiredState::kRunning));
  EXPECT_THAT(running->generation, Eq(2));
  EXPECT_THAT(running->desired_state_time, Eq(kT0 + absl::Minutes(1)));
  EXPECT_THAT(running->update_time, Eq(kT0 + absl::Minutes(1)));
  EXPECT_THAT(store().connectors().GetConnector(running->id), IsOkAndHolds(*running));
  const auto late = Desire(DesiredState::kStopped, 1);
  EXPECT_THAT(late, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(late, HasReason("ETAG_MISMATCH"));
}

TEST_P(ConnectorContract, TheStartIsPinnedOnceAndNeverMovedByALaterChange) {
  const StartPin pin{kT0, "topic-id", {{0, 7}, {11, 0}}, {{0, 5}}};
  EXPECT_THAT(Desire(DesiredState::kRunning, 1, pin), IsOk());
  EXPECT_THAT(Desire(DesiredState::kStopped, 2), IsOk());
  const auto again = Desire(DesiredState::kRunning, 3, StartPin{kT0, "other", {{0, 99}}, {}});
  ASSERT_THAT(again, IsOk());
  EXPECT_THAT(again->start_pin, Optional(pin));
}

TEST_P(ConnectorContract, WhatTheReconcilerNotesIsKeptWhileTheClaimIsItsOwn) {
  const ReconcileClaim claim = Claim();
  const Provisioning provisioning{
      false, Problem{ErrorClass::kQuota, "TOPIC_UNFIT", "why \xff", "what"}, kT0};
  ASSERT_THAT(store().connectors().NoteProvisioning(claim, {true, std::nullopt, kT0}), IsOk());
  ASSERT_THAT(store().connectors().NoteObservedGeneration(claim, 1), IsOk());
  const auto noted = store().connectors().GetConnector(AConnector().id);
  EXPECT_TRUE(noted->provisioning.done);
  EXPECT_THAT(noted->observed_generation, Eq(1));
  // Text that is not UTF-8, as from a broker, must not stop the note.
  EXPECT_THAT(store().connectors().NoteProvisioning(claim, provisioning), IsOk());
  EXPECT_THAT(store().connectors().GetConnector(AConnector().id)->provisioning.problem,
              Optional(Field(&Problem::reason, "TOPIC_UNFIT")));
}

TEST_P(ConnectorContract, AnObservedGenerationNeverFalls) {
  const ReconcileClaim claim = Claim();
  ASSERT_THAT(store().connectors().NoteObservedGeneration(claim, 5), IsOk());
  ASSERT_THAT(store().connectors().NoteObservedGeneration(claim, 4), IsOk());
  EXPECT_THAT(store().connectors().GetConnector(AConnector().id)->observed_generation, Eq(5));
}

TEST_P(ConnectorContract, GivenAnotherRunnerClaimedWhenTheFirstWritesThenNothingIsWritten) {
  const ReconcileClaim old_claim = Claim();
  const auto later = store().reconcile_queue().Claim(1, absl::Minutes(1), kT0 + absl::Minutes(10));
  ASSERT_THAT(later, IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT((*later)[0].number, Gt(old_claim.number));
  ConnectorStore& connectors = store().connectors();
  EXPECT_THAT(connectors.NoteProvisioning(old_claim, {true, std::nullopt, kT0}),
              HasReason("CLAIM_LOST"));
  EXPECT_THAT(connectors.NoteObservedGeneration(old_claim, 9), HasReason("CLAIM_LOST"));
  EXPECT_THAT(connectors.RemoveConnector(old_claim, kT0), HasReason("CLAIM_LOST"));
  EXPECT_THAT(store().reconcile_queue().Complete(old_claim, kT0), HasReason("CLAIM_LOST"));
  EXPECT_THAT(connectors.GetConnector(AConnector().id), IsOkAndHolds(AConnector()));
}

TEST_P(ConnectorContract, WhoIsAboutToPinSaysSoUnlessTheConnectorHasChanged) {
  ConnectorStore& connectors = store().connectors();
  const std::string uid = AConnector().uid;
  EXPECT_THAT(connectors.PinningUntil(uid), IsOkAndHolds(absl::InfinitePast()));
  ASSERT_THAT(connectors.BeginPin(uid, 1, "a", kT0 + absl::Seconds(20)), IsOk());
  ASSERT_THAT(connectors.BeginPin(uid, 1, "b", kT0 + absl::Seconds(10)), IsOk());
  ASSERT_THAT(Desire(DesiredState::kDeleted, 1), IsOk());

  EXPECT_THAT(connectors.BeginPin(uid, 1, "c", kT0), HasReason("ETAG_MISMATCH"));
  EXPECT_THAT(connectors.BeginPin("nobody", 1, "c", kT0), HasReason("CONNECTOR_NOT_FOUND"));
  EXPECT_THAT(connectors.PinningUntil(uid), IsOkAndHolds(kT0 + absl::Seconds(20)));
  ASSERT_THAT(connectors.EndPin(uid, "a"), IsOk());
  EXPECT_THAT(connectors.PinningUntil(uid), IsOkAndHolds(kT0 + absl::Seconds(10)));
  ASSERT_THAT(connectors.EndPin(uid, "b"), IsOk());
  EXPECT_THAT(connectors.EndPin(uid, "b"), IsOk());
  EXPECT_THAT(connectors.PinningUntil(uid), IsOkAndHolds(absl::InfinitePast()));
  ASSERT_THAT(connectors.RemoveConnector(Claim(), kT0), IsOk());
  EXPECT_THAT(connectors.PinningUntil(uid), IsOkAndHolds(absl::InfinitePast()));
}

TEST_P(ConnectorContract, OnlyWhatIsDesiredDeletedIsRemoved) {
  EXPECT_THAT(store().connectors().RemoveConnector(Claim(), kT0),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  ASSERT_THAT(Desire(DesiredState::kDeleted, 1), IsOk());
  const auto claims = store().reconcile_queue().Claim(1, absl::Minutes(1), kT0 + absl::Minutes(10));
  ASSERT_THAT(claims, IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(store().connectors().RemoveConnector((*claims)[0], kT0), IsOk());
  EXPECT_THAT(store().connectors().GetConnector(AConnector().id), HasReason("CONNECTOR_NOT_FOUND"));
  EXPECT_THAT(store().reconcile_queue().NextDue(), IsOkAndHolds(absl::InfiniteFuture()));
  // The name is free again.
  EXPECT_THAT(store().connectors().CreateConnector(AConnector(), kNoRequest), IsOk());
}

TEST_P(StoreContract, TheAnswerToARequestIsThereExactlyWhenItsWriteIs) {
  RequestLog& requests = store().requests();
  const std::string binary = std::string("a\0b\xff'", 5);
  ASSERT_THAT(store().instances().CreateInstance(AnInstance(), ARequest("r-1", binary)), IsOk());
  EXPECT_THAT(requests.FindAnswer("Create", "r-1", kT0),
              IsOkAndHolds(Optional(Field(&StoredAnswer::answer, binary))));
  EXPECT_THAT(requests.FindAnswer("Create", "r-1", kT0),
              IsOkAndHolds(Optional(Field(&StoredAnswer::fingerprint, "fingerprint"))));
  EXPECT_THAT(requests.FindAnswer("Delete", "r-1", kT0), IsOkAndHolds(Eq(std::nullopt)));
  // A write that is refused leaves no answer.
  EXPECT_FALSE(store().instances().CreateInstance(AnInstance(), ARequest("r-2")).ok());
  EXPECT_THAT(requests.FindAnswer("Create", "r-2", kT0), IsOkAndHolds(Eq(std::nullopt)));
}

TEST_P(StoreContract, ARequestThatIsRepeatedWritesNothing) {
  ASSERT_THAT(store().instances().CreateInstance(AnInstance(), ARequest("r-1")), IsOk());
  EXPECT_THAT(store().instances().CreateInstance(AnInstance("kafka-2"), ARequest("r-1")),
              HasReason("REQUEST_REPEATED"));
  EXPECT_THAT(store().instances().GetInstance("kafka-2"), HasReason("INSTANCE_NOT_FOUND"));
  EXPECT_THAT(store().connectors().CreateConnector(AConnector(), ARequest("r-1")),
              HasReason("REQUEST_REPEATED"));
}

TEST_P(StoreContract, AfterADayARequestIdIsFree) {
  RequestLog& requests = store().requests();
  ASSERT_THAT(requests.StoreAnswer(ARequest("r-1", "old"), kT0), IsOk());
  const absl::Time day_after = kT0 + kRequestAnswerLife + absl::Seconds(1);
  EXPECT_THAT(requests.FindAnswer("Create", "r-1", day_after), IsOkAndHolds(Eq(std::nullopt)));
  EXPECT_THAT(requests.StoreAnswer(ARequest("r-1", "new"), day_after), IsOk());
  EXPECT_THAT(requests.FindAnswer("Create", "r-1", day_after),
              IsOkAndHolds(Optional(Field(&StoredAnswer::answer, "new"))));
  EXPECT_THAT(requests.ForgetOldAnswers(day_after), IsOkAndHolds(0));
  EXPECT_THAT(requests.ForgetOldAnswers(day_after + absl::Hours(25)), IsOkAndHolds(1));
}

}  // namespace
}  // namespace sluice::controlplane
