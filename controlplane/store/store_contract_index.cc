#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/status/status_matchers.h"
#include "controlplane/filter/filter_cases.h"
#include "controlplane/filter/parse_filter.h"
#include "controlplane/store/store_contract.h"
#include "controlplane/store/store_contract_values.h"
#include "gmock/gmock.h"

// Connectors by filter and order.
namespace sluice::controlplane {
namespace {

using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsEmpty;
using ::testing::Pair;

class IndexWorld {
 public:
  explicit IndexWorld(Store& store) : store_(store) {
    EXPECT_THAT(store_.instances().CreateInstance(AnInstance(), {}), IsOk());
    std::vector<ObservationNote> notes;
    for (const FilterSubject& subject : FilterSubjects("kafka-1")) {
      EXPECT_THAT(store_.connectors().CreateConnector(subject.connector, {}), IsOk());
      notes.push_back({subject.connector.uid, 1, subject.observed, {}});
    }
    EXPECT_THAT(store_.observations().NoteObservations(notes, kFilterNow), IsOk());
  }

  // From page to page, each of `page` connectors.
  std::vector<std::string> Ids(const std::string& filter, const std::string& order, int page) {
    ConnectorQuery query{.instance = "kafka-1",
                         .filter = *ParseFilter(filter),
                         .order = *ParseOrder(order),
                         .limit = page,
                         .now = kFilterNow};
    std::vector<std::string> ids;
    for (;;) {
      const auto found = store_.connector_index().FindConnectors(query);
      EXPECT_THAT(found, IsOk()) << filter << " by " << order;
      if (!found.ok() || found->empty()) return ids;
      for (const FoundConnector& one : *found) ids.push_back(one.connector.id.connector);
      query.after = found->back().position;
    }
  }

 private:
  Store& store_;
};

TEST_P(StoreContract, EveryGoldenFilterFindsAndCountsTheConnectorsThatTheListNames) {
  IndexWorld world(store());
  for (const FilterCase& one : FilterCases()) {
    EXPECT_THAT(world.Ids(one.filter, "", 100), Eq(one.ids)) << one.filter;
    const auto counts = store().connector_index().CountConnectors(
        {.instance = "kafka-1", .filter = *ParseFilter(one.filter), .now = kFilterNow});
    ASSERT_THAT(counts, IsOk()) << one.filter;
    int64_t total = 0;
    for (const auto& [state, count] : *counts) total += count;
    EXPECT_THAT(total, Eq(static_cast<int64_t>(one.ids.size()))) << one.filter;
  }
}

TEST_P(StoreContract, EveryGoldenOrderIsKeptFromPageToPage) {
  IndexWorld world(store());
  for (const OrderCase& one : OrderCases()) {
    for (int page : {1, 2, 3, 100}) {
      EXPECT_THAT(world.Ids("", one.order_by, page), Eq(one.ids)) << one.order_by << " by " << page;
    }
  }
}

TEST_P(StoreContract, ConnectorsAreCountedByStateOfOneInstanceOrOfAll) {
  IndexWorld world(store());
  ASSERT_THAT(store().instances().CreateInstance(AnInstance("kafka-2"), {}), IsOk());
  ASSERT_THAT(store().connectors().CreateConnector(AConnector("orders", "kafka-2"), {}), IsOk());
  EXPECT_THAT(
      store().connector_index().CountConnectors({.instance = "kafka-1"}),
      IsOkAndHolds(ElementsAre(Pair(ObservedState::kDraft, 1), Pair(ObservedState::kRunning, 1),
                               Pair(ObservedState::kStalled, 1), Pair(ObservedState::kFailed, 1))));
  // One that was made just now is found, too.
  EXPECT_THAT(store().connector_index().CountConnectors({.filter = *ParseFilter("name = orders")}),
              IsOkAndHolds(
                  ElementsAre(Pair(ObservedState::kCreating, 1), Pair(ObservedState::kFailed, 1))));
  EXPECT_THAT(store().connector_index().CountConnectors({.instance = "none"}),
              HasReason("INSTANCE_NOT_FOUND"));
  EXPECT_THAT(store().connector_index().FindConnectors({.instance = "none"}),
              HasReason("INSTANCE_NOT_FOUND"));
}

TEST_P(StoreContract, AFoundConnectorIsTheWholeOne) {
  ASSERT_THAT(store().instances().CreateInstance(AnInstance(), {}), IsOk());
  ASSERT_THAT(store().connectors().CreateConnector(AConnector(), {}), IsOk());
  const auto found = store().connector_index().FindConnectors({.instance = "kafka-1"});
  ASSERT_THAT(found, IsOk());
  EXPECT_THAT(found->at(0).connector, Eq(AConnector()));
  EXPECT_THAT(found->at(0).position.id, Eq(AConnector().id));
}

TEST_P(StoreContract, WhilePagesAreReadAndOthersAreMadeNoConnectorComesTwiceOrIsMissing) {
  ASSERT_THAT(store().instances().CreateInstance(AnInstance(), {}), IsOk());
  const auto create = [&](const std::string& id) {
    EXPECT_THAT(store().connectors().CreateConnector(AConnector(id), {}), IsOk());
  };
  std::set<std::string> before;
  for (int i = 0; i < 60; i += 2) {
    before.insert(absl::StrCat("c", 100 + i));
    create(absl::StrCat("c", 100 + i));
  }
  for (const char* order_by : {"", "severity desc", "create_time, lag_records desc"}) {
    std::thread others([&, prefix = std::string(1, 'a' + std::string(order_by).size() % 26)] {
      for (int i = 1; i < 60; i += 6) {
        create(absl::StrCat("c", 100 + i, prefix));  // Between them.
        create(absl::StrCat(prefix, i));             // In front.
      }
    });
    ConnectorQuery query{.instance = "kafka-1", .order = *ParseOrder(order_by), .limit = 4};
    std::vector<std::string> met;
    for (;;) {
      const auto found = store().connector_index().FindConnectors(query);
      ASSERT_THAT(found, IsOk());
      if (found->empty()) break;
      for (const FoundConnector& one : *found) met.push_back(one.connector.id.connector);
      query.after = found->back().position;
    }
    others.join();
    const std::set<std::string> once(met.begin(), met.end());
    EXPECT_THAT(once.size(), Eq(met.size())) << order_by;
    EXPECT_TRUE(std::includes(once.begin(), once.end(), before.begin(), before.end())) << order_by;
  }
}

TEST_P(StoreContract, TheTopicsThatConnectorsHaveForThemselvesAreKnown) {
  ASSERT_THAT(store().instances().CreateInstance(AnInstance(), {}), IsOk());
  ASSERT_THAT(store().connectors().CreateConnector(AConnector(), {}), IsOk());
  EXPECT_THAT(store().connector_index().OwnTopics("kafka-1"),
              IsOkAndHolds(ElementsAre("a", "c", "d", "o", "s")));
  EXPECT_THAT(store().connector_index().OwnTopics("kafka-2"), IsOkAndHolds(IsEmpty()));
}

}  // namespace
}  // namespace sluice::controlplane
