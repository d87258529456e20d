#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// What happened to connectors.
namespace sluice::controlplane {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::Field;
using ::testing::Gt;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string kUid = AConnector().uid;

ConnectorEvent AnEvent() {
  return {.connector_uid = kUid,
          .connector = AConnector().id,
          .time = kT0,
          .type = EventType::kOperation,
          .verb = "offset-change",
          .from_state = "RUNNING",
          .to_state = "STOPPED",
          .reason = "REASON",
          .message = "message \xc3\xa4",
          .actor = "ada",
          .revision = 7,
          .request_id = "r1",
          .operation = "op1",
          .task = 3};
}

TEST_P(StoreContract, AnEventIsReadBackAsItWasWritten) {
  ASSERT_THAT(store().events().AddEvent(AnEvent()), IsOk());
  const auto events = store().events().ListEvents({.connector_uid = kUid});
  ASSERT_THAT(events, IsOkAndHolds(SizeIs(1)));
  ConnectorEvent expected = AnEvent();
  expected.sequence = events->at(0).sequence;
  EXPECT_THAT(events->at(0), Eq(expected));
  EXPECT_THAT(expected.sequence, Gt(0));
}

TEST_P(StoreContract, EventsArePagedTheNewestFirstAndOfSomeTypesOnly) {
  for (int i = 0; i < 6; ++i) {
    ConnectorEvent event = AnEvent();
    event.type = i % 2 == 0 ? EventType::kState : EventType::kTrouble;
    event.message = absl::StrCat(i);
    ASSERT_THAT(store().events().AddEvent(event), IsOk());
  }
  EventQuery query{.connector_uid = kUid, .types = {EventType::kState}, .limit = 2};
  const auto first = store().events().ListEvents(query);
  EXPECT_THAT(*first, ElementsAre(Field(&ConnectorEvent::message, "4"),
                                  Field(&ConnectorEvent::message, "2")));
  query.before = first->back().sequence;
  EXPECT_THAT(store().events().ListEvents(query),
              IsOkAndHolds(ElementsAre(Field(&ConnectorEvent::message, "0"))));
  query.types = {EventType::kState, EventType::kTrouble};
  query.before = EventQuery().before;
  query.limit = 100;
  EXPECT_THAT(store().events().ListEvents(query), IsOkAndHolds(SizeIs(6)));
  EXPECT_THAT(store().events().ListEvents({.connector_uid = "another"}), IsOkAndHolds(IsEmpty()));
}

TEST_P(ConnectorContract, EveryChangeIsAnEventWithWhoAskedForItAndItsRequest) {
  ASSERT_THAT(store().connectors().ChangeDesiredState({.connector_uid = kUid,
                                                       .from_generation = 1,
                                                       .desired_state = DesiredState::kRunning,
                                                       .now = kT0 + absl::Minutes(1),
                                                       .verb = "deploy"},
                                                      {.id = "r2", .method = "m", .actor = "ada"}),
              IsOk());
  DefinitionChange change;
  change.connector = AConnector();
  change.connector.generation = 3;
  change.connector.spec_revision = 2;
  change.connector.desired_state = DesiredState::kRunning;
  change.connector.update_time = kT0 + absl::Minutes(2);
  change.from_generation = 2;
  change.note = {"bob", "why not"};
  ASSERT_THAT(store().connectors().UpdateConnector(change, {.id = "r3", .method = "m"}), IsOk());
  ASSERT_THAT(store().tasks().RestartTasks(kUid, {0}, {.actor = "cy"}, kT0 + absl::Minutes(3)),
              IsOk());
  const auto events = store().events().ListEvents({.connector_uid = kUid});
  ASSERT_THAT(events, IsOkAndHolds(SizeIs(4)));
  EXPECT_THAT(*events, Each(Field(&ConnectorEvent::type, EventType::kChange)));
  const auto is = [](const ConnectorEvent& event, const std::string& verb, const std::string& actor,
                     const std::string& request_id, int64_t revision) {
    EXPECT_THAT(event.verb, Eq(verb));
    EXPECT_THAT(event.actor, Eq(actor)) << verb;
    EXPECT_THAT(event.request_id, Eq(request_id)) << verb;
    EXPECT_THAT(event.revision, Eq(revision)) << verb;
    EXPECT_THAT(event.connector, Eq(AConnector().id)) << verb;
  };
  is((*events)[3], "create", "", "", 1);
  is((*events)[2], "deploy", "ada", "r2", 1);
  is((*events)[1], "update", "bob", "r3", 2);
  EXPECT_THAT((*events)[1].message, Eq("why not"));
  is((*events)[0], "restart", "cy", "", 2);
  EXPECT_THAT((*events)[0].task, Eq(0));
}

TEST_P(ConnectorContract, WhatSluiceDoesByItselfSaysSo) {
  DefinitionChange change;
  change.connector = AConnector();
  change.connector.generation = 2;
  change.connector.spec_revision = 2;
  change.from_generation = 1;
  change.note = {kSluiceActor, "back to revision 1"};
  change.verb = "rollback";
  ASSERT_THAT(store().connectors().UpdateConnector(change, {}), IsOk());
  const auto events =
      store().events().ListEvents({.connector_uid = kUid, .types = {EventType::kByItself}});
  ASSERT_THAT(events, IsOkAndHolds(SizeIs(1)));
  EXPECT_THAT(events->at(0).verb, Eq("rollback"));
}

TEST_P(ConnectorContract, EventsOutliveTheirConnector) {
  ASSERT_THAT(Desire(DesiredState::kDeleted, 1), IsOk());
  ASSERT_THAT(store().connectors().RemoveConnector(Claim(), kT0 + absl::Minutes(3)), IsOk());
  EXPECT_THAT(store().events().ListEvents({.connector_uid = kUid}), IsOkAndHolds(SizeIs(3)));
}

TEST_P(StoreContract, OldEventsAndThoseBeyondTheNumberThatIsKeptGo) {
  const absl::Time now = kT0 + kEventLife + absl::Hours(1);
  const auto add = [&](const std::string& uid, absl::Time time, int count) {
    ConnectorEvent event = AnEvent();
    event.connector_uid = uid;
    event.time = time;
    for (int i = 0; i < count; ++i) ASSERT_THAT(store().events().AddEvent(event), IsOk());
  };
  add("a", kT0, 3);  // Too old.
  add("a", now, 2);
  add("b", now, kEventsOfConnectorMax + 5);
  add("c", now, 1);
  const auto count = [&](const std::string& uid) {
    return store().events().ListEvents({.connector_uid = uid, .limit = 5000})->size();
  };
  // A step looks at one connector only.
  const auto after = store().events().PruneEvents("", 1, now);
  EXPECT_THAT(after, IsOkAndHolds(Eq("a")));
  EXPECT_THAT(count("a"), Eq(2u));
  EXPECT_THAT(count("b"), Eq(kEventsOfConnectorMax + 5u));
  EXPECT_THAT(store().events().PruneEvents(*after, 10, now), IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(count("b"), Eq(static_cast<size_t>(kEventsOfConnectorMax)));
  EXPECT_THAT(count("c"), Eq(1u));
}

}  // namespace
}  // namespace sluice::controlplane
