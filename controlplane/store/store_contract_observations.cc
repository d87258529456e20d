#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/status/status_matchers.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// What is observed of connectors, and their figures over time.
namespace sluice::controlplane {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

const std::string kUid = AConnector().uid;

ObservedValues Values() {
  ObservedValues values;
  values.state = ObservedState::kFailed;
  values.severity = 60;
  values.lag_records = 17;
  values.fresh_until = kT0 - absl::Minutes(3);
  values.dead_letters = 5;
  values.trouble_reason = "TABLE_NOT_FOUND";
  values.trouble_class = ErrorClass::kUser;
  values.trouble_since = kT0 - absl::Minutes(1);
  return values;
}

NotedObservation NotedIn(const FleetNews& news) {
  for (const NotedObservation& noted : news.observations) {
    if (noted.connector_uid == kUid) return noted;
  }
  return {};
}

TEST_P(ConnectorContract, AnObservationIsThereFromTheBeginningAndIsReadBackAsItWasNoted) {
  const auto first = store().observations().ReadNews("");
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(NotedIn(*first).version, Eq(1));
  EXPECT_THAT(NotedIn(*first).values.state, Eq(ObservedState::kCreating));
  EXPECT_THAT(NotedIn(*first).values.lag_records, Eq(-1));

  EXPECT_THAT(store().observations().NoteObservations({{kUid, 1, Values(), {}}}, kT0),
              IsOkAndHolds(ElementsAre(kUid)));
  const auto next = store().observations().ReadNews(first->cursor);
  EXPECT_THAT(NotedIn(*next).version, Eq(2));
  EXPECT_THAT(NotedIn(*next).values, Eq(Values()));
}

TEST_P(ConnectorContract, ANoteOfAnOlderVersionIsPassedOverWithItsEvents) {
  const ConnectorEvent event = {.connector_uid = kUid, .time = kT0, .type = EventType::kState};
  ASSERT_THAT(store().observations().NoteObservations(
                  {{kUid, 1, Values(), {event}}, {"nobody", 1, Values(), {event}}}, kT0),
              IsOkAndHolds(ElementsAre(kUid)));
  EXPECT_THAT(store().observations().NoteObservations({{kUid, 1, Values(), {event}}}, kT0),
              IsOkAndHolds(IsEmpty()));
  EXPECT_THAT(store().events().ListEvents({.connector_uid = kUid, .types = {EventType::kState}}),
              IsOkAndHolds(SizeIs(1)));
}

TEST_P(ConnectorContract, WhoeverRacesEachTransitionIsToldOnce) {
  constexpr int kRounds = 20;
  std::atomic<int> taken = 0;
  const auto race = [&] {
    for (int64_t version = 1; version <= kRounds; ++version) {
      const ConnectorEvent event = {
          .connector_uid = kUid, .time = kT0, .type = EventType::kState, .revision = version};
      const auto noted =
          store().observations().NoteObservations({{kUid, version, Values(), {event}}}, kT0);
      ASSERT_THAT(noted, IsOk());
      taken += static_cast<int>(noted->size());
    }
  };
  std::thread one(race), other(race);
  one.join();
  other.join();
  EXPECT_THAT(taken.load(), Eq(kRounds));
  const auto events = store().events().ListEvents(
      {.connector_uid = kUid, .types = {EventType::kState}, .limit = 1000});
  std::set<int64_t> rounds;
  for (const ConnectorEvent& event : *events) rounds.insert(event.revision);
  EXPECT_THAT(*events, SizeIs(kRounds));
  EXPECT_THAT(rounds, SizeIs(kRounds));
}

TEST_P(RunningContract, NewsHaveAllThatWasWrittenSince) {
  const auto first = store().observations().ReadNews("");
  ASSERT_THAT(first, IsOk());
  EXPECT_THAT(first->connector_count, Eq(1));
  EXPECT_THAT(first->task_count, Eq(1));
  ASSERT_THAT(first->connectors, SizeIs(1));
  Connector without_secret = AConnector();
  without_secret.spec.sink.access_key->secret.clear();
  EXPECT_THAT(first->connectors[0], Eq(without_secret));
  ASSERT_THAT(first->tasks, SizeIs(1));

  ASSERT_THAT(Desire(DesiredState::kRunning, 1), IsOk());
  Place({kUid, 1});
  const auto next = store().observations().ReadNews(first->cursor);
  ASSERT_THAT(next, IsOk());
  ASSERT_THAT(next->connectors, SizeIs(1));
  EXPECT_THAT(next->connectors[0].desired_state, Eq(DesiredState::kRunning));
  std::set<TaskKey> keys;
  for (const Task& task : next->tasks) keys.insert(task.key);
  EXPECT_THAT(keys, Contains(TaskKey{kUid, 1}));
  EXPECT_THAT(next->task_count, Eq(2));
}

TEST_P(RunningContract, WhatHasGoneIsNotAmongTheKeys) {
  const auto keys = store().observations().ReadKeys();
  ASSERT_THAT(keys, IsOk());
  EXPECT_THAT(keys->connector_uids, ElementsAre(kUid));
  EXPECT_THAT(keys->tasks, ElementsAre(TaskKey{kUid, 0}));
  ASSERT_THAT(Desire(DesiredState::kDeleted, 1), IsOk());
  ASSERT_THAT(store().connectors().RemoveConnector(Claim(), kT0), IsOk());
  EXPECT_THAT(store().observations().ReadKeys()->connector_uids, IsEmpty());
  EXPECT_THAT(store().observations().ReadKeys()->tasks, IsEmpty());
  EXPECT_THAT(store().observations().ReadNews("")->observations, IsEmpty());
}

SampleNote ASample(absl::Time from, absl::Time time) {
  return {kUid,
          from,
          {time, {{0, {7, 100, 2000, 3}}, {12, {8, 1, 2, 0}}}},
          {.time = time,
           .since = absl::Seconds(60),
           .rows = 10,
           .bytes = 20,
           .dead_letters = 1,
           .lag_records = 5,
           .freshness = absl::Milliseconds(1500)}};
}

TEST_P(ConnectorContract, SamplesAreReadBackAsTheyWereNotedAndEachMinuteCountsOnce) {
  const absl::Time first = kT0 + absl::Minutes(1);
  const absl::Time second = kT0 + absl::Minutes(2);
  SampleStore& samples = store().samples();
  EXPECT_THAT(samples.ReadCounters(), IsOkAndHolds(IsEmpty()));
  ASSERT_THAT(samples.NoteSamples({ASample(absl::InfinitePast(), first)}), IsOk());
  EXPECT_THAT(samples.ReadCounters(),
              IsOkAndHolds(ElementsAre(Pair(kUid, ASample(first, first).counters))));

  // Another replica, which has not seen it.
  SampleNote slower = ASample(absl::InfinitePast(), first);
  slower.sample.rows = 99;
  ASSERT_THAT(samples.NoteSamples({slower}), IsOk());
  SampleNote next = ASample(first, second);
  next.sample.freshness.reset();
  ASSERT_THAT(samples.NoteSamples({next}), IsOk());
  SampleNote nobody = ASample(absl::InfinitePast(), first);
  nobody.connector_uid = "nobody";
  ASSERT_THAT(samples.NoteSamples({nobody}), IsOk());

  EXPECT_THAT(samples.ListSamples(kUid, kT0, second + absl::Seconds(1)),
              IsOkAndHolds(ElementsAre(ASample(first, first).sample, next.sample)));
  EXPECT_THAT(samples.ListSamples(kUid, first, second),
              IsOkAndHolds(ElementsAre(ASample(first, first).sample)));

  EXPECT_THAT(samples.PruneSamples(second), IsOkAndHolds(1));
  EXPECT_THAT(samples.ListSamples(kUid, kT0, second + absl::Seconds(1)),
              IsOkAndHolds(ElementsAre(next.sample)));
}

}  // namespace
}  // namespace sluice::controlplane
